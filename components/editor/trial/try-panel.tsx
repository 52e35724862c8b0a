"use client";

import { FlaskConical } from "lucide-react";
import { useEffect, useState } from "react";
import { SkeletonRows } from "@/components/ui/skeleton";
import { firstTrigger } from "@/lib/flow/sample-entry";
import type { TestRun } from "@/lib/flow/test-run";
import { useEditor, useEditorState } from "../editor-context";
import { TestFrame } from "../test-frame";
import { linesOf } from "../trail";
import type { Speed, TestDoor } from "./contract";
import { TryProgress } from "./try-progress";
import { TryStart } from "./try-start";
import { useTestRun } from "./use-test-run";

type TryPanelProps = {
  door: TestDoor;
  /** Saves the drawing and starts the test of it. Null when it began, otherwise why it did not. */
  start(input: { speed: Speed; triggerId: string | null }): Promise<string | null>;
};

/** The funnel on oneself: begun here, watched here. */
export function TryPanel({ door, start }: TryPanelProps) {
  const funnelId = useEditorState((state) => state.funnel.id);
  const { look, away, now, refresh } = useTestRun(funnelId, door);
  const [choosing, setChoosing] = useState(false);
  const run = look?.run ?? null;
  useTrail(choosing ? null : run);

  return (
    <TestFrame title="Try it on me" icon={<FlaskConical aria-hidden />} closeLabel="Close the test">
      {look === undefined && !away ? (
        <div className="p-4">
          <SkeletonRows rows={5} label="Looking for a test" />
        </div>
      ) : run && !choosing ? (
        <TryProgress
          run={run}
          now={now}
          away={away}
          door={door}
          funnelId={funnelId}
          refresh={refresh}
          onAgain={() => setChoosing(true)}
        />
      ) : (
        <TryStart
          to={door.to}
          away={away}
          start={async (input) => {
            const trouble = await start(input);
            if (trouble === null) {
              await refresh();
              setChoosing(false);
            }
            return trouble;
          }}
        />
      )}
    </TestFrame>
  );
}

/** Draws the way onto the canvas and keeps the card in view. */
function useTrail(run: TestRun | null) {
  const editor = useEditor();
  const flow = useEditorState((state) => state.history.present);
  const at = run?.path.status === "active" ? run.path.nodeId : null;
  useEffect(() => {
    const lines = run && linesOf(flow, run.path.visits);
    editor.store.setState({ trail: lines && { here: at, label: "You are here", lines, stops: null } });
  }, [editor, flow, run, at]);
  const shown = at ?? firstTrigger(flow)?.id;
  useEffect(() => {
    const { openNode } = editor.store.getState();
    // Not from under the panel: what one is asked to look at is beside it.
    if (shown && openNode === null) editor.store.setState({ reveal: { nodeId: shown, focus: null } });
  }, [editor, shown]);
  useEffect(() => () => editor.store.setState({ trail: null }), [editor]);
}
