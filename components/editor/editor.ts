import { createStore, type StoreApi } from "zustand/vanilla";
import { check, type Issue } from "@/lib/flow/check";
import {
  addNode,
  appendTo,
  configure,
  disconnect,
  duplicate,
  freshNode,
  insertOnEdge,
  remove,
} from "@/lib/flow/edit";
import type { Flow } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { begin, commit, type History, mark, redo, replace, settle, undo } from "@/lib/flow/history";
import { placeAfter } from "@/lib/flow/layout";
import { nameOf } from "@/lib/flow/names";
import { same } from "@/lib/flow/same";
import type { Surroundings } from "@/lib/nodes/contract";
import type { NodeType, SettingsOf } from "@/lib/nodes/definitions";
import type { SaveState } from "./autosave";
import type { EditableFunnel } from "./contract";
import { fits, type Place } from "./place";
import { sameProgram } from "./same-program";
import type { Trail } from "./trail";

export type Selection = { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

export type EditorState = {
  history: History<Flow>;
  selection: Selection;
  /** The step whose panel is open. */
  openNode: string | null;
  /** A step to bring into view; a new object each time, so that asking twice works twice. */
  reveal: { nodeId: string; focus: "card" | "panel" | null } | null;
  /** What is being dragged from the palette, and the place under it that would take it. */
  dragged: { type: NodeType; over: Place | null } | null;
  /** The open menu of step types: what it adds to, where on the screen it stands, who gets the focus back. */
  menu: { place: Place | null; x: number; y: number; from: HTMLElement | SVGElement | null } | null;
  /** What is open to try the drawing with: on oneself, or with one invented person. */
  trial: "me" | "person" | null;
  /** Where whoever tries it went; null when nobody does. */
  trail: Trail | null;
  issues: readonly Issue[];
  /** The draft differs from what people run through. */
  unpublished: boolean;
  save: SaveState;
  funnel: Pick<EditableFunnel, "id" | "name" | "status" | "liveVersion" | "formSlug">;
  surroundings: Surroundings;
  canEdit: boolean;
};

type Change<A extends unknown[]> = (flow: Flow, ...args: A) => Flow;

/** One open canvas. Toolbar, shortcut and menu all call the same edit. */
export type Editor = ReturnType<typeof createEditor>;

type EditorOptions = { funnel: EditableFunnel; surroundings: Surroundings; canEdit: boolean };

export function createEditor({ funnel, surroundings, canEdit }: EditorOptions) {
  const { draft, revision: _revision, ...rest } = funnel;
  const store: StoreApi<EditorState> = createStore(() => ({
    history: begin(draft),
    selection: NOTHING,
    openNode: null,
    reveal: null,
    dragged: null,
    menu: null,
    trial: null,
    trail: null,
    issues: check(draft, surroundings),
    unpublished: !sameProgram(draft, funnel.liveVersion?.flow ?? null),
    save: { is: "saved" },
    funnel: rest,
    surroundings,
    canEdit,
  }));
  const { getState, setState } = store;
  const flow = () => getState().history.present;
  /** A text field has the focus: what is typed into it until it loses it is one step. */
  let typing = false;
  let removedAt: Flow | null = null;

  /** What is gone from the drawing cannot stay chosen. */
  const become = (history: History<Flow>) => {
    const { selection, openNode } = getState();
    const graph = graphOf(history.present);
    const edges = new Set(history.present.edges.map((edge) => edge.id));
    const nodes = [...selection.nodes].filter((id) => graph.node(id));
    const kept = [...selection.edges].filter((id) => edges.has(id));
    const same = nodes.length === selection.nodes.size && kept.length === selection.edges.size;
    setState({
      history,
      selection: same ? selection : { nodes: new Set(nodes), edges: new Set(kept) },
      openNode: openNode && graph.node(openNode) ? openNode : null,
    });
  };

  const editor = {
    store,
    flow,

    edit<A extends unknown[]>(change: Change<A>, ...args: A) {
      if (!getState().canEdit) return;
      become(commit(getState().history, change(flow(), ...args)));
    },

    /** A change inside a gesture (a drag): `openStep` before the first, `closeStep` after the last. */
    editWithin<A extends unknown[]>(change: Change<A>, ...args: A) {
      if (!getState().canEdit) return;
      become(replace(getState().history, change(flow(), ...args)));
    },
    openStep: () => setState({ history: mark(getState().history) }),
    closeStep: () => setState({ history: settle(getState().history) }),

    typingBegins() {
      typing = true;
      editor.openStep();
    },
    typingEnds() {
      typing = false;
      // What was typed and taken away again, or did not parse in the end, is no step.
      const { history } = getState();
      const before = history.past.at(-1);
      if (before && same(before, history.present)) become(replace(history, before));
      editor.closeStep();
    },
    /** An edit of the panel: part of the open step while somebody types, a step of its own otherwise. */
    editField<A extends unknown[]>(change: Change<A>, ...args: A) {
      if (typing) editor.editWithin(change, ...args);
      else editor.edit(change, ...args);
    },
    configure(id: string, settings: SettingsOf<NodeType>) {
      editor.editField(configure, id, settings);
    },

    undo() {
      if (!getState().canEdit) return;
      become(undo(getState().history));
      if (typing) editor.openStep();
    },
    redo() {
      if (!getState().canEdit) return;
      become(redo(getState().history));
      if (typing) editor.openStep();
    },

    select(nodes: Iterable<string>, edges: Iterable<string> = []) {
      setState({ selection: { nodes: new Set(nodes), edges: new Set(edges) } });
    },
    clearSelection: () => setState({ selection: NOTHING }),
    openPanel(nodeId: string | null) {
      if (!nodeId) setState({ openNode: null });
      else editor.show(nodeId);
    },
    /** Chooses a step, brings it into view and, when asked, moves the focus. */
    show(nodeId: string, focus: "card" | "panel" | null = null) {
      editor.select([nodeId]);
      setState({ openNode: nodeId, reveal: { nodeId, focus } });
    },

    /** Opens a way to try the drawing, or closes it. Its panel stands where settings do. */
    test(trial: EditorState["trial"]) {
      setState(trial === null ? { trial } : { trial, openNode: null });
    },

    /** Opens the menu of step types under whatever asked for it. Without a place the step goes where it fits best. */
    openMenu(from: HTMLElement | SVGElement, place: Place | null) {
      const box = from.getBoundingClientRect();
      setState({ menu: { place, x: box.left + box.width / 2, y: box.bottom, from } });
    },

    /** Adds a step, chooses it and opens its panel. Null where that type does not fit. */
    add(type: NodeType, place: Place): string | null {
      if (!getState().canEdit || !fits(type, place)) return null;
      const before = flow();
      const corner =
        place.at === "path"
          ? (place.position ?? placeAfter(before, place.nodeId, place.exit))
          : place.at === "point"
            ? place.position
            : { x: 0, y: 0 };
      const node = freshNode(before, type, corner);
      if (place.at === "path") editor.edit(appendTo, place.nodeId, place.exit, node);
      else if (place.at === "edge") editor.edit(insertOnEdge, place.edgeId, node);
      else editor.edit(addNode, node);
      if (!graphOf(flow()).node(node.id)) return null;
      editor.show(node.id, "card");
      return node.id;
    },

    /** Takes out steps and lines. Answers what to say about it, or null when nothing went. */
    remove(ids: Iterable<string>): string | null {
      const before = flow();
      const wanted = new Set(ids);
      const names = before.nodes.filter((node) => wanted.has(node.id)).map((node) => nameOf(before, node.id));
      if (names.length === 0) {
        const [only] = wanted;
        if (wanted.size === 1 && only) editor.edit(disconnect, only);
        else editor.edit(remove, wanted);
      } else editor.edit(remove, wanted);
      if (flow() === before) return null;
      removedAt = flow();
      if (names.length === 0) return wanted.size === 1 ? "Line removed" : `${wanted.size} lines removed`;
      return names.length === 1 ? `“${names[0]}” removed` : `${names.length} steps removed`;
    },
    /** Takes the last removal back, unless something was changed since. */
    undoRemoval() {
      if (removedAt === flow()) editor.undo();
    },

    duplicate(ids: ReadonlySet<string>) {
      const before = flow().nodes.length;
      editor.edit(duplicate, ids);
      const copies = flow()
        .nodes.slice(before)
        .map((node) => node.id);
      if (copies.length === 0) return;
      editor.select(copies);
      const [only] = copies;
      if (only) setState({ openNode: null, reveal: { nodeId: only, focus: "card" } });
    },

    /** Starts over from another drawing (theirs, after a conflict); what was done before cannot be undone into it. */
    adopt(next: Flow) {
      typing = false;
      become(begin(next));
    },

    /** Looks for problems again. Called after a pause, not on every frame of a drag. */
    review() {
      const { funnel: now, surroundings: around } = getState();
      setState({
        issues: check(flow(), around),
        unpublished: !sameProgram(flow(), now.liveVersion?.flow ?? null),
      });
    },
  };
  return editor;
}
