import "server-only";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, message } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { writeDeltas } from "./deltas";
import type { Hint } from "./hints";
import { wake } from "./tell-enrollments";

type Final = {
  state: "sent" | "dropped" | "failed" | "unknown";
  reason?: string | null;
  providerId?: string | null;
};

/**
 * Writes what became of a message, once, and wakes the enrollment that stays at its step until then.
 * The contact's lock must be held; `instant` is the one it gave.
 */
export async function settle(
  tx: Tx,
  row: typeof message.$inferSelect,
  final: Final,
  instant: Instant,
): Promise<Hint[]> {
  const settled = await tx
    .update(message)
    .set({
      state: final.state,
      reason: final.reason ?? null,
      providerId: final.providerId ?? null,
      settledAt: instant,
    })
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.id, row.id),
        inArray(message.state, ["queued", "held", "sending"]),
      ),
    )
    .returning({ id: message.id });
  if (settled.length === 0) return [];
  const [enrolled] = await tx
    .select()
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, row.workspaceId), eq(enrollment.id, row.enrollmentId)));
  if (!enrolled) return [];
  if (final.state === "sent" && (await isFirstSent(tx, row))) {
    await writeDeltas(tx, enrolled, [{ nodeId: row.nodeId, metric: "sent", at: instant }]);
  }
  return enrolled.status === "active" && enrolled.visit === row.visit
    ? wake(tx, row.workspaceId, [enrolled], instant)
    : [];
}

/** A person counts once at a step, however often its mail went to them. */
async function isFirstSent(tx: Tx, row: typeof message.$inferSelect): Promise<boolean> {
  const [other] = await tx
    .select({ id: message.id })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.enrollmentId, row.enrollmentId),
        eq(message.nodeId, row.nodeId),
        eq(message.state, "sent"),
        ne(message.id, row.id),
      ),
    )
    .limit(1);
  return other === undefined;
}
