"use client";

import { FlaskConical, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { firstTrigger } from "@/lib/flow/sample-entry";
import type { TestRun } from "@/lib/flow/test-run";
import { useEditor, useEditorState } from "../editor-context";
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

/** The funnel on oneself: begun here, watched here. A step's settings cover it while they are open. */
export function TryPanel({ door, start }: TryPanelProps) {
  const editor = useEditor();
  const funnelId = useEditorState((state) => state.funnel.id);
  const covered = useEditorState((state) => state.openNode !== null);
  const { look, away, now, refresh } = useTestRun(funnelId, door);
  const [choosing, setChoosing] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const run = look?.run ?? null;
  useTrail(choosing ? null : run);
  useEffect(() => heading.current?.focus(), []);

  return (
    <section
      aria-label="Try it on me"
      data-inset="right"
      hidden={covered}
      className={cn(
        "absolute inset-y-2 right-2 z-20 flex w-[380px] animate-sheet-in flex-col overflow-hidden rounded-xl bg-raised shadow-float [--from:24px_0]",
        "max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:h-[68%] max-md:w-full max-md:rounded-b-none max-md:[--from:0_40%]",
        covered && "hidden",
      )}
    >
      <header className="flex items-center gap-2.5 border-b border-line py-3 pr-12 pl-4">
        <FlaskConical aria-hidden className="size-5 text-accent" />
        <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink outline-none">
          Try it on me
        </h2>
        <IconButton
          label="Close the test"
          className="absolute top-2.5 right-2.5 text-ink-soft"
          onClick={() => editor.test(null)}
        >
          <X />
        </IconButton>
      </header>
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
    </section>
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
