import type { Editor } from "@tiptap/core";

/** Whether what stands at `pos` is printed once for each item of a list. */
export function isInList(editor: Editor, pos: number | undefined): boolean {
  if (pos === undefined || pos > editor.state.doc.content.size) return false;
  const at = editor.state.doc.resolve(pos);
  for (let depth = at.depth; depth > 0; depth--) if (at.node(depth).type.name === "mailRepeat") return true;
  return false;
}
