import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type enrollment, event } from "@/db/schema";

/** How many funnels had caused each other before this journey began. */
export async function depthOf(
  tx: Tx,
  { workspaceId, entryEventId }: Pick<typeof enrollment.$inferSelect, "workspaceId" | "entryEventId">,
): Promise<number> {
  const [entry] = await tx
    .select({ depth: event.depth })
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), eq(event.id, entryEventId)));
  return entry?.depth ?? 0;
}
