import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel, funnelVersion } from "@/db/schema";
import type { FlowNode } from "@/lib/flow/flow";
import { isWebAddress } from "@/lib/mail/document";
import { definitionFor } from "@/lib/nodes/definitions";

/**
 * The links of an email as people get it now, in reading order; `address` is null where it differs from person to person.
 * Null when the funnel's live version has no such step.
 */
export async function linksOfLiveStep(
  db: Db,
  { workspaceId, funnelId, nodeId }: { workspaceId: string; funnelId: string; nodeId: string },
): Promise<{ key: string; label: string; address: string | null }[] | null> {
  const [row] = await db
    .select({
      step: sql<FlowNode | null>`jsonb_path_query_first(
        ${funnelVersion.flow}, '$.nodes[*] ? (@.id == $id)', jsonb_build_object('id', ${nodeId}::text)
      )`,
    })
    .from(funnel)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, funnel.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .where(and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId)));
  if (!row?.step) return null;
  const links = definitionFor(row.step.type).links?.(row.step.data) ?? [];
  return links
    .filter(({ target }) => typeof target !== "string" || isWebAddress(target))
    .map(({ key, label, target }) => ({ key, label, address: typeof target === "string" ? target : null }));
}
