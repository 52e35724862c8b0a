"use client";

import { useEffect, useRef, useState } from "react";
import { type Autosave, createAutosave } from "./autosave";
import type { FunnelEditorProps } from "./contract";
import type { Editor } from "./editor";

type Props = Pick<FunnelEditorProps, "funnel" | "save" | "latest">;

const REVIEW_MS = 120;

/** The last save of a canvas that was left, by funnel: whoever opens it again waits for it. */
const leaving = new Map<string, Promise<unknown>>();

/** Saves what is drawn, and looks for problems after each pause. */
export function useAutosave(editor: Editor, props: Props): () => Autosave {
  const { funnel } = props;
  const doors = useRef(props);
  useEffect(() => {
    doors.current = props;
  }, [props]);
  const [autosave] = useState(() =>
    createAutosave({
      revision: funnel.revision,
      save: (revision, flow) => doors.current.save({ funnelId: funnel.id, revision, flow }),
      report: (state) => editor.store.setState({ save: state }),
    }),
  );
  // A page that comes back from the browser's memory may hold an older draft than the one it saved itself.
  useEffect(() => {
    let here = true;
    const opened = editor.flow();
    const catchUp = async () => {
      await leaving.get(funnel.id);
      const now = await doors.current.latest({ funnelId: funnel.id });
      if (!here || !now.ok || now.value.revision === autosave.revision() || editor.flow() !== opened) return;
      editor.adopt(now.value.draft);
      autosave.rebase(now.value.revision, null);
    };
    if (editor.store.getState().canEdit) void catchUp().catch(() => {});
    return () => {
      here = false;
    };
  }, [editor, autosave, funnel.id]);
  useEffect(() => {
    let reviewing: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.history.present === before.history.present) return;
      clearTimeout(reviewing);
      reviewing = setTimeout(editor.review, REVIEW_MS);
      if (state.canEdit) autosave.queue(state.history.present);
    });
    const unsaved = () => editor.store.getState().save.is !== "saved";
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (!unsaved()) return;
      void autosave.flush();
      event.preventDefault();
    };
    const onHidden = () => {
      if (document.visibilityState === "hidden") void autosave.flush();
    };
    window.addEventListener("beforeunload", onBeforeUnload);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      clearTimeout(reviewing);
      unsubscribe();
      window.removeEventListener("beforeunload", onBeforeUnload);
      document.removeEventListener("visibilitychange", onHidden);
      leaving.set(funnel.id, autosave.flush());
    };
  }, [editor, autosave, funnel.id]);
  return () => autosave;
}
