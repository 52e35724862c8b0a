import { createHash } from "node:crypto";
import { equalityIn, isScalar, isTrue, type Scalar } from "./expression";
import { instant, inTurn, type Query, type Statement, type Tx } from "./postgres";
import type { EventPayload } from "./protocol";

/** Longer values are not worth an index entry; a wait for one is found by its event's name. */
const longestKey = 300;

const keyOf = (name: string, field: string, value: Scalar) => `${name} ${field}=${JSON.stringify(value)}`;

/** One key for each scalar field at the top of an event's data: what keyed waits look for. */
export const eventKeys = (name: string, data: Record<string, unknown>): string[] =>
  Object.entries(data)
    .flatMap(([field, value]) => (isScalar(value) ? [keyOf(name, field, value)] : []))
    .filter((key) => key.length <= longestKey);

/**
 * What a wait for `eventName` has to store. An equality becomes a key that is found by index; `expression` is
 * kept where there is more to it than that.
 */
export function planWait(eventName: string, expression: string | undefined, trigger: EventPayload) {
  if (expression === undefined) return { key: null, expression: null };
  const equality = equalityIn(expression, trigger);
  const key = equality && keyOf(eventName, equality.field, equality.value);
  if (!key || key.length > longestKey) return { key: null, expression };
  return { key, expression: equality.whole ? null : expression };
}

/**
 * An event and the wait for it may be stored at the same moment, each invisible to the other. The event
 * therefore shares a lock on its keys that the wait takes alone, and whoever comes second sees the first.
 * Held to the end of the transaction; taken before any row, in order, so that nobody waits in a circle.
 */
export function lockKeys(tx: Tx, keys: (string | null)[], how: "shared" | "alone"): Statement | null {
  const buckets = [...new Set(keys.flatMap((key) => (key === null ? [] : [bucketOf(key)])))].sort(
    (a, b) => a - b,
  );
  if (buckets.length === 0) return null;
  return how === "shared"
    ? tx`select pg_advisory_xact_lock_shared(${lockSpace}, bucket) from unnest(${buckets}::int[]) bucket`
    : tx`select pg_advisory_xact_lock(${lockSpace}, bucket) from unnest(${buckets}::int[]) bucket`;
}

const lockSpace = 7_236_002;

/** Few enough that a transaction with thousands of events cannot exhaust the lock table. */
const bucketOf = (key: string) => createHash("sha1").update(key).digest().readUInt8(0);

type Wait = {
  runId: string;
  stepId: string;
  eventName: string;
  key: string | null;
  expression: string | null;
};

/**
 * Registers a wait, under the lock of its key; an event that came before this moment answers it at once.
 * @param pausing a statement that stores the pause and returns its `run_id`; without a row nothing is registered
 */
export async function registerWait(
  tx: Tx,
  wait: Wait,
  pausing: Query,
  trigger: EventPayload,
  now: number,
): Promise<void> {
  const [, [row], earlier] = await inTurn([
    lockKeys(tx, [wait.key], "alone"),
    tx<{ id: string }[]>`
      with paused as (${pausing})
      insert into inngest_local.waits (run_id, step_id, event_name, key, expression)
      select run_id, ${wait.stepId}, ${wait.eventName}, ${wait.key}, ${wait.expression} from paused returning id`,
    earlierEvents(tx, wait),
  ]);
  const { expression } = wait;
  const event = earlier?.find(
    ({ payload }) => expression === null || isTrue(expression, { event: trigger, async: payload }),
  );
  if (row && event) await resumeRuns(tx, [{ wait: row.id, event }], now);
}

/**
 * Stored events that may answer a wait with a key, earliest first: received since the run began, and not yet handed to it
 * by an earlier wait.
 */
function earlierEvents(tx: Tx, { key, runId, expression }: Wait) {
  if (key === null) return null;
  // Materialised: the planner, which cannot know how rare a key is, would rather walk all events by time.
  return tx<StoredEvent[]>`
    with keyed as materialized (
      select id, payload, received_at from inngest_local.events where keys @> array[${key}]
    )
    select keyed.id, keyed.payload from keyed join inngest_local.runs on runs.id = ${runId}
    where keyed.received_at >= runs.created_at and keyed.id <> runs.event_id
      and not exists (
        select from inngest_local.steps where steps.run_id = runs.id and steps.event_id = keyed.id
      )
    order by keyed.received_at, keyed.id limit ${expression === null ? 1 : 100}`;
}

export type StoredEvent = { id: string; payload: EventPayload };

type FoundWait = Wait & { id: string; stepId: string | null; trigger: EventPayload | null };

/** Waits that events with these keys and names may answer. Looked for under the locks of the keys. */
export function waitsFor(tx: Tx, { keys, names }: { keys: string[]; names: string[] }, now: number) {
  return tx<FoundWait[]>`
    select waits.id, waits.run_id as "runId", waits.step_id as "stepId", waits.event_name as "eventName",
      waits.key, waits.expression, case when waits.expression is not null then trigger.payload end as trigger
    from inngest_local.waits
    join inngest_local.runs on runs.id = waits.run_id
    join inngest_local.events trigger on trigger.id = runs.event_id
    where (waits.key = any(${keys}) or (waits.key is null and waits.event_name = any(${names})))
      and (waits.expires_at is null or waits.expires_at > ${instant(now)})`;
}

/** Hands freshly stored events to those of the waits that they answer, and ends the runs they cancel. */
export async function answerWaits(
  tx: Tx,
  waits: FoundWait[],
  events: (StoredEvent & { keys: string[] })[],
  now: number,
): Promise<boolean> {
  const answered = waits.flatMap((wait) => {
    const event = events.find(
      ({ payload, keys }) =>
        payload.name === wait.eventName &&
        (wait.key === null || keys.includes(wait.key)) &&
        (wait.expression === null || isTrue(wait.expression, { event: wait.trigger, async: payload })),
    );
    return event ? [{ ...wait, event }] : [];
  });
  const cancelled = answered.filter(({ stepId }) => stepId === null);
  await cancelRuns(
    tx,
    cancelled.map(({ runId }) => runId),
    now,
  );
  const resumed = answered.filter(({ stepId }) => stepId !== null);
  await resumeRuns(
    tx,
    resumed.map(({ id, event }) => ({ wait: id, event })),
    now,
  );
  return resumed.length > 0;
}

/**
 * The job is locked before its wait is deleted, as in a claim: of event and timeout exactly one finds the wait.
 */
async function resumeRuns(
  tx: Tx,
  answers: { wait: string; event: StoredEvent }[],
  now: number,
): Promise<void> {
  if (answers.length === 0) return;
  const rows = answers.map(({ wait, event }) => ({ wait, event_id: event.id, payload: event.payload }));
  await inTurn([
    tx`
      select jobs.id from inngest_local.waits
      join inngest_local.jobs on jobs.run_id = waits.run_id and jobs.step_id = waits.step_id
      where waits.id = any(${answers.map(({ wait }) => wait)}::bigint[])
      order by jobs.id for update of jobs`,
    tx`
      with answers as (
        select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
          as x(wait bigint, event_id text, payload json)
      ),
      ended as (
        delete from inngest_local.waits using answers where waits.id = answers.wait
        returning waits.run_id, waits.step_id, answers.event_id, answers.payload
      ),
      memoised as (
        insert into inngest_local.steps (run_id, step_id, value, event_id)
        select run_id, step_id, payload, event_id from ended on conflict do nothing
      )
      update inngest_local.jobs set kind = 'resume', due_at = ${instant(now)}
      from ended where jobs.run_id = ended.run_id and jobs.step_id = ended.step_id`,
  ]);
}

/** A step in progress finishes, but its job is gone: nothing it answers is stored and nothing more runs. */
async function cancelRuns(tx: Tx, runIds: string[], now: number): Promise<void> {
  if (runIds.length === 0) return;
  const rows = await tx<{ id: string }[]>`
    select id from inngest_local.runs where id = any(${runIds}) and status = 'running' order by id for no key update`;
  const ids = rows.map(({ id }) => id);
  await tx`delete from inngest_local.jobs where run_id = any(${ids})`;
  await tx`delete from inngest_local.waits where run_id = any(${ids})`;
  await tx`
    update inngest_local.runs set status = 'cancelled', ended_at = ${instant(now)} where id = any(${ids})`;
}
