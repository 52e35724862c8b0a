import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, enrollment, message } from "@/db/schema";
import { accountOf } from "./account";
import type { Engine } from "./engine";
import { type Hint, queued } from "./hints";
import { lockContact } from "./lock-contact";
import { settle } from "./settle";

export type HeldMail = { id: string; nodeId: string; to: string; dueAt: number; reason: string };

type Scope = { workspaceId: string; funnelId: string };

/** Mail of a funnel that waits for a person's decision, longest overdue first. */
export async function listHeld(db: Db, { workspaceId, funnelId }: Scope): Promise<HeldMail[]> {
  const rows = await db
    .select({
      id: message.id,
      nodeId: message.nodeId,
      to: contact.email,
      dueAt: message.dueAt,
      reason: message.reason,
    })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .innerJoin(contact, and(eq(contact.workspaceId, message.workspaceId), eq(contact.id, message.contactId)))
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.state, "held"),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, false),
      ),
    )
    .orderBy(asc(message.dueAt))
    .limit(500);
  return rows.map((row) => ({ ...row, reason: row.reason ?? "" }));
}

/**
 * Decides what happens to held mail: it goes out after all, or is skipped and the person walks on. What is no longer
 * held is left alone. Answers how many were decided.
 */
export async function decideHeld(
  engine: Engine,
  { workspaceId, funnelId, messageIds, send }: Scope & { messageIds: string[]; send: boolean },
): Promise<number> {
  const rows = await engine.db
    .select({ id: message.id, contactId: message.contactId })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(message.state, "held"),
        eq(enrollment.test, false),
        inArray(message.id, messageIds),
      ),
    );
  let decided = 0;
  const hints: Hint[] = [];
  for (const { id, contactId } of rows) {
    if (contactId === null) continue;
    decided += await engine.db.transaction(async (tx) => {
      const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
      const mine = and(eq(message.workspaceId, workspaceId), eq(message.id, id), eq(message.state, "held"));
      if (!locked) return 0;
      if (send) {
        const freed = await tx
          .update(message)
          .set({ state: "queued", reason: null, lateAllowed: locked.instant, failures: 0, notBefore: null })
          .where(mine)
          .returning({ id: message.id });
        return freed.length;
      }
      const [row] = await tx.select().from(message).where(mine).for("update");
      if (!row) return 0;
      hints.push(
        ...(await settle(
          tx,
          row,
          { state: "dropped", reason: "It was late, and was skipped." },
          locked.instant,
        )),
      );
      return 1;
    });
  }
  if (send && decided > 0) hints.push(queued((await accountOf(engine.db, engine, workspaceId)).id));
  await engine.hint(hints);
  return decided;
}
