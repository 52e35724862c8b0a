"use client";

import "@xyflow/react/dist/base.css";
import "./canvas.css";
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  SelectionMode,
  useStore as useCanvasStore,
  useReactFlow,
} from "@xyflow/react";
import { type FocusEvent, type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { connect, move } from "@/lib/flow/edit";
import type { Flow } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import type { Point } from "@/lib/flow/layout";
import { nodeTypes as everyType, type NodeType } from "@/lib/nodes/definitions";
import { CanvasSkeleton } from "./canvas-skeleton";
import { type CanvasEdge, type CanvasNode, createCanvasView, MANY_CARDS } from "./canvas-view";
import { useEditor, useEditorState } from "./editor-context";
import { NodeCard } from "./node-card";
import { underPointer } from "./place";
import { StepEdge } from "./step-edge";
import { isFar, startViewport, useReveal } from "./viewport";

const nodeTypes = Object.fromEntries(everyType.map((type) => [type, NodeCard])) as Record<
  NodeType,
  typeof NodeCard
>;
const edgeTypes = { step: StepEdge };

/** A card dragged to within this many px of the column of a step it is connected to stands straight under it. */
const STRAIGHT_PX = 10;

/** The drawing. Everything that changes it goes through the editor's edits. */
export function Canvas({ children }: { children?: ReactNode }) {
  const editor = useEditor();
  const flow = useEditorState((state) => state.history.present);
  const selection = useEditorState((state) => state.selection);
  const canEdit = useEditorState((state) => state.canEdit);
  const [sizes, setSizes] = useState<ReadonlyMap<string, { width: number; height: number }>>(new Map());
  const [view] = useState(createCanvasView);
  const finger = useFinger();
  const nodes = useMemo(
    () => view.nodes(flow, selection, sizes, finger),
    [view, flow, selection, sizes, finger],
  );
  const edges = useMemo(() => view.edges(flow, selection), [view, flow, selection]);
  const far = useCanvasStore(isFar);
  const [connecting, setConnecting] = useState(false);
  const [placed, setPlaced] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { screenToFlowPosition } = useReactFlow();
  useReveal(root);

  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    const positions: Record<string, Point> = {};
    const measured: [string, { width: number; height: number }][] = [];
    let chosen: Set<string> | null = null;
    for (const change of changes) {
      if (change.type === "position" && change.position) positions[change.id] = change.position;
      if (change.type === "dimensions" && change.dimensions) measured.push([change.id, change.dimensions]);
      if (change.type === "select") {
        chosen ??= new Set(editor.store.getState().selection.nodes);
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    }
    if (measured.length > 0) setSizes((before) => new Map([...before, ...measured]));
    if (chosen) editor.select(chosen, editor.store.getState().selection.edges);
    if (Object.keys(positions).length > 0) editor.editWithin(move, straightened(editor.flow(), positions));
  };

  const onEdgesChange = (changes: EdgeChange<CanvasEdge>[]) => {
    const before = editor.store.getState().selection;
    const chosen = new Set(before.edges);
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    editor.select(before.nodes, chosen);
  };

  /** A line let go over a card leads to it; over free ground it asks for the step it shall lead to. */
  const onConnectEnd: OnConnectEnd = (event, { isValid, fromNode, fromHandle }) => {
    setConnecting(false);
    const exit = fromHandle?.id;
    if (isValid || !fromNode || !exit || fromHandle.type !== "source") return;
    const at = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!at) return;
    const under = document.elementFromPoint(at.clientX, at.clientY);
    const target = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
    if (target) {
      editor.edit(connect, { source: fromNode.id, sourceHandle: exit, target });
      return;
    }
    if (!under?.closest(".react-flow__pane") || graphOf(editor.flow()).line(fromNode.id, exit)) return;
    const position = underPointer(screenToFlowPosition({ x: at.clientX, y: at.clientY }));
    editor.store.setState({
      menu: {
        place: { at: "path", nodeId: fromNode.id, exit, position },
        x: at.clientX,
        y: at.clientY,
        from: root.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(fromNode.id)}"]`) ?? null,
      },
    });
  };

  /** Whoever walks the cards by Tab chooses them on the way; an open panel follows. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const { target } = event;
    const id = target.classList.contains("react-flow__node") ? target.dataset.id : undefined;
    if (!id || !target.matches(":focus-visible")) return;
    const { openNode, selection: before } = editor.store.getState();
    if (before.nodes.size === 1 && before.nodes.has(id)) return;
    editor.select([id]);
    editor.store.setState({ reveal: { nodeId: id, focus: null }, openNode: openNode ? id : null });
  };

  return (
    <div ref={root} className={connecting ? "connecting absolute inset-0" : "absolute inset-0"}>
      {/* Cards show once they are measured and in sight, which takes a script: until then the page is not empty. */}
      {!placed && flow.nodes.length > 0 ? (
        <div aria-hidden className="absolute inset-0">
          <CanvasSkeleton />
        </div>
      ) : null}
      <ReactFlow<CanvasNode, CanvasEdge>
        className={placed ? "funnel-canvas" : "funnel-canvas opacity-0"}
        data-readonly={canEdit ? undefined : ""}
        data-far={far ? "" : undefined}
        aria-label="Funnel"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onInit={(canvas) => {
          const size = root.current?.getBoundingClientRect();
          if (size) void canvas.setViewport(startViewport(editor.flow(), size, root.current));
          setPlaced(true);
        }}
        onFocus={onFocus}
        onNodeClick={(event, node) => {
          if (event.shiftKey || event.metaKey || event.ctrlKey) editor.openPanel(null);
          else editor.openPanel(node.id);
        }}
        onNodeDragStart={editor.openStep}
        onNodeDragStop={editor.closeStep}
        onSelectionDragStart={editor.openStep}
        onSelectionDragStop={editor.closeStep}
        onEdgeClick={() => editor.store.setState({ openNode: null })}
        onPaneClick={() => {
          editor.clearSelection();
          editor.openPanel(null);
        }}
        onConnect={(line) => editor.edit(connect, { ...line, sourceHandle: line.sourceHandle ?? null })}
        onConnectStart={() => setConnecting(true)}
        onConnectEnd={onConnectEnd}
        isValidConnection={({ source, target }) => source !== target}
        connectionLineType={ConnectionLineType.SmoothStep}
        connectionRadius={36}
        nodesDraggable={canEdit}
        nodesConnectable={canEdit}
        edgesFocusable={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        selectionMode={SelectionMode.Partial}
        nodeDragThreshold={3}
        panOnScroll
        minZoom={0.1}
        maxZoom={1.75}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={flow.nodes.length > MANY_CARDS}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.25} />
        {children}
      </ReactFlow>
    </div>
  );
}

const COARSE = "(pointer: coarse)";

/** Whether the canvas is moved by fingers. */
function useFinger(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(COARSE);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(COARSE).matches,
    () => false,
  );
}

/** Snaps a single dragged card into the column of a step it is connected to. */
function straightened(flow: Flow, positions: Record<string, Point>): Record<string, Point> {
  const [only, ...others] = Object.entries(positions);
  if (!only || others.length > 0) return positions;
  const [id, point] = only;
  const graph = graphOf(flow);
  const near = [...graph.into(id).map((edge) => edge.source), ...graph.out(id).map((edge) => edge.target)]
    .map((neighbour) => graph.node(neighbour)?.position.x)
    .find((x) => x !== undefined && Math.abs(x - point.x) < STRAIGHT_PX);
  return near === undefined ? positions : { [id]: { x: near, y: point.y } };
}
