import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db, Pool } from "@/db/client";
import { oneTransaction } from "@/db/one-transaction";
import { contact, demo, enrollment, event, message, visit } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { withDeltasAtEnd } from "../deltas";
import { type Player, play } from "../play";
import type { Played } from "../played";
import { furnish } from "./furnish";
import { demoLife } from "./lives";

export const DEMO_PEOPLE = 400;

/** Lives that are lived side by side. More would only wait for the processor, and pages with them. */
const AT_ONCE = 5;

/**
 * Of tables that were empty a moment ago the database knows nothing until it counts them by itself, a minute later, and
 * reads all mail of the workspace for one person's.
 */
const COUNTED_AFTER: readonly number[] = [20, 100];

/** So that nobody has done anything in the future, whatever the clocks say. */
const MARGIN_MS = 1_000;

/** One life that cannot be lived is left out; when more than this fail, it is not the lives. */
const MOST_FAILURES = 5;

export type Making = {
  workspaceId: string;
  clock: () => Instant;
  token: () => string;
  appUrl: string;
  people?: number;
};

/**
 * Fills an empty demo workspace: two live funnels, and people who have been in them for some weeks and are part-way
 * through. Each life is one transaction, lived up to the moment at which it was begun and carried on by whatever engine
 * runs: nobody half-made is ever seen. Killed on the way, the next call goes on with whoever is missing. Does nothing
 * to a workspace that is made, or that had anything else in it. Answers what everybody got who was made now.
 */
export async function makeDemo(pool: Pool, making: Making): Promise<Played[]> {
  const { workspaceId, people = DEMO_PEOPLE } = making;
  const begun = await furnish(pool, { workspaceId, people, now: making.clock() });
  if (!begun || begun.finishedAt) return [];
  const addresses = await pool
    .select({ email: contact.email })
    .from(contact)
    .where(eq(contact.workspaceId, workspaceId));
  const known = new Set(addresses.map(({ email }) => email));
  const lives = Array.from({ length: begun.total }, (_, n) => demoLife(n, begun));
  const rest = lives.filter(({ email }) => !known.has(email))[Symbol.iterator]();
  const played: Played[] = [];
  let failures = 0;
  const worker = async () => {
    for (const life of rest) {
      try {
        const one = await live(pool, life, making);
        if (one) played.push(one);
        if (COUNTED_AFTER.includes(played.length)) await countRows(pool);
      } catch (error) {
        if (++failures > MOST_FAILURES) throw error;
        console.error("A life of the demo was left out.", error);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await pool.update(demo).set({ finishedAt: sql`now()` }).where(eq(demo.workspaceId, workspaceId));
  return played;
}

async function countRows(pool: Pool): Promise<void> {
  await pool.execute(sql`analyze ${contact}, ${enrollment}, ${event}, ${message}, ${visit}`);
}

/** Null when somebody else has made them meanwhile, or is about to. */
function live(pool: Pool, life: Player, making: Making): Promise<Played | null> {
  const { workspaceId, clock, token, appUrl } = making;
  return oneTransaction(pool, async (tx) => {
    // Whoever is lost when the machine stops is made again.
    await tx.execute(sql`set local synchronous_commit = off`);
    if (!(await isOurs(tx, workspaceId, life.email))) return null;
    const until = clock() - MARGIN_MS;
    const played = await withDeltasAtEnd(tx, () => play(tx, life, { workspaceId, until, token, appUrl }));
    const { contactId } = played;
    const came = Math.min(...life.entries.map(({ at }) => at));
    await Promise.all([
      tx
        .update(contact)
        .set({ createdAt: new Date(came) })
        .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId))),
      // Nobody has set a timer for them, so that the sweep must come as soon as they are due.
      tx
        .update(enrollment)
        .set({ armedFor: null })
        .where(
          and(
            eq(enrollment.workspaceId, workspaceId),
            eq(enrollment.contactId, contactId),
            eq(enrollment.status, "active"),
          ),
        ),
    ]);
    // Last, because everybody waits for this row.
    await tx
      .update(demo)
      .set({ made: sql`${demo.made} + 1` })
      .where(eq(demo.workspaceId, workspaceId));
    return played;
  });
}

async function isOurs(db: Db, workspaceId: string, email: string): Promise<boolean> {
  const [lock] = await db.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext(${workspaceId}), hashtext(${email})) as mine`,
  );
  if (!lock?.mine) return false;
  const [made] = await db
    .select({ id: contact.id })
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email)));
  return made === undefined;
}
