import "server-only";
import { and, count, desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, turnedAway } from "@/db/schema";
import type { Refusal } from "@/lib/flow/entry";

type Scope = { workspaceId: string; funnelId: string };

/** Somebody who could not enter a funnel the last time that something of theirs would have started it. */
export type TurnedAway = {
  contact: { id: string; email: string; name: string };
  eventName: string;
  because: Refusal;
  at: number;
  times: number;
};

const mine = ({ workspaceId, funnelId }: Scope) =>
  and(eq(turnedAway.workspaceId, workspaceId), eq(turnedAway.funnelId, funnelId));

/** Whoever could not enter, the last first. */
export async function listTurnedAway(
  db: Db,
  { limit, ...scope }: Scope & { limit: number },
): Promise<TurnedAway[]> {
  return db
    .select({
      contact: { id: contact.id, email: contact.email, name: contact.name },
      eventName: turnedAway.eventName,
      because: turnedAway.because,
      at: turnedAway.at,
      times: turnedAway.times,
    })
    .from(turnedAway)
    .innerJoin(
      contact,
      and(eq(contact.workspaceId, turnedAway.workspaceId), eq(contact.id, turnedAway.contactId)),
    )
    .where(mine(scope))
    .orderBy(desc(turnedAway.at), desc(turnedAway.contactId))
    .limit(limit);
}

/** How many could not enter. */
export async function countTurnedAway(db: Db, scope: Scope): Promise<number> {
  const [row] = await db.select({ n: count() }).from(turnedAway).where(mine(scope));
  return row?.n ?? 0;
}
