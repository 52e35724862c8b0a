import "server-only";
import { and, desc, eq, gte, inArray, ne, notInArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { act, enrollment, message, visit } from "@/db/schema";
import type { Order } from "@/lib/flow/by-hand";
import type { Entry } from "@/lib/flow/flow";

type Row = typeof enrollment.$inferSelect;

const CAME_AGAIN = "They have come into the funnel again since. Two trips at once would mail them twice.";

/**
 * How a person stood before an act, if it can still be taken back: it was the last one, and nothing that cannot be
 * undone has happened since. Otherwise a sentence that says what to do.
 */
export async function whatToReturnTo(
  tx: Tx,
  row: Row,
  { actId, entry }: { actId: string; entry: Entry },
): Promise<Extract<Order, { do: "return" }> | { refused: string }> {
  const [last] = await tx
    .select()
    .from(act)
    .where(
      and(
        eq(act.workspaceId, row.workspaceId),
        eq(act.enrollmentId, row.id),
        inArray(act.kind, ["skipped", "moved", "removed", "returned", "versioned"]),
      ),
    )
    .orderBy(desc(act.at))
    .limit(1);
  if (last?.id !== actId || !last.before || last.kind === "returned") {
    return { refused: "Somebody has done something else with them since." };
  }
  const [gone] = await tx
    .select({ id: message.id })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.enrollmentId, row.id),
        gte(message.visit, last.visit),
        notInArray(message.state, ["queued", "held", "cancelled"]),
      ),
    )
    .limit(1);
  if (gone) return { refused: "An email has gone out to them since. Move them to another step instead." };
  const [pulled] = await tx
    .select({ visit: visit.visit })
    .from(visit)
    .where(
      and(
        eq(visit.workspaceId, row.workspaceId),
        eq(visit.enrollmentId, row.id),
        gte(visit.visit, last.visit),
        eq(visit.by, "pulled"),
      ),
    )
    .limit(1);
  if (pulled) return { refused: "They have reached a goal since, and go on from there." };
  if (row.status === "ended" && (await cameAgain(tx, row, entry))) return { refused: CAME_AGAIN };
  return { do: "return", before: last.before };
}

/** Whether they are on another trip through this funnel. Where they enter once per key, trips go side by side. */
async function cameAgain(
  tx: Tx,
  { workspaceId, funnelId, contactId, id }: Row,
  { rule }: Entry,
): Promise<boolean> {
  if (rule === "per-key" || contactId === null) return false;
  const [other] = await tx
    .select({ id: enrollment.id })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.contactId, contactId),
        eq(enrollment.status, "active"),
        eq(enrollment.test, false),
        ne(enrollment.id, id),
      ),
    )
    .limit(1);
  return other !== undefined;
}
