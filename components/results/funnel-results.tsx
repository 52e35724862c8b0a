"use client";

import { useMemo } from "react";
import type { Result } from "@/lib/result";
import type { FunnelEditorProps } from "../editor/contract";
import { FunnelEditor } from "../editor/funnel-editor";
import { OverlayContext } from "../editor/overlay";
import { FunnelTabs } from "../funnels/funnel-tabs";
import { Banner } from "../ui/banner";
import { LateMail } from "./late-mail";
import { overlayOf } from "./overlay-of";
import { NumbersProvider, useNodeCounts, useNumbers } from "./use-numbers";

type Props = Omit<FunnelEditorProps, "tabs" | "counts" | "results" | "back"> & {
  decideLate(input: {
    funnelId: string;
    messageIds: string[];
    send: boolean;
  }): Promise<Result<{ decided: number }>>;
};

/** The live canvas with what happened at each step. */
export function FunnelResults(props: Props) {
  return (
    <NumbersProvider>
      <Live {...props} />
    </NumbersProvider>
  );
}

function Live({ decideLate, ...props }: Props) {
  const { numbers, failing, refresh } = useNumbers(props.funnel.id);
  const counts = useNodeCounts(numbers);
  const flow = props.funnel.liveVersion?.flow ?? props.funnel.draft;
  const overlay = useMemo(() => overlayOf(flow, numbers?.nodes ?? {}), [flow, numbers]);
  const nobody = numbers !== null && Object.keys(numbers.nodes).length === 0;
  return (
    <OverlayContext value={overlay}>
      <FunnelEditor
        {...props}
        counts={counts}
        tabs={<FunnelTabs funnelId={props.funnel.id} />}
        results={{
          flow,
          aside: (
            <div className="grid gap-2">
              {failing ? (
                <Banner tone="attention" live>
                  The numbers could not be loaded. Trying again; nothing that happens meanwhile is lost.
                </Banner>
              ) : null}
              {numbers?.holding ? (
                <Banner tone="attention" title="No mail leaves at the moment">
                  {numbers.holding.because}
                </Banner>
              ) : null}
              {numbers && numbers.held.length > 0 ? (
                <LateMail
                  held={numbers.held}
                  canDecide={props.canEdit}
                  decide={async (messageIds, send) => {
                    const result = await decideLate({ funnelId: props.funnel.id, messageIds, send });
                    refresh();
                    return result;
                  }}
                />
              ) : null}
              {nobody ? (
                <Banner tone="info">
                  {props.funnel.liveVersion
                    ? "Nobody has come yet. Numbers appear within seconds of the first person."
                    : "Nothing has happened yet: this funnel was never published."}
                </Banner>
              ) : null}
            </div>
          ),
        }}
      />
    </OverlayContext>
  );
}
