"use client";

import { useMemo } from "react";
import type { Result } from "@/lib/result";
import type { EditableFunnel, FunnelEditorProps } from "../editor/contract";
import { FunnelEditor } from "../editor/funnel-editor";
import { OverlayContext } from "../editor/overlay";
import type { FunnelActions } from "../funnels/funnel-actions";
import { useFunnelMore } from "../funnels/funnel-more";
import { FunnelTabs } from "../funnels/funnel-tabs";
import { ByRules } from "./by-rules";
import { CatchingUp } from "./catching-up";
import { HeldMail } from "./held-mail";
import { MovingAlong } from "./moving-along";
import type { Numbers } from "./numbers";
import { overlayOf } from "./overlay-of";
import { PeopleEntering } from "./people-entering";
import { ResultsAside } from "./results-aside";
import { roomy } from "./roomy";
import { StuckPeople } from "./stuck-people";
import { NumbersProvider, useNodeCounts, useNumbers } from "./use-numbers";

type Props = Omit<FunnelEditorProps, "tabs" | "counts" | "results" | "back" | "more" | "funnel"> & {
  actions: FunnelActions;
  /** `changed`: the draft differs from what people go through. */
  funnel: EditableFunnel & { changed: boolean };
  /** The numbers as the page was made. */
  numbers: Numbers;
  /** Where the live funnel's hosted form is; null when it has none. */
  formUrl: string | null;
  retryStuckPeople(input: { funnelId: string }): Promise<Result<{ retried: number }>>;
  decideHeldMail(input: {
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

function Live({ numbers: first, formUrl, actions, decideHeldMail, retryStuckPeople, ...props }: Props) {
  const { funnel } = props;
  const { numbers, trouble, refresh } = useNumbers(funnel.id, { first });
  const now = numbers ?? first;
  const counts = useNodeCounts(now);
  const flow = roomy(funnel.liveVersion?.flow ?? funnel.draft);
  const overlay = useMemo(() => overlayOf(funnel.id, flow, now.nodes), [funnel.id, flow, now.nodes]);
  const { more, dialog } = useFunnelMore({ funnel, actions, canEdit: props.canEdit });
  return (
    <OverlayContext value={overlay}>
      {dialog}
      <FunnelEditor
        {...props}
        counts={counts}
        tabs={<FunnelTabs funnelId={funnel.id} />}
        more={more}
        notice={
          now.moving || now.catchingUp || now.entering.length > 0 ? (
            <>
              {now.moving ? <MovingAlong moving={now.moving} /> : null}
              {now.catchingUp ? <CatchingUp {...now.catchingUp} /> : null}
              <PeopleEntering
                entering={now.entering}
                funnelId={funnel.id}
                stop={props.canEdit ? props.enroll?.stop : undefined}
              />
            </>
          ) : null
        }
        results={{
          flow,
          changed: funnel.changed,
          panel: () => (
            <ResultsAside
              funnelId={funnel.id}
              flow={flow}
              version={funnel.liveVersion?.number ?? null}
              changed={funnel.changed}
              numbers={now}
              trouble={trouble}
              formUrl={formUrl}
            >
              {now.stuck ? (
                <StuckPeople
                  stuck={now.stuck}
                  canRetry={props.canEdit}
                  retry={async () => {
                    const result = await retryStuckPeople({ funnelId: funnel.id });
                    refresh();
                    return result;
                  }}
                />
              ) : null}
              {now.byRules > 0 ? <ByRules mails={now.byRules} /> : null}
              {now.held.length > 0 ? (
                <HeldMail
                  held={now.held}
                  canDecide={props.canEdit}
                  decide={async (messageIds, send) => {
                    const result = await decideHeldMail({ funnelId: funnel.id, messageIds, send });
                    refresh();
                    return result;
                  }}
                />
              ) : null}
            </ResultsAside>
          ),
        }}
      />
    </OverlayContext>
  );
}
