import type { Editor, JSONContent } from "@tiptap/core";
import { Fragment, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";

/** How deep the row of a list is in which one is writing, or null. */
function rowDepth(at: ResolvedPos): number | null {
  for (let depth = at.depth; depth > 0; depth--) if (at.node(depth).type.name === "mailRow") return depth;
  return null;
}

/** Where one is writing in a row, puts a block after it: a row cannot be cut in two. Answers whether that was done. */
export function insertAfterRow(editor: Editor, block: JSONContent): boolean {
  const { $from } = editor.state.selection;
  const depth = rowDepth($from);
  return depth !== null && editor.chain().focus().insertContentAt($from.after(depth), block).run();
}

/** What is pasted into a row comes in as words: paragraphs become lines of it. Answers whether that was done. */
export function pasteIntoRow(view: EditorView, slice: Slice): boolean {
  if (rowDepth(view.state.selection.$from) === null) return false;
  const words: Node[] = [];
  const { hardBreak } = view.state.schema.nodes;
  slice.content.descendants((node) => {
    if (node.isInline) words.push(node);
    if (node.isTextblock && words.length > 0 && hardBreak) words.push(hardBreak.create());
    return !node.isInline;
  });
  view.dispatch(view.state.tr.replaceSelection(new Slice(Fragment.from(words), 0, 0)).scrollIntoView());
  return true;
}
