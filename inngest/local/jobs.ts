import { instant, type Sql } from "./postgres";
import type { EventPayload } from "./protocol";

/** Memoised steps in order of completion: [hashed step id, value as the SDK reads it]. */
export type Memos = [stepId: string, value: unknown][];

/** A job taken for execution, with all a call needs. */
export type Task = {
  jobId: string;
  generation: number;
  kind: "call" | "step" | "pause" | "resume";
  stepId: string;
  attempt: number;
  /** Other jobs of the same run: branches of a parallel group that are still open. */
  siblings: number;
  runId: string;
  functionId: string;
  maxAttempts: number;
  requestVersion: number;
  planning: boolean;
  event: EventPayload;
  memos: Memos;
};

/** Keeps claims one after another, so that two processes never fill the same lane. */
const claimLock = 7_236_001;

/**
 * Takes up to `count` due jobs for an instance, and tells when the next one is due (ms). A pause taken here has
 * run out: its wait is gone and null is memoised in the same statement, so that no event can still end it.
 */
export async function claimJobs(
  sql: Sql,
  { instance, count, now }: { instance: string; count: number; now: number },
): Promise<{ tasks: Task[]; nextDueAt: number | null }> {
  const at = instant(now);
  const [, tasks, [next]] = await sql.begin((tx) => [
    tx`select pg_advisory_xact_lock(${claimLock})`,
    tx<Task[]>`
      with candidates as (
        (select id, due_at from inngest_local.jobs
          where lane is null and instance is null and due_at <= ${at} order by due_at limit ${count})
        union all
        (select waiting.id, waiting.due_at from inngest_local.lanes, lateral (
          select id, due_at from inngest_local.jobs
          where lane = lanes.name and instance is null and due_at <= ${at} order by due_at
          limit least(${count}, greatest(0, lanes.capacity - (
            select count(*) from inngest_local.jobs busy where busy.lane = lanes.name and busy.instance is not null
          )))
        ) waiting)
        order by due_at limit ${count}
      ),
      due as (
        select jobs.id from inngest_local.jobs join candidates using (id)
        where jobs.instance is null and jobs.due_at <= ${at}
        order by jobs.due_at for update of jobs skip locked
      ),
      taken as (
        update inngest_local.jobs set instance = ${instance}, generation = generation + 1
        from due where jobs.id = due.id returning jobs.*
      ),
      unanswered as (
        delete from inngest_local.waits using taken
        where taken.kind = 'pause' and waits.run_id = taken.run_id and waits.step_id = taken.step_id
      ),
      memoised as (
        insert into inngest_local.steps (run_id, step_id, value)
        select run_id, step_id, 'null'::json from taken where kind = 'pause' on conflict do nothing
      )
      select taken.id as "jobId", taken.generation, taken.kind, taken.step_id as "stepId", taken.attempt,
        runs.id as "runId", runs.function_id as "functionId", functions.max_attempts as "maxAttempts",
        runs.request_version as "requestVersion", runs.planning, events.payload as event,
        (select count(*)::int from inngest_local.jobs other
          where other.run_id = taken.run_id and other.id <> taken.id) as siblings,
        (select coalesce(json_agg(json_build_array(step_id, value) order by seq), '[]')
          from inngest_local.steps where steps.run_id = taken.run_id) as memos
      from taken
      join inngest_local.runs on runs.id = taken.run_id
      join inngest_local.functions on functions.id = runs.function_id
      join inngest_local.events on events.id = runs.event_id`,
    tx<{ at: number }[]>`
      select extract(epoch from due_at)::float8 * 1000 as at from inngest_local.jobs
      where instance is null and due_at > ${at} order by due_at limit 1`,
  ]);
  return { tasks: tasks.map(withPauseMemo), nextDueAt: next?.at ?? null };
}

/** A statement does not see the rows it inserts itself. */
function withPauseMemo(task: Task): Task {
  if (task.kind !== "pause" || task.memos.some(([stepId]) => stepId === task.stepId)) return task;
  return { ...task, memos: [...task.memos, [task.stepId, null]] };
}

/** Milliseconds without a heartbeat after which an instance counts as dead. */
const deadAfter = 5_000;

/**
 * Says that an instance lives, gives back the jobs of dead ones, and those of its own that it no longer has in
 * hand (the answer to a claim may get lost). Heartbeats are compared by the database's clock alone.
 */
export async function beat(
  sql: Sql,
  instance: string,
  inHand: string[],
  deadAfterMs = deadAfter,
): Promise<void> {
  await sql`
    insert into inngest_local.instances (id, heartbeat_at) values (${instance}, now())
    on conflict (id) do update set heartbeat_at = now()`;
  await sql`
    update inngest_local.jobs set instance = null
    where instance is not null
      and not (id = any(${inHand}::bigint[]) and instance = ${instance})
      and (instance = ${instance} or not exists (
        select from inngest_local.instances
        where id = jobs.instance and heartbeat_at > now() - ${deadAfterMs / 1_000} * interval '1 second'
      ))`;
}

/** Takes leave: what the instance still holds is free for others at once. */
export async function retire(sql: Sql, instance: string): Promise<void> {
  await sql`
    with gone as (delete from inngest_local.instances where id = ${instance} returning id)
    update inngest_local.jobs set instance = null where instance = ${instance}`;
}

/** What could not be stored is tried again, but not at once: the steps of the function would run each time. */
export async function postpone(sql: Sql, { jobId, generation }: Task, now: number): Promise<void> {
  await sql`
    update inngest_local.jobs set instance = null, due_at = ${instant(now + 30_000)}
    where id = ${jobId} and generation = ${generation}`;
}
