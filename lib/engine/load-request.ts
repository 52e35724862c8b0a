import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { mailRequest, message } from "@/db/schema";

/** A request and what it carries, in its order. What was deleted meanwhile is missing. */
export type Loaded = {
  request: typeof mailRequest.$inferSelect;
  members: (typeof message.$inferSelect)[];
};

export async function loadRequest(db: Db, requestId: string): Promise<Loaded | null> {
  const [request] = await db.select().from(mailRequest).where(eq(mailRequest.id, requestId));
  if (!request) return null;
  const { workspaceId, messageIds } = request;
  const rows = await db
    .select()
    .from(message)
    // By the request's own list: messages have no index on their request.
    .where(and(eq(message.workspaceId, workspaceId), inArray(message.id, messageIds)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { request, members: messageIds.flatMap((id) => byId.get(id) ?? []) };
}
