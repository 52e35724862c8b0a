"use client";

import type { FunnelEditorProps } from "../editor/contract";
import { FunnelEditor } from "../editor/funnel-editor";
import { NumbersProvider, useNodeCounts, useNumbers } from "../results/use-numbers";
import { FunnelTabs } from "./funnel-tabs";

type Props = Omit<FunnelEditorProps, "tabs" | "counts" | "results" | "back">;

/** The canvas of a funnel, with the people at each step once it has been published. */
export function FunnelBuild(props: Props) {
  return (
    <NumbersProvider>
      {props.funnel.liveVersion ? (
        <WithPeople {...props} />
      ) : (
        <FunnelEditor {...props} tabs={<FunnelTabs funnelId={props.funnel.id} />} />
      )}
    </NumbersProvider>
  );
}

function WithPeople(props: Props) {
  const { numbers } = useNumbers(props.funnel.id);
  const counts = useNodeCounts(numbers);
  return <FunnelEditor {...props} counts={counts} tabs={<FunnelTabs funnelId={props.funnel.id} />} />;
}
