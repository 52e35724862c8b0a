import "server-only";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, enrollment, funnel, funnelVersion, message, workspaceSettings } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import type { Standing } from "@/lib/flow/path";
import { OTHER_WAYS, type PeopleFilter } from "@/lib/flow/people";
import { MAIL } from "@/lib/nodes/email/definition";
import { contactSearchedFor, contactsFound } from "./searched-for";

/** One person in one funnel, as a list shows them. */
export type PersonRow = Omit<Standing, "flow" | "paused" | "sendingHeld"> & {
  enrollmentId: string;
  /** Null once the contact was deleted. */
  contact: { id: string; email: string; name: string } | null;
  versionId: string;
  versionNumber: number;
  /** Ordinal of the present visit: an act names it, so that it never meets somebody who has moved on. */
  visit: number;
  enteredAt: number;
};

export type PeopleList = {
  people: PersonRow[];
  /** The drawings they walk on, by version id. */
  flows: Record<string, Flow>;
  paused: boolean;
  /** All sending of the workspace is held. */
  sendingHeld: boolean;
  /** Where the list goes on; null at its end. */
  next: string | null;
};

type Asked = PeopleFilter & { workspaceId: string; funnelId: string; search?: string | undefined };

type Part = {
  /** As `next` of the part before it. */
  cursor?: string | null | undefined;
  limit: number;
};

/**
 * People of a funnel, last entered first: exactly those whom the number that the filter names counts. Each is one trip
 * through the funnel, so a contact may be there several times. Tests are left out.
 */
export async function listPeople(db: Db, { limit, cursor, ...asked }: Asked & Part): Promise<PeopleList> {
  const { workspaceId, funnelId } = asked;
  // The few who are shown are picked first: what is shown of them is then read for nobody else.
  const picked = await db
    .select({ id: enrollment.id })
    .from(enrollment)
    .where(and(counted(asked), after(cursor), await found(db, asked)))
    .orderBy(desc(enrollment.enteredAt), desc(enrollment.id))
    .limit(limit + 1);
  const rows = await db
    .select({
      row: enrollment,
      contact: { id: contact.id, email: contact.email, name: contact.name },
      versionNumber: funnelVersion.number,
      mailState: message.state,
      mailReason: message.reason,
      notBefore: message.notBefore,
    })
    .from(enrollment)
    .innerJoin(
      funnelVersion,
      and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, enrollment.versionId)),
    )
    .leftJoin(contact, and(eq(contact.workspaceId, workspaceId), eq(contact.id, enrollment.contactId)))
    .leftJoin(
      message,
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.enrollmentId, enrollment.id),
        eq(message.visit, enrollment.visit),
        eq(message.key, MAIL),
      ),
    )
    .where(
      and(eq(enrollment.workspaceId, workspaceId), sql`${enrollment.id} = any(${listOf(picked)}::uuid[])`),
    )
    .orderBy(desc(enrollment.enteredAt), desc(enrollment.id));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.row;
  return {
    people: shown.map(({ row, contact, versionNumber, mailState, mailReason, notBefore }) => ({
      enrollmentId: row.id,
      contact,
      versionId: row.versionId,
      versionNumber: versionNumber ?? 0,
      visit: row.visit,
      enteredAt: row.enteredAt,
      status: row.status,
      nodeId: row.nodeId,
      arrivedAt: row.arrivedAt,
      until: row.until,
      stuck: row.stuck ? (row.failure ?? "") : null,
      mail: mailState && { state: mailState, reason: mailReason, notBefore },
      end: row.endedAt === null ? null : { at: row.endedAt, reason: row.endReason ?? "finished" },
    })),
    flows: await flowsOf(db, { workspaceId, ids: [...new Set(shown.map(({ row }) => row.versionId))] }),
    ...(await whatHolds(db, { workspaceId, funnelId })),
    next: last && rows.length > limit ? `${last.enteredAt}_${last.id}` : null,
  };
}

/** As PostgreSQL writes a list: one value, however many there are, so that the statement stays the same. */
const listOf = (rows: readonly { id: string }[]): string => `{${rows.map(({ id }) => id).join(",")}}`;

/** A few are looked for among the contacts; where many are found, each of the list is looked at until there are enough. */
async function found(db: Db, { workspaceId, search }: Asked): Promise<SQL | undefined> {
  const wanted = contactSearchedFor(search);
  if (!wanted || search === undefined) return undefined;
  const few = await contactsFound(db, { workspaceId, search });
  if (few) return sql`${enrollment.contactId} = any(${listOf(few)}::uuid[])`;
  // Asked of one contact at a time: as a join it would be asked of all of them.
  return sql`(select ${wanted} from ${contact}
    where ${contact.workspaceId} = ${workspaceId} and ${contact.id} = ${enrollment.contactId} offset 0)`;
}

function after(cursor: string | null | undefined): SQL | undefined {
  const [enteredAt, id] = cursor?.split("_") ?? [];
  if (enteredAt === undefined || id === undefined) return undefined;
  return sql`(${enrollment.enteredAt}, ${enrollment.id}) < (${Number(enteredAt)}::bigint, ${id}::uuid)`;
}

/** The enrollments that a number of Results counts: the same distinct people as lib/engine/deltas.ts. */
function counted({ workspaceId, funnelId, ...filter }: Asked) {
  return and(
    eq(enrollment.workspaceId, workspaceId),
    eq(enrollment.funnelId, funnelId),
    eq(enrollment.test, false),
    ...conditions(workspaceId, filter),
  );
}

function conditions(workspaceId: string, { which, nodeId, path }: PeopleFilter): SQL[] {
  const mine = (table: SQL) =>
    sql`${table}.workspace_id = ${workspaceId} and ${table}.enrollment_id = ${enrollment.id}`;
  const some = (from: SQL, where: SQL) => sql`exists (select 1 from ${from} where ${where})`;
  const been =
    nodeId === undefined ? [] : [some(sql`visit v`, sql`${mine(sql`v`)} and v.node_id = ${nodeId}`)];
  const active = sql`${enrollment.status} = 'active'`;
  const at = nodeId === undefined ? [] : [sql`${enrollment.nodeId} = ${nodeId}`];
  switch (which) {
    case "entered":
      return been;
    case "here":
      return [active, ...at];
    case "stuck":
      return [active, sql`${enrollment.stuck}`, ...at];
    case "ended":
      return [sql`${enrollment.status} = 'ended'`];
    case "left":
      return [
        // Whoever came again counts as having left the way they left last.
        some(
          sql`visit v`,
          sql`${mine(sql`v`)} and v.node_id = ${nodeId} and ${leftBy(path)}
            and not exists (
              select 1 from visit w
              where w.enrollment_id = v.enrollment_id and w.node_id = v.node_id and w.visit > v.visit
            )`,
        ),
      ];
    case "converted":
      return [...been, some(sql`conversion c`, mine(sql`c`))];
    case "earned":
      return [some(sql`conversion c`, sql`${mine(sql`c`)} and c.goal_node_id = ${nodeId} and c.value > 0`)];
    case "sent":
      // Through the visits, which are found by their step.
      return [
        some(
          sql`visit v join message m on m.enrollment_id = v.enrollment_id and m.visit = v.visit`,
          sql`${mine(sql`v`)} and v.node_id = ${nodeId} and ${mine(sql`m`)} and m.node_id = ${nodeId} and m.state = 'sent'`,
        ),
      ];
    case "held":
      return [
        some(
          sql`message m`,
          sql`${mine(sql`m`)} and m.state = 'held' ${nodeId === undefined ? sql`` : sql`and m.node_id = ${nodeId}`}`,
        ),
      ];
    case "opened":
    case "clicked":
      // A click proves that the mail was opened.
      return [
        some(
          sql`engagement g`,
          sql`${mine(sql`g`)} and g.node_id = ${nodeId} ${which === "clicked" ? sql`and g.kind = 'clicked'` : sql``}`,
        ),
      ];
  }
}

const leftBy = (path: string | undefined): SQL =>
  path === undefined
    ? sql`v.exit is not null`
    : (OTHER_WAYS as readonly string[]).includes(path)
      ? sql`v.exit is null and v.by = ${path}`
      : sql`v.exit = ${path}`;

async function flowsOf(
  db: Db,
  { workspaceId, ids }: { workspaceId: string; ids: string[] },
): Promise<Record<string, Flow>> {
  if (ids.length === 0) return {};
  const rows = await db
    .select({ id: funnelVersion.id, flow: funnelVersion.flow })
    .from(funnelVersion)
    .where(and(eq(funnelVersion.workspaceId, workspaceId), inArray(funnelVersion.id, ids)));
  return Object.fromEntries(rows.map(({ id, flow }) => [id, flow]));
}

async function whatHolds(
  db: Db,
  scope: { workspaceId: string; funnelId: string },
): Promise<Pick<PeopleList, "paused" | "sendingHeld">> {
  const [row] = await db
    .select({ status: funnel.status, heldAt: workspaceSettings.heldAt })
    .from(funnel)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnel.workspaceId))
    .where(and(eq(funnel.workspaceId, scope.workspaceId), eq(funnel.id, scope.funnelId)));
  return { paused: row?.status === "paused", sendingHeld: row?.heldAt != null };
}
