import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, message } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import { same } from "@/lib/flow/same";
import type { Journey } from "@/lib/flow/walk";
import { type History, type Instant, Lacking, type Topic, worldAt } from "@/lib/flow/world";
import { usefulUntil } from "@/lib/nodes/email/useful";
import { type Version, versionOf } from "./versions";

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
 * asked about again at once: until then may be too late now. What is on its way gets new words should it come back
 * (`presentWords`).
 */
export async function newWords(
  tx: Tx,
  row: Row,
  old: Version,
  next: Version,
  { nodeId, visit, limit, now }: { nodeId: string; visit: number; limit: NewLimit; now: Instant },
): Promise<void> {
  const [was, is] = [wordsOf(old, nodeId), wordsOf(next, nodeId)];
  if (is === null) return;
  if (was !== null && same(was, is) && limit.usefulUntil === undefined) return;
  const theirs = and(
    eq(message.workspaceId, row.workspaceId),
    eq(message.enrollmentId, row.id),
    eq(message.visit, visit),
  );
  await tx
    .update(message)
    .set({
      ...is,
      ...limit,
      notBefore: sql`case when ${message.heldBy} = 'rules' then least(${message.notBefore}, ${now}::bigint) else ${message.notBefore} end`,
    })
    .where(and(theirs, inArray(message.state, ["queued", "held"])));
  if (limit.usefulUntil === undefined) return;
  await tx
    .update(message)
    .set(limit)
    .where(and(theirs, eq(message.state, "sending")));
}

type Message = typeof message.$inferSelect;
type Words = Pick<Message, "emailHash" | "kind" | "askedFor">;

/** What an email step of a version writes, and to whom; null when it is none there. */
function wordsOf({ flow, emails }: Version, nodeId: string): Words | null {
  const emailHash = emails[nodeId];
  const node = nodeOf(flow, nodeId);
  if (emailHash === undefined || node?.type !== "email") return null;
  const { kind } = node.data;
  return { emailHash, kind, askedFor: kind === "marketing" && node.data.askedFor === true };
}

/**
 * What a mail that has come back from its way says from now on: its person may have been taken along to another version
 * meanwhile. The contact's lock must be held.
 */
export async function presentWords(
  tx: Tx,
  {
    workspaceId,
    enrollmentId,
    visit,
    nodeId,
  }: Pick<Message, "workspaceId" | "enrollmentId" | "visit" | "nodeId">,
): Promise<Words | null> {
  const [row] = await tx
    .select({ versionId: enrollment.versionId })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.id, enrollmentId),
        // Elsewhere by now: then it is cancelled at its claim.
        eq(enrollment.visit, visit),
      ),
    );
  return row ? wordsOf(await versionOf(tx, { workspaceId, id: row.versionId }), nodeId) : null;
}
