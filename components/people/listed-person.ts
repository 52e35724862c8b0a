import { sayEnd, sayNext } from "@/lib/flow/explain";
import { nameOf } from "@/lib/flow/names";
import type { Standing } from "@/lib/flow/path";

/** A person as a list shows them; times in milliseconds since the epoch. */
export type ListedPerson = {
  /** Of their trip through the funnel. */
  id: string;
  /** Null once the contact was deleted. */
  contactId: string | null;
  /** Ordinal of the present visit: whoever has moved on since is not skipped or moved from there. */
  visit: number;
  ended: boolean;
  name: string;
  email: string;
  where: string;
  since: number;
  next: string;
  stuck: boolean;
  enteredAt: number;
};

type Row = Omit<Standing, "flow" | "paused" | "sendingHeld"> & {
  enrollmentId: string;
  visit: number;
  contact: { id: string; email: string; name: string } | null;
  enteredAt: number;
};

/** A row of the list in words. */
export function listedPerson(
  row: Row,
  standing: Pick<Standing, "flow" | "paused" | "sendingHeld">,
  reader: { now: number; zone: string },
): ListedPerson {
  const whole: Standing = { ...row, ...standing };
  const ended = row.end !== null;
  return {
    id: row.enrollmentId,
    contactId: row.contact?.id ?? null,
    visit: row.visit,
    ended,
    name: row.contact?.name ?? "",
    email: row.contact?.email ?? "A deleted contact",
    where: ended ? "Has left" : nameOf(standing.flow, row.nodeId),
    since: row.end?.at ?? row.arrivedAt,
    next: (ended ? sayEnd({ end: row.end, acts: [] }) : sayNext(whole, reader)) ?? "",
    stuck: row.stuck !== null && !ended,
    enteredAt: row.enteredAt,
  };
}
