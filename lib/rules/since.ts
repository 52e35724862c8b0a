import { z } from "zod";
import type { Fact, Instant, Topic } from "@/lib/flow/world";
import type { Names } from "@/lib/nodes/contract";
import type { Asking } from "./test-definition";

export const nodeId = z.string().max(64);

/**
 * Since when an event must have happened to count: since they entered, since they came to the step that asks, since an
 * email was sent to them, or ever, before they entered too.
 */
export const since = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("entry") }),
  z.strictObject({ from: z.literal("arrival") }),
  /** The email node; empty until one is chosen. */
  z.strictObject({ from: z.literal("email"), email: nodeId }),
  z.strictObject({ from: z.literal("ever") }),
]);
export type Since = z.output<typeof since>;

/** Absent in tests that were made before it could be chosen. */
export type Dated = { since?: Since | undefined };

/** The events of that name that count, in the order in which they became known. */
export function countedSince(name: string, { since: from }: Dated, asking: Asking): readonly Fact[] {
  const { world } = asking;
  if (from?.from === "ever") return world.everFacts(name);
  const begin = from ? beginOf(from, asking) : world.enteredAt;
  return begin === null ? [] : world.facts(name).filter((fact) => fact.at >= begin);
}

/** Null: it has not begun. */
function beginOf(from: Exclude<Since, { from: "ever" }>, { world, arrivedAt }: Asking): Instant | null {
  if (from.from === "entry") return world.enteredAt;
  if (from.from === "arrival") return arrivedAt;
  const sent = world.sendings(from.email);
  // In a loop an email is sent again: the last sending before they came here is meant.
  return (sent.findLast(({ at }) => at <= arrivedAt) ?? sent[0])?.at ?? null;
}

/** What is read to know the events of that name. */
export const readsSince = (name: string, { since: from }: Dated): Topic[] => [
  { topic: "event", name },
  ...(from?.from === "ever" ? [{ topic: "past" as const, name }] : []),
];

/** " since “Welcome” was sent"; empty since they entered, which goes without saying. */
export function saySince({ since: from }: Dated, names: Names): string {
  switch (from?.from) {
    case "arrival":
      return " since they came here";
    case "email":
      return ` since “${names.node(from.email)}” was sent`;
    case "ever":
      return " at any time";
    default:
      return "";
  }
}

/** What is not chosen yet. */
export const missingSince = ({ since: from }: Dated): string | null =>
  from?.from === "email" && from.email === "" ? "Choose the email" : null;
