import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { funnel, funnelVersion, member, user, workspaceSettings } from "@/db/schema";
import { seenFromOutside } from "@/lib/flow/chains";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { namesOf } from "@/lib/flow/names";
import { NO_RULES } from "@/lib/mail/mail-rules";
import type { MemberRole } from "@/lib/member-role";
import type { Nearby, Surroundings } from "@/lib/nodes/contract";
import { definitionFor, nodeTypes } from "@/lib/nodes/definitions";
import { firstZone } from "@/lib/time/zone";

/** What a check of a drawing must know of its workspace. */
export async function surroundingsOf(
  db: Db,
  {
    workspaceId,
    funnelId = null,
    shortWaits,
    callsAnywhere = false,
    now = Date.now(),
  }: {
    workspaceId: string;
    funnelId?: string | null;
    shortWaits: boolean;
    callsAnywhere?: boolean;
    now?: number;
  },
): Promise<Surroundings> {
  const [[row], members] = await Promise.all([
    db.select().from(workspaceSettings).where(eq(workspaceSettings.workspaceId, workspaceId)),
    db
      .select({ email: user.email })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.workspaceId, workspaceId))
      .orderBy(user.email),
  ]);
  return {
    postalAddress: row?.postalAddress ?? "",
    sender: row?.senderName && row.senderEmail ? { name: row.senderName, email: row.senderEmail } : null,
    opens: row?.opens ?? "off",
    mailRules: { ...NO_RULES, ...row?.rules },
    shortWaits,
    callsAnywhere,
    members: members.map(({ email }) => email.toLowerCase()),
    timeZone: firstZone(row?.timeZone),
    now,
    funnelId,
    funnels: await nearbyOf(db, workspaceId),
  };
}

/** What a check must know of the member who publishes. `live`: what people run through now. */
export const publisherOf = (
  role: MemberRole,
  live: Flow | null | undefined,
): NonNullable<Surroundings["publisher"]> => ({
  owner: role === "owner",
  service: (live?.nodes ?? []).flatMap((node) =>
    node.type === "email" && node.data.kind === "service" ? [node.id] : [],
  ),
});

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

/** Of the versions only the steps that matter are read, and of emails only their names: an email can be long. */
async function nearbyOf(db: Db, workspaceId: string): Promise<Nearby[]> {
  const isTelling = sql.raw(TELLING.map((type) => `@.type == "${type}"`).join(" || "));
  const rows = await db
    .select({
      id: funnel.id,
      name: funnel.name,
      live: sql<boolean>`${funnel.liveVersionId} is not null`,
      rule: sql<string | null>`${funnelVersion.flow} -> 'entry' ->> 'rule'`,
      nodes: sql<
        FlowNode[] | null
      >`jsonb_path_query_array(${funnelVersion.flow}, '$.nodes[*] ? (${isTelling})')`,
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
    .where(and(eq(funnel.workspaceId, workspaceId), isNull(funnel.archivedAt)))
    .orderBy(funnel.name, funnel.id)
    .limit(MOST_FUNNELS);
  return rows.map(({ rule, nodes, emails, ...row }) => ({
    ...row,
    again: rule !== null && rule !== "once",
    emails: namedIn(emails ?? []),
    ...seenFromOutside(nodes ?? []),
  }));
}

const namedIn = (steps: readonly Named[]): Nearby["emails"] => {
  const names = namesOf({ nodes: steps as unknown as FlowNode[] } as Flow);
  return steps.map(({ id }) => ({ id, name: names.node(id) }));
};

/** The zone in which a workspace tells its days. */
export async function zoneOf(db: Db, workspaceId: string): Promise<string> {
  const [row] = await db
    .select({ timeZone: workspaceSettings.timeZone })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return row?.timeZone ?? "UTC";
}
