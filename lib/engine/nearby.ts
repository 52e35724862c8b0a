import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { linksOfLiveStep } from "@/db/queries/live-links";
import { form, funnel, funnelVersion } from "@/db/schema";
import { seenFromOutside } from "@/lib/flow/chains";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { namesOf } from "@/lib/flow/names";
import type { Nearby } from "@/lib/nodes/contract";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";

/** More funnels than anybody draws. */
const MOST_FUNNELS = 500;

/** Types of steps that others can start, or that can start others. */
const TELLING = nodeTypes.filter((type) => {
  const { enters, causes } = definitionFor(type);
  return enters !== undefined || causes !== undefined;
});

/** Types of steps that send an email with links. */
const MAILING = nodeTypes.filter((type) => definitionFor(type).links !== undefined);

/** A step as far as its name goes. */
type Named = Pick<FlowNode, "id" | "type"> & { data: { name: string | null } };

/**
 * The workspace's funnels as a check of this one's drawing sees them.
 *
 * Of the versions only the steps that matter are read, and of emails only their names: an email can be long. Links are looked
 * at where the draft of this funnel starts on one.
 */
export async function nearbyOf(db: Db, workspaceId: string, funnelId: string | null): Promise<Nearby[]> {
  const isTelling = sql.raw(TELLING.map((type) => `@.type == "${type}"`).join(" || "));
  const rows = await db
    .select({
      id: funnel.id,
      name: funnel.name,
      live: sql<boolean>`${funnel.liveVersionId} is not null`,
      formId: form.id,
      rule: sql<string | null>`${funnelVersion.flow} -> 'entry' ->> 'rule'`,
      nodes: sql<
        FlowNode[] | null
      >`jsonb_path_query_array(${funnelVersion.flow}, '$.nodes[*] ? (${isTelling})')`,
      draft: sql<FlowNode[] | null>`case when ${funnel.id} = ${funnelId}::uuid
        then jsonb_path_query_array(${funnel.draft}, '$.nodes[*] ? (${isTelling})') end`,
      emails: sql<Named[] | null>`(
        select jsonb_agg(jsonb_build_object(
          'id', step ->> 'id', 'type', step ->> 'type', 'data', jsonb_build_object('name', step #>> '{data,name}')
        ) order by place)
        from jsonb_array_elements(${funnelVersion.flow} -> 'nodes') with ordinality as steps (step, place)
        where step ->> 'type' in (${sql.join(
          MAILING.map((type) => sql`${type}`),
          sql`, `,
        )})
      )`,
    })
    .from(funnel)
    .leftJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, funnel.workspaceId), eq(funnelVersion.id, funnel.liveVersionId)),
    )
    .leftJoin(form, and(eq(form.workspaceId, funnel.workspaceId), eq(form.funnelId, funnel.id)))
    .where(and(eq(funnel.workspaceId, workspaceId), isNull(funnel.archivedAt)))
    .orderBy(funnel.name, funnel.id)
    .limit(MOST_FUNNELS);
  const links = await linksAsked(db, workspaceId, rows.find(({ id }) => id === funnelId)?.draft ?? []);
  return rows.map(({ rule, nodes, emails, draft: _, ...row }) => ({
    ...row,
    again: rule !== null && rule !== "once",
    emails: namedIn(emails ?? []).map((email) => {
      const keys = links.get(`${row.id} ${email.id}`);
      return keys ? { ...email, links: keys } : email;
    }),
    ...seenFromOutside(nodes ?? []),
  }));
}

/** Keys of the links of the emails, by funnel and step, of which these triggers name one. */
async function linksAsked(
  db: Db,
  workspaceId: string,
  triggers: readonly FlowNode[],
): Promise<Map<string, string[]>> {
  const asked = new Map<string, { funnelId: string; nodeId: string }>();
  for (const { type, data } of triggers) {
    const heard = definitionFor(type).listensTo?.(data);
    if (heard && heard.link !== null) asked.set(`${heard.funnelId} ${heard.nodeId}`, heard);
  }
  const found = new Map<string, string[]>();
  for (const [at, { funnelId, nodeId }] of asked) {
    const links = await linksOfLiveStep(db, { workspaceId, funnelId, nodeId });
    if (links)
      found.set(
        at,
        links.map(({ key }) => key),
      );
  }
  return found;
}

const namedIn = (steps: readonly Named[]): Nearby["emails"] => {
  const names = namesOf({ nodes: steps as unknown as FlowNode[] } as Flow);
  return steps.map(({ id }) => ({ id, name: names.node(id) }));
};
