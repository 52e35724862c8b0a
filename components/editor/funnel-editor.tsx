"use client";

import { ReactFlowProvider } from "@xyflow/react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { toast } from "@/components/ui/toaster";
import { ok, problem, type Result } from "@/lib/result";
import { AddMenu } from "./add-menu";
import { Canvas } from "./canvas";
import { CanvasControls } from "./canvas-controls";
import type { EditableFunnel, FunnelEditorProps } from "./contract";
import { type Doors, DoorsContext } from "./doors";
import { createEditor, type Editor } from "./editor";
import { EditorProvider, useEditorState } from "./editor-context";
import { EmptyCanvas } from "./empty-canvas";
import { Palette, PhonePalette } from "./palette";
import { Panel } from "./panel";
import type { PublishPlan } from "./publish-dialog";
import { SaveTrouble } from "./saved-state";
import { useShortcuts } from "./shortcuts";
import { WatchPanel } from "./simulation/watch-panel";
import { TopBar } from "./top-bar";
import type { Speed } from "./trial/contract";
import { TryPanel } from "./trial/try-panel";
import { useAutosave } from "./use-autosave";
import { CountsContext, useCounts } from "./use-counts";

const BACK = { href: "/funnels", label: "Back to funnels" };

/**
 * A funnel's canvas with everything around it. The page loads and checks who is asking; whatever leaves the
 * browser comes in as a prop. Fills its parent's height.
 */
export function FunnelEditor(props: FunnelEditorProps) {
  const { funnel, surroundings, results } = props;
  const [editor] = useState(() =>
    createEditor({
      funnel: results ? { ...funnel, draft: results.flow } : funnel,
      surroundings,
      canEdit: props.canEdit && !results,
    }),
  );
  const none = useCounts();
  useFollowPage(editor, props);
  return (
    <EditorProvider editor={editor}>
      <CountsContext value={props.counts ?? none}>
        <ReactFlowProvider>
          <Workbench {...props} editor={editor} />
        </ReactFlowProvider>
      </CountsContext>
    </EditorProvider>
  );
}

function Workbench(props: FunnelEditorProps & { editor: Editor }) {
  const { editor, results } = props;
  const root = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const autosave = useAutosave(editor, props);
  useShortcuts(root);
  const canEdit = useEditorState((state) => state.canEdit);
  const goingBack = useGoBack(editor, props.goBack);
  const openNode = useEditorState((state) => state.openNode);
  const trial = useEditorState((state) => state.trial);
  const panel = results?.panel?.(openNode);

  const saved = async (): Promise<Result<null>> => {
    const state = await autosave().flush();
    if (state.is === "saved") return ok(null);
    return problem(
      "unsaved",
      state.is === "refused" || state.is === "stale"
        ? state.message
        : "Your last change could not be saved, so nothing was done. Try again in a moment.",
    );
  };

  const startTest = async (input: { speed: Speed; triggerId: string | null }): Promise<string | null> => {
    const stored = await saved();
    if (!stored.ok || !props.test) return stored.ok ? null : stored.message;
    const revision = autosave().revision();
    const result = await props.test.start({ ...input, funnelId: props.funnel.id, revision });
    return result.ok ? null : result.message;
  };

  const publish = async (people: PublishPlan = {}): Promise<Result<{ number: number }>> => {
    const stored = await saved();
    if (!stored.ok) return stored;
    const flow = editor.flow();
    const revision = autosave().revision();
    const result = await props.publish({ funnelId: props.funnel.id, revision, ...people });
    if (result.ok) {
      editor.store.setState((before) => ({
        funnel: {
          ...before.funnel,
          // A paused funnel stays paused until somebody resumes it.
          status: before.funnel.status === "paused" ? "paused" : "live",
          liveVersion: { number: result.value.number, flow },
        },
      }));
      editor.review();
      router.refresh();
    }
    return result;
  };

  const { enroll, hookAt, linksOf } = props;
  const funnelId = props.funnel.id;
  const store = useEffectEvent(saved);
  const doors = useMemo(
    (): Doors => ({
      ...(hookAt ? { hookAt: (nodeId) => hookAt({ funnelId, nodeId }) } : {}),
      ...(linksOf ? { linksOf } : {}),
      ...(enroll
        ? {
            enroll: {
              ...enroll,
              async count(input) {
                const stored = await store();
                return stored.ok ? enroll.count(input) : stored;
              },
            },
          }
        : {}),
    }),
    [enroll, hookAt, linksOf, funnelId],
  );

  const settleConflict = async (keep: "mine" | "theirs") => {
    try {
      const latest = await props.latest({ funnelId: props.funnel.id });
      if (!latest.ok) return void toast(latest.message, { tone: "bad" });
      if (keep === "theirs") editor.adopt(latest.value.draft);
      autosave().rebase(latest.value.revision, keep === "mine" ? editor.flow() : null);
    } catch {
      toast("The server could not be reached. Nothing is lost; try again in a moment.", { tone: "bad" });
    }
  };

  return (
    <DoorsContext value={doors}>
      <div ref={root} data-editor className="flex h-full min-h-0 flex-col bg-paper">
        <TopBar
          back={props.back ?? BACK}
          tabs={props.tabs}
          more={props.more?.(saved) ?? null}
          canEdit={props.canEdit}
          results={results}
          testable={props.test !== undefined}
          publish={publish}
          inFlight={props.inFlight}
          publishNow={goingBack}
          rename={props.rename}
          pause={props.pause}
          resume={props.resume}
          backlog={props.backlog}
        />
        <SaveTrouble
          onTheirs={() => void settleConflict("theirs")}
          onMine={() => void settleConflict("mine")}
        />
        {props.notice}
        <div className="relative min-h-0 flex-1 overflow-hidden">
          <Canvas />
          {results ? null : <EmptyCanvas root={root} />}
          <CanvasControls root={root} />
          {canEdit ? <Palette /> : null}
          {canEdit ? <PhonePalette /> : null}
          {canEdit ? <AddMenu /> : null}
          {results ? panel : <Panel previewEmail={props.previewEmail} />}
          {trial === "person" ? (
            <WatchPanel zone={props.test?.zone} previewEmail={props.previewEmail} />
          ) : null}
          {trial === "me" && props.test ? <TryPanel door={props.test} start={startTest} /> : null}
        </div>
      </div>
    </DoorsContext>
  );
}

/** An older version comes into the drawing once, as one step that can be undone. Whether it has. */
function useGoBack(editor: Editor, goBack: FunnelEditorProps["goBack"]): boolean {
  const [gone, setGone] = useState(false);
  const flow = goBack?.flow;
  useEffect(() => {
    if (!flow || !editor.store.getState().canEdit) return;
    editor.edit(() => flow);
    editor.review();
    setGone(true);
    // Loaded anew, the page must not do it again.
    window.history.replaceState(null, "", window.location.pathname);
  }, [editor, flow]);
  return gone;
}

/** Once the page is loaded anew (a refresh after an action), what it says about the funnel holds. */
function useFollowPage(editor: Editor, { funnel, surroundings, results }: FunnelEditorProps) {
  const first = useRef(true);
  const shown = results?.flow;
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const { id, name, status, liveVersion, formSlug }: EditableFunnel = funnel;
    editor.store.setState({ funnel: { id, name, status, liveVersion, formSlug }, surroundings });
    if (shown) editor.adopt(shown);
    editor.review();
  }, [editor, funnel, surroundings, shown]);
}
