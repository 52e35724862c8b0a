import { describe, expect, test } from "vitest";
import { move } from "@/lib/flow/edit";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { canRedo, canUndo } from "@/lib/flow/history";
import { aWorkspace } from "@/lib/nodes/sample-world";
import { waitSettings } from "@/lib/nodes/wait/settings";
import { createEditor } from "./editor";
import { placeFor } from "./place";

const open = (draft: Flow = emptyFlow(), canEdit = true) =>
  createEditor({
    funnel: {
      id: "f",
      name: "Course",
      status: "draft",
      draft,
      revision: 1,
      liveVersion: null,
      formSlug: null,
    },
    surroundings: aWorkspace({ postalAddress: "", sender: null, opens: "consent" }),
    canEdit,
  });

type Editor = ReturnType<typeof open>;

const none = { nodes: new Set<string>(), edges: new Set<string>() };
const add = (editor: Editor, type: "trigger" | "email" | "wait" | "condition") => {
  const id = editor.add(type, placeFor(editor.flow(), type, editor.store.getState().selection));
  if (!id) throw new Error(`${type} was not added.`);
  return id;
};
const history = (editor: Editor) => editor.store.getState().history;

/** A trigger, an email and a wait, one after the other. */
function drawn() {
  const editor = open();
  return { editor, trigger: add(editor, "trigger"), email: add(editor, "email"), wait: add(editor, "wait") };
}

describe("one open canvas", () => {
  test("steps added one after the other follow each other", () => {
    const { editor, trigger, email, wait } = drawn();
    expect(editor.flow().edges.map(({ source, target }) => [source, target])).toEqual([
      [trigger, email],
      [email, wait],
    ]);
  });

  test("a new step is chosen, its panel open, and one undo takes it back", () => {
    const { editor, email, wait } = drawn();
    expect(editor.store.getState()).toMatchObject({ openNode: wait, selection: { nodes: new Set([wait]) } });
    editor.undo();
    expect(editor.flow().nodes.some((node) => node.id === wait)).toBe(false);
    expect(editor.store.getState()).toMatchObject({ openNode: null, selection: { nodes: new Set() } });
    editor.select([email]);
    editor.redo();
    expect(editor.flow().nodes.some((node) => node.id === wait)).toBe(true);
    expect(editor.store.getState().selection.nodes).toEqual(new Set([email]));
  });

  test("a drag of many moves is one step", () => {
    const { editor, wait } = drawn();
    const before = editor.flow();
    editor.openStep();
    for (let x = 1; x <= 40; x++) editor.editWithin(move, { [wait]: { x, y: 500 } });
    editor.closeStep();
    expect(editor.flow()).not.toBe(before);
    editor.undo();
    expect(editor.flow()).toBe(before);
  });

  test("a press that moves nothing is no step and keeps what could be redone", () => {
    const { editor } = drawn();
    editor.undo();
    const steps = history(editor).past.length;
    editor.openStep();
    editor.closeStep();
    expect(history(editor).past.length).toBe(steps);
    expect(canRedo(history(editor))).toBe(true);
  });

  test("what is typed into one field until it is left is one step; the next field is another", () => {
    const { editor, wait } = drawn();
    const before = editor.flow();
    const put = (name: string) => editor.configure(wait, waitSettings.parse({ name }));
    editor.typingBegins();
    for (const name of ["P", "Pa", "Pau", "Paus", "Pause"]) put(name);
    editor.typingEnds();
    const typed = editor.flow();
    editor.typingBegins();
    put("A day off");
    editor.typingEnds();
    editor.undo();
    expect(editor.flow()).toBe(typed);
    editor.undo();
    expect(editor.flow()).toBe(before);
  });

  test("what is typed and taken away again is no step", () => {
    const { editor, wait } = drawn();
    const [before, steps] = [editor.flow(), history(editor).past.length];
    const put = (name: string) => editor.configure(wait, waitSettings.parse(name ? { name } : {}));
    editor.typingBegins();
    for (const name of ["P", "Pa", "P", ""]) put(name);
    editor.typingEnds();
    expect(history(editor).past.length).toBe(steps);
    expect(editor.flow()).toEqual(before);
  });

  test("undo in the midst of typing goes back to before the field, and typing on is a step again", () => {
    const { editor, wait } = drawn();
    const before = editor.flow();
    const put = (name: string) => editor.configure(wait, waitSettings.parse({ name }));
    editor.typingBegins();
    put("Pause");
    editor.undo();
    expect(editor.flow()).toBe(before);
    put("Break");
    put("Break time");
    editor.typingEnds();
    editor.undo();
    expect(editor.flow()).toBe(before);
  });

  test("a removal is taken back by its own undo only while nothing else changed", () => {
    const { editor, email, wait } = drawn();
    const before = editor.flow();
    expect(editor.remove([email])).toBe("“Email 1” removed");
    editor.undoRemoval();
    expect(editor.flow()).toBe(before);
    editor.remove([email]);
    editor.edit(move, { [wait]: { x: 900, y: 900 } });
    const after = editor.flow();
    editor.undoRemoval();
    expect(editor.flow()).toBe(after);
  });

  test("removing a line says so, and removing nothing says nothing", () => {
    const { editor } = drawn();
    const [line] = editor.flow().edges;
    expect(editor.remove([line?.id ?? ""])).toBe("Line removed");
    expect(editor.remove(["gone"])).toBeNull();
  });

  test("copies are what is chosen afterwards", () => {
    const { editor, wait } = drawn();
    const before = new Set(editor.flow().nodes.map((node) => node.id));
    editor.duplicate(new Set([wait]));
    const copies = editor.flow().nodes.filter((node) => !before.has(node.id));
    expect(copies).toHaveLength(1);
    expect(editor.store.getState().selection.nodes).toEqual(new Set(copies.map((node) => node.id)));
  });

  test("a viewer changes nothing", () => {
    const { editor: owner, wait } = drawn();
    const viewer = open(owner.flow(), false);
    viewer.remove([wait]);
    viewer.duplicate(new Set([wait]));
    expect(viewer.add("wait", { at: "point", position: { x: 0, y: 0 } })).toBeNull();
    viewer.undo();
    expect(viewer.flow()).toBe(owner.flow());
  });

  test("another person's drawing starts a history of its own", () => {
    const { editor } = drawn();
    const theirs = emptyFlow();
    editor.adopt(theirs);
    expect(editor.flow()).toBe(theirs);
    expect(canUndo(history(editor))).toBe(false);
    expect(editor.store.getState()).toMatchObject({ openNode: null, selection: none });
  });

  test("a review finds what is wrong now", () => {
    const { editor, wait } = drawn();
    editor.review();
    const before = editor.store.getState().issues.length;
    add(editor, "condition");
    editor.review();
    expect(editor.store.getState().issues.length).toBeGreaterThan(before);
    expect(editor.store.getState().unpublished).toBe(true);
    expect(editor.flow().nodes.some((node) => node.id === wait)).toBe(true);
  });
});
