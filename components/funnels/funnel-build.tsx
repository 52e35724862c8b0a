"use client";

import type { FunnelEditorProps } from "../editor/contract";
import { FunnelEditor } from "../editor/funnel-editor";
import type { TestDoor } from "../editor/trial/contract";
import { MovingAlong } from "../results/moving-along";
import { PeopleEntering } from "../results/people-entering";
import { NumbersProvider, useNodeCounts, useNumbers } from "../results/use-numbers";
import type { FunnelActions } from "./funnel-actions";
import { useFunnelMore } from "./funnel-more";
import { FunnelTabs } from "./funnel-tabs";
import { loadTest } from "./load-test";

type Props = Omit<FunnelEditorProps, "tabs" | "counts" | "results" | "back" | "more" | "test"> & {
  actions: FunnelActions;
  test: Omit<TestDoor, "look">;
};

/** The canvas of a funnel, with the people at each step once it has been published. */
export function FunnelBuild(props: Props) {
  return (
    <NumbersProvider>
      <WithPeople {...props} />
    </NumbersProvider>
  );
}

// One component before and after the first Publish: undo and the open panel outlive it.
function WithPeople({ actions, ...props }: Props) {
  const { id, liveVersion } = props.funnel;
  const { numbers } = useNumbers(id, { published: liveVersion !== null });
  const counts = useNodeCounts(numbers);
  const { more, dialog } = useFunnelMore({ funnel: props.funnel, actions, canEdit: props.canEdit });
  const test = { ...props.test, look: loadTest };
  return (
    <>
      <FunnelEditor
        {...props}
        test={test}
        counts={counts}
        tabs={<FunnelTabs funnelId={id} />}
        more={more}
        notice={
          numbers ? (
            <>
              {numbers.moving ? <MovingAlong moving={numbers.moving} /> : null}
              <PeopleEntering
                entering={numbers.entering}
                funnelId={id}
                stop={props.canEdit ? props.enroll?.stop : undefined}
              />
            </>
          ) : null
        }
      />
      {dialog}
    </>
  );
}
