import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel } from "@/db/schema";
import type { FunnelStatus } from "./funnels";
import { cutPage, type Page } from "./page";

export type FunnelPlace = { createdAt: string; id: string };

type Row = FunnelPlace & { createdMs: number; name: string; status: FunnelStatus; revision: number };

/** `createdAt` to the microsecond, as the database orders by it: a Date would lose what tells two rows apart. */
const createdAt = sql<string>`to_char(${funnel.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A page of the workspace's funnels, newest first, without archived ones. */
export async function pageOfFunnels(
  db: Db,
  { workspaceId, limit, after }: { workspaceId: string; limit: number; after?: FunnelPlace | undefined },
): Promise<Page<Row>> {
  const rows = await db
    .select({
      id: funnel.id,
      name: funnel.name,
      status: funnel.status,
      revision: funnel.revision,
      createdAt,
      createdMs: sql`extract(epoch from ${funnel.createdAt}) * 1000`.mapWith((ms) => Math.floor(Number(ms))),
    })
    .from(funnel)
    .where(
      and(
        eq(funnel.workspaceId, workspaceId),
        isNull(funnel.archivedAt),
        after &&
          sql`(${funnel.createdAt}, ${funnel.id}) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(funnel.createdAt), desc(funnel.id))
    .limit(limit + 1);
  return cutPage(rows, limit);
}
