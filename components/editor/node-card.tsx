"use client";

import {
  Handle,
  type NodeProps,
  Position,
  useStore as useCanvasStore,
  useUpdateNodeInternals,
} from "@xyflow/react";
import { MapPin, TriangleAlert, Users } from "lucide-react";
import { memo, useContext, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import type { Issue } from "@/lib/flow/check";
import { exitsOf } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { runs } from "@/lib/nodes/definitions";
import { NodeIcon } from "@/lib/nodes/icons";
import { type CanvasNode, sentenceOf } from "./canvas-view";
import { CardToolbar } from "./card-toolbar";
import { useEditor, useEditorState } from "./editor-context";
import { OpenPath } from "./open-path";
import { OverlayContext } from "./overlay";
import { canFollow } from "./place";
import { useCounts } from "./use-counts";
import { isFar } from "./viewport";

export const NodeCard = memo(function NodeCard({
  id,
  type,
  selected,
  height,
  dragging,
}: NodeProps<CanvasNode>) {
  const far = useCanvasStore(isFar);
  const name = useEditorState((state) => nameOf(state.history.present, id));
  const sentence = useEditorState((state) => {
    const node = graphOf(state.history.present).node(id);
    return node ? sentenceOf(state.history.present, node) : "";
  });
  const editable = useEditorState((state) => state.canEdit);
  const extra = useContext(OverlayContext)?.node(id) ?? null;
  const beside = !runs(type);
  const visitor = useEditorState(({ trail }) => (trail?.here === id ? trail.label : null));
  const stop = useEditorState(({ trail }) => trail?.stops?.get(id) ?? null);
  const passedBy = useEditorState(({ trail }) => trail?.stops != null && !trail.stops.has(id));
  return (
    <div
      style={far ? { height } : undefined}
      className={cn(
        "group/card relative flex w-[248px] flex-col rounded-lg border text-left",
        "transition-[border-color,box-shadow] hover:border-line-strong",
        beside ? "bg-[color-mix(in_oklab,var(--color-time)_9%,var(--color-raised))]" : "bg-raised",
        selected || visitor
          ? "border-accent ring-1 ring-accent hover:border-accent"
          : stop === null
            ? "border-line"
            : "border-accent hover:border-accent",
        passedBy && !selected && !beside && "opacity-45",
        dragging && "shadow-float",
        far && "items-center justify-center",
      )}
    >
      {canFollow(type) ? <Entrance /> : null}
      {visitor ? <Visitor label={visitor} far={far} /> : null}
      {stop === null ? null : <Stop number={stop} far={far} />}
      {far ? (
        <FarCard id={id} type={type} name={name} />
      ) : (
        <>
          <div className="flex items-start gap-2.5 px-3 pt-2.5 pb-3">
            <span className="mt-0.5">
              <NodeIcon type={type} />
            </span>
            <div className="min-w-0 flex-1">
              <div className="flex items-center justify-between gap-2 text-xs text-ink-soft">
                <span className="truncate font-medium">{name}</span>
                {extra ? null : <PeopleHere id={id} />}
              </div>
              <p
                className={cn(
                  "wrap-anywhere text-ink",
                  beside
                    ? "line-clamp-5 text-sm whitespace-pre-line"
                    : "line-clamp-2 text-base leading-[1.35] text-pretty",
                )}
              >
                {sentence}
              </p>
            </div>
          </div>
          {extra ? <div className="border-t border-line px-2.5 py-2">{extra}</div> : null}
        </>
      )}
      {extra ? null : <Problems id={id} />}
      <Exits id={id} far={far} />
      {selected && editable && !dragging ? <CardToolbar id={id} name={name} /> : null}
    </div>
  );
});

/** Whoever tries the drawing is here. */
const Visitor = ({ label, far }: { label: string; far: boolean }) => (
  <span
    className={cn(
      "absolute -top-3 left-2 flex items-center gap-1 rounded-full bg-accent px-2 font-medium whitespace-nowrap text-on-accent",
      far ? "-top-5 py-1 text-xl" : "py-0.5 text-xs",
    )}
  >
    <MapPin aria-hidden className={far ? "size-5" : "size-3"} />
    {label}
  </span>
);

/** Which stop of somebody's way this is. */
const Stop = ({ number, far }: { number: number; far: boolean }) => (
  <span
    className={cn(
      "absolute grid place-items-center rounded-full bg-accent font-medium text-on-accent tabular-nums",
      far ? "-left-5 -top-5 size-10 text-xl" : "-left-2.5 -top-2.5 size-5 text-xs",
    )}
  >
    <span className="sr-only">Stop </span>
    {number}
  </span>
);

/** Where lines come in. It shows itself while a line is being drawn. */
function Entrance() {
  return (
    <Handle
      type="target"
      position={Position.Top}
      className="dot-handle opacity-0 group-hover/card:opacity-100 [.connecting_&]:opacity-100"
    />
  );
}

/** The paths out of a card: their names, their handles and, where nothing follows yet, a stub with +. */
function Exits({ id, far }: { id: string; far: boolean }) {
  const node = useEditorState((state) => graphOf(state.history.present).node(id));
  const open = useEditorState((state) => {
    const graph = graphOf(state.history.present);
    return node
      ? exitsOf(node)
          .filter((exit) => !graph.line(id, exit.id))
          .map((exit) => exit.id)
          .join(" ")
      : "";
  });
  const exits = node ? exitsOf(node) : [];
  useMeasuredAgain(id, exits.map((exit) => exit.id).join(" "));
  if (!node) return null;
  const openOnes = new Set(open.split(" "));
  return (
    <>
      {exits.length > 1 && !far ? (
        <div className="flex border-t border-line text-xs font-medium text-ink-soft">
          {exits.map((exit) => (
            <span
              key={exit.id}
              title={exit.label}
              className="flex-1 truncate px-px pt-1 pb-1.5 text-center not-first:border-l not-first:border-line"
            >
              {exits.length > ROOM_FOR_NAMES ? (exit.short ?? exit.label) : exit.label}
            </span>
          ))}
        </div>
      ) : null}
      {exits.map((exit, index) => {
        const left = `${((index + 0.5) / exits.length) * 100}%`;
        return (
          <div key={exit.id} className="contents">
            {openOnes.has(exit.id) ? <OpenPath nodeId={id} exit={exit} left={left} far={far} /> : null}
            <Handle
              type="source"
              id={exit.id}
              position={Position.Bottom}
              style={{ left }}
              className={cn(
                "dot-handle",
                openOnes.has(exit.id) ? "" : "opacity-0 group-hover/card:opacity-100",
              )}
            />
          </div>
        );
      })}
    </>
  );
}

/** The canvas keeps where a card's lines begin; other settings can bring other paths. */
function useMeasuredAgain(id: string, paths: string) {
  const measure = useUpdateNodeInternals();
  const measured = useRef(paths);
  useEffect(() => {
    if (measured.current === paths) return;
    measured.current = paths;
    measure(id);
  }, [id, paths, measure]);
}

function FarCard({ id, type, name }: { id: string; type: CanvasNode["type"]; name: string }) {
  const here = usePeopleHere(id);
  return (
    <div className="flex max-w-full items-center gap-5 px-4">
      <span className="scale-150">{type ? <NodeIcon type={type} /> : null}</span>
      <span className="truncate text-2xl font-medium text-ink">
        {here === null ? name : here.toLocaleString("en")}
      </span>
    </div>
  );
}

function usePeopleHere(id: string): number | null {
  const overlay = useContext(OverlayContext);
  const counts = useCounts();
  const counted = useStore(counts, (state) => state.here.get(id) ?? null);
  return overlay ? overlay.here(id) : counted;
}

function PeopleHere({ id }: { id: string }) {
  const here = usePeopleHere(id);
  if (here === null || here === 0) return null;
  const said = here === 1 ? "1 person is here now" : `${here.toLocaleString("en")} people are here now`;
  return (
    <span
      title={said}
      className="flex shrink-0 items-center gap-1 rounded-md bg-accent/10 px-1.5 font-medium text-accent"
    >
      <Users aria-hidden className="size-3" />
      {here.toLocaleString("en")}
      <span className="sr-only">{said}</span>
    </span>
  );
}

/** So many paths have room for their names side by side. */
const ROOM_FOR_NAMES = 3;

const NO_ISSUES: readonly Issue[] = [];

function Problems({ id }: { id: string }) {
  const editor = useEditor();
  const all = useEditorState((state) => state.issues);
  const issues = all.some((issue) => issue.nodeId === id)
    ? all.filter((issue) => issue.nodeId === id)
    : NO_ISSUES;
  if (issues.length === 0) return null;
  const blocks = issues.some((issue) => issue.level === "blocks");
  return (
    <Tooltip
      side="right"
      content={
        <span className="flex flex-col gap-1 text-left">
          {issues.map((issue) => (
            <span key={issue.message}>{issue.message}</span>
          ))}
        </span>
      }
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={issues.map((issue) => issue.message).join(" ")}
        onClick={() => editor.show(id, "panel")}
        className={cn(
          "nodrag absolute -top-2 -right-2 grid size-5 place-items-center rounded-full border-2 border-surface",
          blocks ? "bg-bad text-on-bad" : "bg-attention text-paper",
        )}
      >
        <TriangleAlert aria-hidden className="size-2.5" strokeWidth={3} />
      </button>
    </Tooltip>
  );
}
