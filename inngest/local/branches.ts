import { instantOf } from "./duration";
import type { Memos, Task } from "./jobs";
import { instant, type Sql, type Surroundings, type Tx } from "./postgres";
import type { Operation } from "./protocol";
import { lockKeys, planWait, registerWait } from "./waits";

export type WaitOperation = Extract<Operation, { op: "WaitForEvent" }>;

/** The fence: true for the job as long as nobody has taken it since this task did. */
export const held = (sql: Sql | Tx, { jobId, generation }: Task) =>
  sql`jobs.id = ${jobId} and jobs.generation = ${generation}`;

/** The task that calls the function again, still with the same job. */
export const goOn = (task: Task, memos: Memos): Task => ({
  ...task,
  kind: "call",
  stepId: "step",
  attempt: 0,
  siblings: 0,
  memos,
});

/** `until` has been checked to be a duration or a date. */
export const dueAt = (until: string, now: number) => instant(instantOf(until, now) ?? now);

export const plannedWait = (task: Task, { id, name, opts }: WaitOperation) => ({
  runId: task.runId,
  stepId: id,
  eventName: name,
  ...planWait(name, opts.if, task.event),
});

/** Several operations at once, the branches of a Promise.all: each becomes a job of its own. */
export async function fanOut(at: Surroundings, task: Task, operations: Operation[]): Promise<undefined> {
  const now = at.now();
  const waits = operations.flatMap((one) => (one.op === "WaitForEvent" ? [plannedWait(task, one)] : []));
  const branches = operations.flatMap((one) => branchOf(one, now));
  await at.sql.begin(async (tx) => {
    await lockKeys(
      tx,
      waits.map(({ key }) => key),
      "alone",
    );
    const [job] = await tx<{ lane: string | null }[]>`
      delete from inngest_local.jobs where ${held(tx, task)} returning lane`;
    if (!job) return;
    await tx`
      insert into inngest_local.jobs (run_id, step_id, kind, due_at, lane)
      select ${task.runId}, step_id, kind, due_at, ${job.lane}
      from json_to_recordset(${JSON.stringify(branches)}::text::json)
        as x(step_id text, kind text, due_at timestamptz)
      on conflict (run_id, step_id) do nothing`;
    for (const wait of waits) await registerWait(tx, wait, task.event, now);
  });
}

function branchOf(operation: Operation, now: number) {
  switch (operation.op) {
    case "StepPlanned":
      return [{ step_id: operation.id, kind: "step", due_at: instant(now) }];
    case "Sleep":
      return [{ step_id: operation.id, kind: "pause", due_at: dueAt(operation.name, now) }];
    case "WaitForEvent":
      return [{ step_id: operation.id, kind: "pause", due_at: dueAt(operation.opts.timeout, now) }];
    default:
      return [];
  }
}

/**
 * A branch is through: the last one to be goes on with the function. The run row is locked, so that of two
 * branches that end at the same moment exactly one is last.
 */
export async function settle(
  at: Surroundings,
  task: Task,
  memo?: { stepId: string; value: unknown },
): Promise<Task | undefined> {
  return at.sql.begin(async (tx) => {
    const [run] = await tx<{ planning: boolean }[]>`
      select planning from inngest_local.runs where id = ${task.runId} for no key update`;
    const [row] = await tx<{ open: boolean }[]>`
      select exists (
        select from inngest_local.jobs other where other.run_id = ${task.runId} and other.id <> ${task.jobId}
      ) as open
      from inngest_local.jobs where ${held(tx, task)} for update`;
    if (!run || !row) return undefined;
    if (memo) {
      await tx`
        insert into inngest_local.steps (run_id, step_id, value)
        values (${task.runId}, ${memo.stepId}, ${JSON.stringify(memo.value)}::text::json) on conflict do nothing`;
    }
    if (row.open) {
      await tx`delete from inngest_local.jobs where id = ${task.jobId}`;
      return undefined;
    }
    await tx`
      update inngest_local.jobs set kind = 'call', step_id = 'step', attempt = 0 where id = ${task.jobId}`;
    const steps = await tx<{ stepId: string; value: unknown }[]>`
      select step_id as "stepId", value from inngest_local.steps where run_id = ${task.runId} order by seq`;
    return {
      ...goOn(
        task,
        steps.map(({ stepId, value }) => [stepId, value]),
      ),
      planning: run.planning,
    };
  });
}
