import { type Flow, flow as flowSchema } from "@/lib/flow/flow";
import type { NodeType } from "@/lib/nodes/definitions";

/** A step without its place: what is missing in `data` is as the palette gives it. */
export type Drawn = { type: NodeType; data: Record<string, unknown> };

export const onForm = (): Drawn => ({ type: "trigger", data: { on: "form" } });
export const onEvent = (event: string): Drawn => ({ type: "trigger", data: { on: "event", event } });

/** A marketing mail with one link. */
export const mail = (subject: string, more: Record<string, unknown> = {}): Drawn => ({
  type: "email",
  data: {
    kind: "marketing",
    subject: [{ type: "text", text: subject }],
    body: [
      { type: "paragraph", content: [{ type: "text", text: `Words of ${subject}.` }] },
      { type: "button", label: "Have a look", link: "https://example.org/look" },
    ],
    ...more,
  },
});
/** A mail that goes to everybody because they need it. */
export const serviceMail = (subject: string): Drawn =>
  mail(subject, { kind: "service", reason: "the receipt they asked for" });

export const wait = (forMs: number): Drawn => ({ type: "wait", data: { forMs } });
/** A wait by its `until`. */
export const waitUntil = (until: object): Drawn => ({ type: "wait", data: { until } });

export const asks = (test: Record<string, unknown>, patienceMs: number): Drawn => ({
  type: "condition",
  data: { rule: { groups: [{ tests: [test] }] }, patienceMs },
});
export const clicked = (email: string, patienceMs: number): Drawn =>
  asks({ test: "clicked", email }, patienceMs);
export const opened = (email: string, patienceMs: number): Drawn =>
  asks({ test: "opened", email }, patienceMs);
export const bought = (patienceMs: number): Drawn => asks({ test: "purchased" }, patienceMs);

export const goal = (more: Record<string, unknown> = {}): Drawn => ({ type: "goal", data: more });
export const end = (reason = ""): Drawn => ({ type: "end", data: { reason } });

/**
 * A drawing from its steps by id and its lines, for example `"t > hello > pause > asked"`, `"asked:yes > goal"`.
 * A step without a path named leaves by Next.
 */
export function drawing(
  steps: Record<string, Drawn>,
  lines: string[],
  entry: Flow["entry"] = { rule: "once" },
  rules?: object,
): Flow {
  const edges = lines.flatMap((line) => {
    const stops = line.split(">").map((stop) => stop.trim());
    return stops.slice(1).map((target, index) => {
      const [source = "", sourceHandle = "next"] = (stops[index] ?? "").split(":");
      return { id: `${source}-${sourceHandle}`, source, sourceHandle, target: target.split(":")[0] };
    });
  });
  const nodes = Object.entries(steps).map(([id, step], row) => ({
    id,
    type: step.type,
    position: { x: 0, y: row * 160 },
    data: step.data,
  }));
  return flowSchema.parse({ nodes, edges, entry, ...(rules ? { rules } : {}) });
}

/** One mail. */
export const letter = (event: string): Flow =>
  drawing({ t: onEvent(event), one: mail("One"), bye: end() }, ["t > one > bye"]);

/** Two marketing mails an hour apart, and a service mail. */
export const series: Flow = drawing(
  {
    t: onEvent("joined"),
    one: mail("One"),
    pause: wait(3_600_000),
    two: mail("Two"),
    bill: serviceMail("Bill"),
    bye: end(),
  },
  ["t > one > pause > two > bill > bye"],
);
