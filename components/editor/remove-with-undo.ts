import { dismissToast, toast } from "@/components/ui/toaster";
import type { Editor } from "./editor";

let count = 0;

/** Takes steps and lines out and offers to put them back, for as long as nothing else has changed. */
export function removeWithUndo(editor: Editor, ids: Iterable<string>) {
  const said = editor.remove(ids);
  if (!said) return;
  const after = editor.flow();
  const id = `removed-${++count}`;
  toast(said, { id, undo: editor.undoRemoval });
  const unsubscribe = editor.store.subscribe((state) => {
    if (state.history.present === after) return;
    unsubscribe();
    dismissToast(id);
  });
}
