import { z } from "zod";
import { unstorable } from "@/lib/json";
import type { Exit } from "@/lib/nodes/contract";
import {
  canBeLedTo,
  definitionFor,
  definitions,
  type NodeType,
  nodeTypes,
  type SettingsOf,
} from "@/lib/nodes/definitions";
import { type FunnelDate, funnelDates } from "./funnel-dates";
import { type FunnelRules, funnelRules } from "./funnel-rules";

export const MOST_NODES = 1_000;
export const MOST_EDGES = 2_000;

const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "An id has 1 to 64 letters, digits, _ or -.")
  // Records keyed by id must not find what every object has.
  .refine((text) => !(text in {}), "This id is reserved.");

/** Whether keys that a shape does not know are dropped (what the canvas adds) or refused. */
type ObjectOf = typeof z.object | typeof z.strictObject;

const positionOf = (object: ObjectOf) =>
  object({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) });

/** A step on the canvas. `data` is the settings of its type. */
export type FlowNode<T extends NodeType = NodeType> = {
  [K in T]: { id: string; type: K; position: { x: number; y: number }; data: SettingsOf<K> };
}[T];

const nodeOf = (object: ObjectOf) =>
  z.discriminatedUnion(
    "type",
    nodeTypes.map((type) =>
      object({ id, type: z.literal(type), position: positionOf(object), data: definitions[type].settings }),
    ) as never,
    {
      error: (issue) => (issue.code === "invalid_union" ? "There is no such kind of step here." : undefined),
    },
  ) as unknown as z.ZodType<FlowNode>;

const edgeShape = { id, source: id, sourceHandle: z.string().min(1).max(40), target: id };
export const flowEdge = z.object(edgeShape);
export type FlowEdge = z.output<typeof flowEdge>;

/** Most days that may have to lie between two entries. */
export const MOST_DAYS_BETWEEN = 3_650;

/**
 * How often one contact may enter. `after-end`: again after they have left; `after-days`: and so many times 24 hours after
 * they last entered; `per-key`: once per value of that property of the event, for example `cartId`.
 */
export const entry = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("once") }),
  z.strictObject({ rule: z.literal("after-end") }),
  z.strictObject({
    rule: z.literal("after-days"),
    days: z
      .int("Give a whole number of days.")
      .min(1, "At least one day must lie between two entries.")
      .max(MOST_DAYS_BETWEEN, `At most ${MOST_DAYS_BETWEEN} days can lie between two entries.`),
  }),
  z.strictObject({
    rule: z.literal("per-key"),
    property: z
      .string()
      .trim()
      .regex(/^[\w-]{1,80}$/, "Name the property with letters, digits, _ or -."),
  }),
]);
export type Entry = z.output<typeof entry>;

/** The drawing: what the canvas edits, the database keeps and the engine runs. */
export type Flow = {
  nodes: FlowNode[];
  edges: FlowEdge[];
  entry: Entry;
  /** Named once, used in waits. Missing: none. */
  dates?: FunnelDate[] | undefined;
  /** What holds anywhere in it. Absent: nothing but what always does. */
  rules?: FunnelRules | undefined;
};

const flowOf = (object: ObjectOf): z.ZodType<Flow, unknown> =>
  z
    .strictObject({
      nodes: z.array(nodeOf(object)).max(MOST_NODES, `A funnel has at most ${MOST_NODES} steps.`),
      edges: z.array(object(edgeShape)).max(MOST_EDGES, `A funnel has at most ${MOST_EDGES} lines.`),
      entry: entry.default({ rule: "once" }),
      dates: funnelDates.optional(),
      rules: funnelRules.optional(),
    })
    .superRefine(hangsTogether);

/** As the canvas hands it over: what it has added to steps and lines is dropped. */
export const flow = flowOf(z.object);

/** As another machine sends it: what nobody knows is refused, since it may be a slip of the pen. */
export const strictFlow = flowOf(z.strictObject);

function hangsTogether(value: Flow, context: z.RefinementCtx): void {
  const complain = (message: string, path: (string | number)[]) =>
    context.addIssue({ code: "custom", message, path });
  const nodes = new Map<string, FlowNode>();
  value.nodes.forEach((one, index) => {
    if (nodes.has(one.id)) complain(`Two steps have the id “${one.id}”.`, ["nodes", index, "id"]);
    nodes.set(one.id, one);
    const bad = unstorable(one.data);
    if (bad) complain(bad, ["nodes", index, "data"]);
  });
  const unkept = unstorable(value.rules);
  if (unkept) complain(unkept, ["rules"]);
  const edges = new Set<string>();
  const exits = new Set<string>();
  value.edges.forEach((edge, index) => {
    if (edges.has(edge.id)) complain(`Two lines have the id “${edge.id}”.`, ["edges", index, "id"]);
    edges.add(edge.id);
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (!source || !target) {
      complain("A line begins or ends at a step that does not exist.", ["edges", index]);
      return;
    }
    if (edge.source === edge.target) complain("A line leads back to its own step.", ["edges", index]);
    if (!canBeLedTo(target.type)) {
      const why = definitionFor(target.type).enters
        ? "A line leads into a trigger. People enter there by themselves."
        : "A line leads into a note. Notes stand beside the funnel.";
      complain(why, ["edges", index, "target"]);
    }
    if (!exitsOf(source).some((exit) => exit.id === edge.sourceHandle)) {
      complain(`A line leaves “${edge.source}” by a path it does not have.`, [
        "edges",
        index,
        "sourceHandle",
      ]);
    }
    const exit = `${edge.source}:${edge.sourceHandle}`;
    if (exits.has(exit)) complain("Two lines leave by the same path.", ["edges", index, "sourceHandle"]);
    exits.add(exit);
  });
}

export const emptyFlow = (): Flow => ({ nodes: [], edges: [], entry: { rule: "once" } });

/** The paths out of a node. */
export const exitsOf = (subject: FlowNode): readonly Exit[] =>
  definitionFor(subject.type).exits(subject.data);
