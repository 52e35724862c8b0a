import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment, event } from "@/db/schema";

/** The event that last brought somebody into a funnel; tests aside. Null when nobody has entered yet. */
export async function lastEntryEvent(
  db: Db,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
) {
  const [row] = await db
    .select({
      name: event.name,
      properties: event.properties,
      value: event.value,
      currency: event.currency,
    })
    .from(enrollment)
    .innerJoin(
      event,
      and(eq(event.workspaceId, enrollment.workspaceId), eq(event.id, enrollment.entryEventId)),
    )
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, false),
      ),
    )
    .orderBy(desc(enrollment.enteredAt), desc(enrollment.id))
    .limit(1);
  return row ?? null;
}
