import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { againAfterMs } from "@/lib/flow/entry";
import type { Entry, FlowNode } from "@/lib/flow/flow";
import type { Fact, Instant } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import type { Here } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { detail, type TriggerSettings } from "@/lib/nodes/trigger/settings";

/** Of one contact, so many of the latest events of a name are looked at where their properties are asked for. */
const MOST_EVENTS = 100;

/** Which people a trigger would have let in had it been there before. */
export type Matching = {
  workspaceId: string;
  here: Here;
  settings: TriggerSettings;
  entry: Entry;
  now: Instant;
};

/** Somebody who matches. `fact`: the last event of theirs that fits; null where they match by what they are. */
export type Match = { contactId: string; fact: Fact | null };

/** What is asked of people for a trigger; null where nobody can match already. */
function conditionOf({ settings }: Pick<Matching, "settings">): { person: SQL } | { event: string } | null {
  switch (settings.on) {
    case "tag":
      return settings.tag ? { person: sql`c.tags @> array[${settings.tag}]::text[]` } : null;
    case "field": {
      const { field, to } = detail.field(settings);
      if (!field) return null;
      const value = sql`btrim(coalesce(c.fields ->> ${field}::text, ''))`;
      return {
        person: to === null ? sql`${value} <> ''` : sql`lower(${value}) = lower(${to.trim()}::text)`,
      };
    }
    case "hand":
    case "schedule":
      return { person: sql`true` };
    case "form":
    case "event":
    case "purchase":
    case "page": {
      const event = definitionFor("trigger").startsOn?.(settings);
      return event ? { event } : null;
    }
    default:
      return null;
  }
}

/** Whether it makes sense to ask who matches already. */
export function canMatch({ settings, entry }: Pick<Matching, "settings" | "entry">): boolean {
  const condition = conditionOf({ settings });
  // What somebody is does not say which cart, booking or order. Whom a schedule calls, it calls by itself.
  return (
    condition !== null && !(entry.rule === "per-key" && "person" in condition) && settings.on !== "schedule"
  );
}

/** Whether somebody who matched still does: they may have changed since they were looked for. */
export function matchesNow(
  { settings }: Matching,
  person: { tags: string[]; fields: Record<string, JsonValue> },
): boolean {
  if (settings.on === "tag") return settings.tag !== undefined && person.tags.includes(settings.tag);
  if (settings.on !== "field") return true;
  const { field, to } = detail.field(settings);
  const value = String(person.fields[field] ?? "").trim();
  return to === null ? value !== "" : value.toLowerCase() === to.trim().toLowerCase();
}

/** Whether somebody may enter, as far as the database can tell; the entry rule is asked again under their lock. */
function mayEnter({ entry, here, now, settings }: Matching): SQL {
  const trips = (more: SQL) =>
    sql`not exists (select 1 from enrollment n where n.funnel_id = ${here.funnelId}::uuid and n.contact_id = c.id and ${more})`;
  switch (entry.rule) {
    case "once":
      return trips(sql`true`);
    case "after-end":
      return trips(sql`n.status = 'active'`);
    case "after-days":
      return trips(sql`(n.status = 'active'
        or n.entered_at > ${now - againAfterMs(entry.days, settings.on === "schedule")}::bigint)`);
    case "per-key":
      return sql`true`;
  }
}

type Row = {
  id: string;
  event_id: string | null;
  occurred_at: string | null;
  visible_at: string | null;
  value: string | null;
  currency: string | null;
  properties: Record<string, JsonValue> | null;
};

const among = (matching: Matching): SQL =>
  sql`c.workspace_id = ${matching.workspaceId} and not c.test and ${mayEnter(matching)}`;

/** Events `e` of a contact `c` that may have let them in. */
const fits = (matching: Matching, { event }: { event: string }): SQL =>
  sql`e.contact_id = c.id and e.name = ${event} and e.workspace_id = ${matching.workspaceId} ${newKey(matching)}`;

/** `looked`: at how many people or events. */
type Part = { matches: Match[]; next: string | null; looked: number };

/**
 * Some of those who match and may enter, in the order of their ids, after `cursor`. `next` is where to go on; null: that
 * was all.
 */
export async function somePeople(
  db: Db,
  matching: Matching,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Part> {
  const condition = conditionOf(matching);
  if (!condition) return { matches: [], next: null, looked: 0 };
  const people = sql`${among(matching)} ${cursor === null ? sql`` : sql`and c.id > ${cursor}::uuid`}`;
  if ("person" in condition) {
    const rows = await db.execute<{ id: string }>(
      sql`select c.id from contact c where ${people} and ${condition.person} order by c.id limit ${limit}`,
    );
    const matches = rows.map(({ id }) => ({ contactId: id, fact: null }));
    return { matches, next: nextOf(rows, limit), looked: rows.length };
  }
  // Whoever had no such event costs one look into the index.
  const rows = await db.execute<Row>(sql`
    select c.id, e.id as event_id, e.occurred_at, e.visible_at, e.value, e.currency, e.properties
    from (
      select c.id from contact c
      where ${people} and exists (select 1 from event e where ${fits(matching, condition)})
      order by c.id limit ${limit}
    ) c
    cross join lateral (
      select * from event e where ${fits(matching, condition)}
      order by e.visible_at desc limit ${asksNothing(matching) ? 1 : MOST_EVENTS}
    ) e
    order by c.id, e.visible_at desc`);
  return {
    matches: fitting(matching, condition.event, rows),
    next: nextOf(distinct(rows), limit),
    looked: rows.length,
  };
}

/** Whether every event of the name fits. */
const asksNothing = ({ settings: { on, where = [], purchase } }: Matching): boolean =>
  (on === "event" && where.length === 0) ||
  (on === "purchase" && !purchase?.product && (purchase?.atLeast ?? null) === null);

/** Where people enter once per value: only events of a value that they have not entered for. */
function newKey({ entry, here }: Matching): SQL {
  if (entry.rule !== "per-key") return sql``;
  return sql`and coalesce(btrim(e.properties ->> ${entry.property}::text), '') <> '' and not exists (
    select 1 from enrollment n
    where n.funnel_id = ${here.funnelId}::uuid and n.contact_id = c.id
      and n.entry_key = 'key:' || btrim(e.properties ->> ${entry.property}::text)
  )`;
}

/** The last event of each that fits, by the trigger's own rule: there is no second one in SQL. */
function fitting({ settings, here }: Matching, name: string, rows: readonly Row[]): Match[] {
  const found = new Map<string, Match>();
  const { enters } = definitionFor("trigger");
  for (const row of rows) {
    if (found.has(row.id) || row.event_id === null) continue;
    const fact: Fact = {
      id: row.event_id,
      name,
      at: Number(row.occurred_at),
      visibleAt: Number(row.visible_at),
      value: row.value === null ? null : Number(row.value),
      currency: row.currency,
      properties: row.properties ?? {},
    };
    if (enters?.(settings, fact, here)) found.set(row.id, { contactId: row.id, fact });
  }
  return [...found.values()];
}

const distinct = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [row.id, row])).values()];

const nextOf = (rows: readonly { id: string }[], limit: number): string | null =>
  rows.length < limit ? null : (rows.at(-1)?.id ?? null);

/** As the trigger of a drawing is asked. */
export const matchingOf = (
  trigger: FlowNode,
  given: Omit<Matching, "here" | "settings"> & { funnelId: string; formId: string | null },
): Matching | null =>
  trigger.type === "trigger"
    ? {
        workspaceId: given.workspaceId,
        entry: given.entry,
        now: given.now,
        settings: trigger.data,
        here: { funnelId: given.funnelId, formId: given.formId, nodeId: trigger.id },
      }
    : null;

/** Those who match and may enter: how many, counted up to `most` (more is said as "more than"), and their ids. */
export type Crowd = { people: number; ids: SQL };

export async function crowdOf(db: Db, matching: Matching, most: number): Promise<Crowd> {
  const condition = conditionOf(matching);
  if (!condition) return { people: 0, ids: sql`select null::uuid as id where false` };
  if ("event" in condition && !asksNothing(matching)) {
    const found = await idsFitting(db, matching, most);
    // One value, however many there are, so that the statement stays the same.
    return { people: found.length, ids: sql`select unnest(${`{${found.join(",")}}`}::uuid[]) as id` };
  }
  const person =
    "person" in condition
      ? condition.person
      : sql`exists (select 1 from event e where ${fits(matching, condition)})`;
  const ids = sql`select c.id from contact c where ${among(matching)} and ${person}`;
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from (${ids} limit ${most + 1}) found`,
  );
  return { people: row?.n ?? 0, ids };
}

/** How many match, counted up to `most`: more is said as "more than". */
export const countPeople = async (db: Db, matching: Matching, most: number): Promise<number> =>
  (await crowdOf(db, matching, most)).people;

const MOST_AT_ONCE = 2_000;
/** Events may be large. */
const FEWEST_AT_ONCE = 200;
/** Events that one look should bring, as far as the look before it tells. */
const EVENTS_AT_ONCE = 5_000;

/** Only the trigger itself can tell whose events fit, so they are brought here, some people at a time. */
async function idsFitting(db: Db, matching: Matching, most: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  let limit = FEWEST_AT_ONCE;
  do {
    const part: Part = await somePeople(db, matching, { cursor, limit });
    for (const { contactId } of part.matches) found.push(contactId);
    cursor = part.next;
    limit = Math.min(
      MOST_AT_ONCE,
      Math.max(FEWEST_AT_ONCE, Math.round((limit * EVENTS_AT_ONCE) / Math.max(1, part.looked))),
    );
  } while (cursor !== null && found.length <= most);
  return found;
}
