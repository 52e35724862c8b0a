import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type enrollment, message } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import { same } from "@/lib/flow/same";
import type { Journey } from "@/lib/flow/walk";
import { type History, type Instant, Lacking, type Topic, worldAt } from "@/lib/flow/world";
import { usefulUntil } from "@/lib/nodes/email/useful";
import type { Version } from "./versions";

type Row = typeof enrollment.$inferSelect;

/** Until when a mail that has been asked for is worth sending, where another version says something else; nothing where it does not. */
export type NewLimit = { usefulUntil?: Instant | null };

/** That of the mail of the step at which somebody is. Pure; when the history lacks a topic it answers `needs`. */
export function newLimit(
  before: Flow,
  after: Flow,
  { nodeId, visit, arrivedAt }: Journey,
  history: History,
  now: Instant,
): NewLimit | { needs: Topic[] } {
  const [was, is] = [nodeOf(before, nodeId), nodeOf(after, nodeId)];
  if (was?.type !== "email" || is?.type !== "email") return {};
  // What it said at first was by the clock that was known then: it is asked anew only where something else is said.
  if (same([was.data.useful, before.dates], [is.data.useful, after.dates])) return {};
  try {
    const limit = usefulUntil(is.data.useful, { arrivedAt }, worldAt(history, now, visit, after.dates));
    return { usefulUntil: limit?.at ?? null };
  } catch (error) {
    if (error instanceof Lacking) return { needs: [...error.topics] };
    throw error;
  }
}

/**
 * Mail that has not been made ready yet goes out in the new version's words, and by what it says of when. What the rules hold is
 * asked about again at once: until then may be too late now.
 */
export async function newWords(
  tx: Tx,
  row: Row,
  old: Version,
  next: Version,
  { nodeId, visit, limit, now }: { nodeId: string; visit: number; limit: NewLimit; now: Instant },
): Promise<void> {
  const emailHash = next.emails[nodeId];
  const [was, is] = [nodeOf(old.flow, nodeId), nodeOf(next.flow, nodeId)];
  if (emailHash === undefined || is?.type !== "email") return;
  const { kind } = is.data;
  const askedFor = kind === "marketing" && is.data.askedFor === true;
  const isAsBefore =
    old.emails[nodeId] === emailHash &&
    was?.type === "email" &&
    was.data.kind === kind &&
    (was.data.askedFor === true) === (is.data.askedFor === true);
  if (isAsBefore && limit.usefulUntil === undefined) return;
  await tx
    .update(message)
    .set({
      emailHash,
      kind,
      askedFor,
      ...limit,
      notBefore: sql`case when ${message.heldBy} = 'rules' then least(${message.notBefore}, ${now}::bigint) else ${message.notBefore} end`,
    })
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.enrollmentId, row.id),
        eq(message.visit, visit),
        inArray(message.state, ["queued", "held"]),
      ),
    );
}
