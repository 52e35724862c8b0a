import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, type enrollment, workspaceSettings } from "@/db/schema";
import { type Deadlines, fixDeadlines, NO_DEADLINES, unfixed } from "@/lib/flow/deadlines";
import type { Flow } from "@/lib/flow/flow";
import { firstZone } from "@/lib/time/zone";

type Entered = Pick<typeof enrollment.$inferSelect, "workspaceId" | "contactId" | "enteredAt" | "deadlines">;

/**
 * When the deadlines of a drawing are for somebody, counted from when they entered: those that they have, and those that
 * are new to them, by the zone that is known now. Null: none. The contact's lock must be held.
 */
export async function deadlinesAtEntry(tx: Tx, entered: Entered, flow: Flow): Promise<Deadlines | null> {
  const { workspaceId, contactId, enteredAt, deadlines } = entered;
  if (unfixed(flow.dates, deadlines ?? NO_DEADLINES).length === 0) return deadlines;
  const [found] = await tx
    .select({ own: contact.timeZone, workspace: workspaceSettings.timeZone })
    .from(contact)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, contact.workspaceId))
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId ?? "")));
  const zone = firstZone(found?.own, found?.workspace);
  return fixDeadlines(flow.dates, { enteredAt, zone }, deadlines ?? NO_DEADLINES);
}
