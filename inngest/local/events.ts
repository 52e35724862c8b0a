import { instantOf } from "./duration";
import { isTrue, valueIn } from "./expression";
import { newId } from "./ids";
import { instant, inTurn, type Statement, type Tx } from "./postgres";
import type { EventPayload, FunctionConfig } from "./protocol";
import { answerWaits, eventKeys, lockKeys, planWait, waitsFor } from "./waits";

/** `id` is ours and unique; `payload.id` is the sender's own if it gave one. */
export type NewEvent = { id: string; payload: EventPayload };

/** On this channel a transaction that made a job due wakes the processes that execute. */
export const wakeChannel = "inngest_local";

const startsOnceFor = 24 * 3_600_000;

/**
 * Stores events with everything that follows from them: runs that start, waits that end, runs that are
 * cancelled. One transaction, so an accepted event is never half done; an event that is stored already (the
 * second try of a request) changes nothing.
 */
export async function acceptEvents(tx: Tx, given: NewEvent[], now: number): Promise<void> {
  const keyed = given.map((event) => ({ ...event, keys: eventKeys(event.payload.name, event.payload.data) }));
  const names = keyed.map(({ payload }) => payload.name);
  const keys = keyed.flatMap((event) => event.keys);
  const [, inserted, functions, waits] = await inTurn([
    lockKeys(tx, keys, "shared"),
    storeEvents(tx, keyed, now),
    functionsFor(tx, names),
    waitsFor(tx, { keys, names }, now),
  ]);
  const isNew = new Set(inserted.map(({ id }) => id));
  const events = keyed.filter(({ id }) => isNew.has(id));
  if (events.length === 0) return;
  const starts = events.flatMap((event) =>
    functions.flatMap(({ config }) => (isTriggered(config, event.payload) ? [{ config, event }] : [])),
  );
  const resumed = await answerWaits(tx, waits, events, now);
  const fresh = await notYetStarted(tx, starts, now);
  await startRuns(tx, fresh, now);
  if (resumed || fresh.length > 0) await tx`select pg_notify(${wakeChannel}, '')`;
}

/** Answers the ids of those that were not stored already. */
export function storeEvents(tx: Tx, events: (NewEvent & { keys: string[] })[], now: number) {
  const rows = events.map(({ id, payload, keys }) => ({ id, name: payload.name, payload, keys }));
  return tx<{ id: string }[]>`
    insert into inngest_local.events (id, name, payload, keys, received_at)
    select id, name, payload, keys, ${instant(now)}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(id text, name text, payload json, keys text[])
    on conflict (id) do nothing returning id`;
}

type Start = { config: FunctionConfig; event: NewEvent };

/** Starts one run each. */
export async function startRuns(tx: Tx, starts: Start[], now: number): Promise<void> {
  if (starts.length === 0) return;
  const runs = starts.map(({ config, event }) => ({
    run_id: newId(now),
    function_id: config.id,
    event_id: event.id,
    lane: laneOf(config, event.payload),
    capacity: config.concurrency?.limit ?? null,
    waits: config.cancel.map(({ event: name, if: expression, timeout }) => ({
      event_name: name,
      ...planWait(name, expression, event.payload),
      expires_at: timeout === undefined ? null : instant(instantOf(timeout, now) ?? now),
    })),
  }));
  await inTurn([
    tx`
      with given as (
        select * from json_to_recordset(${JSON.stringify(runs)}::text::json)
          as x(run_id text, function_id text, event_id text, lane text)
      ),
      started as (
        insert into inngest_local.runs (id, function_id, event_id, created_at)
        select run_id, function_id, event_id, ${instant(now)} from given
      )
      insert into inngest_local.jobs (run_id, step_id, kind, due_at, lane)
      select run_id, 'step', 'call', ${instant(now)}, lane from given`,
    openLanes(tx, runs),
    watchForCancellation(
      tx,
      runs.flatMap(({ run_id, waits }) => waits.map((wait) => ({ run_id, ...wait }))),
    ),
  ]);
}

/** A limit counts per value of its key, or for the whole function. */
function laneOf({ id, concurrency }: FunctionConfig, event: EventPayload): string | null {
  if (!concurrency) return null;
  return "key" in concurrency && concurrency.key
    ? `${id} ${JSON.stringify(valueIn(concurrency.key, { event }))}`
    : id;
}

function openLanes(tx: Tx, runs: { lane: string | null; capacity: number | null }[]): Statement | null {
  const lanes = new Map(runs.flatMap(({ lane, capacity }) => (lane === null ? [] : [[lane, capacity]])));
  if (lanes.size === 0) return null;
  const rows = [...lanes].map(([name, capacity]) => ({ name, capacity }));
  // Lanes that are right already are left alone: an upsert would lock their rows against other senders.
  return tx`
    insert into inngest_local.lanes (name, capacity)
    select name, capacity from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(name text, capacity int)
    where not exists (select from inngest_local.lanes l where l.name = x.name and l.capacity = x.capacity)
    order by name on conflict (name) do update set capacity = excluded.capacity`;
}

function watchForCancellation(tx: Tx, waits: { run_id: string }[]): Statement | null {
  if (waits.length === 0) return null;
  return tx`
    insert into inngest_local.waits (run_id, event_name, key, expression, expires_at)
    select * from json_to_recordset(${JSON.stringify(waits)}::text::json)
      as x(run_id text, event_name text, key text, expression text, expires_at timestamptz)`;
}

const functionsFor = (tx: Tx, names: string[]) => tx<{ config: FunctionConfig }[]>`
  select config from inngest_local.functions
  where not retired and event_names && ${[...new Set(names)]}::text[] order by id`;

const isTriggered = ({ triggers }: FunctionConfig, event: EventPayload) =>
  triggers.some(
    (trigger) =>
      "event" in trigger &&
      trigger.event === event.name &&
      (trigger.expression === undefined || isTrue(trigger.expression, { event })),
  );

/** Leaves out starts whose event id or idempotency key has started the same function within 24 hours. */
async function notYetStarted(tx: Tx, starts: Start[], now: number): Promise<Start[]> {
  const claims = starts.map((start) => ({ start, keys: onceKeys(start) }));
  const rows = new Map<string, { function_id: string; key: string }>();
  for (const { start, keys } of claims) {
    for (const key of keys) rows.set(`${start.config.id} ${key}`, { function_id: start.config.id, key });
  }
  if (rows.size === 0) return starts;
  const won = await tx<{ name: string }[]>`
    insert into inngest_local.starts (function_id, key, expires_at)
    select function_id, key, ${instant(now + startsOnceFor)}
    from json_to_recordset(${JSON.stringify([...rows.values()])}::text::json) as x(function_id text, key text)
    order by function_id, key
    on conflict (function_id, key) do update set expires_at = excluded.expires_at
      where starts.expires_at <= ${instant(now)}
    returning function_id || ' ' || key as name`;
  const free = new Set(won.map(({ name }) => name));
  return claims.flatMap(({ start, keys }) => {
    const names = keys.map((key) => `${start.config.id} ${key}`);
    // The first of several equal starts in one request uses the key up.
    return names.length === 0 || names.map((name) => free.delete(name)).every(Boolean) ? [start] : [];
  });
}

function onceKeys({ config, event }: Start): string[] {
  const keys = event.payload.id === event.id ? [] : [`event ${event.payload.id}`];
  if (config.idempotency)
    keys.push(`key ${JSON.stringify(valueIn(config.idempotency, { event: event.payload }))}`);
  return keys;
}
