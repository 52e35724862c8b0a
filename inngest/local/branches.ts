import { instantOf } from "./duration";
import type { Task } from "./jobs";
import { instant, type Sql, type Surroundings, type Tx } from "./postgres";
import { type Operation, plainError } from "./protocol";
import { lockKeys, planWait, registerWait } from "./waits";

export type WaitOperation = Extract<Operation, { op: "WaitForEvent" }>;

/** The fence: true for the job as long as nobody has taken it since this task did. */
export const held = (sql: Sql | Tx, { jobId, generation }: Task) =>
  sql`jobs.id = ${jobId} and jobs.generation = ${generation}`;

/** `until` has been checked to be a duration or a date. */
export const dueAt = (until: string, now: number) => instant(instantOf(until, now) ?? now);

export const plannedWait = (task: Task, { id, name, opts }: WaitOperation) => ({
  runId: task.runId,
  stepId: id,
  eventName: name,
  ...planWait(name, opts.if, task.event),
});

/**
 * Several operations at once, the branches of a Promise.all: each becomes a job of its own. Results among them
 * are stored; if there is nothing else the function is called again.
 */
export async function fanOut(at: Surroundings, task: Task, operations: Operation[]): Promise<void> {
  const now = at.now();
  const waits = operations.flatMap((one) => (one.op === "WaitForEvent" ? [plannedWait(task, one)] : []));
  const memos = operations.flatMap(memoOf);
  const branches = operations.flatMap((one) => branchOf(one, now));
  if (branches.length === 0) branches.push({ step_id: "step", kind: "call", due_at: instant(now) });
  await at.sql.begin(async (tx) => {
    await lockKeys(
      tx,
      waits.map(({ key }) => key),
      "alone",
    );
    const [job] = await tx<{ lane: string | null }[]>`
      delete from inngest_local.jobs where ${held(tx, task)} returning lane`;
    if (!job) return;
    for (const memo of memos) await storeMemo(tx, task.runId, memo);
    await tx`
      insert into inngest_local.jobs (run_id, step_id, kind, due_at, lane)
      select ${task.runId}, step_id, kind, due_at, ${job.lane}
      from json_to_recordset(${JSON.stringify(branches)}::text::json)
        as x(step_id text, kind text, due_at timestamptz)
      on conflict (run_id, step_id) do nothing`;
    for (const wait of waits) {
      await registerWait(tx, wait, tx`select ${task.runId}::text as run_id`, task.event, now);
    }
  });
}

type Memo = { stepId: string; value: unknown };

function memoOf(operation: Operation): Memo[] {
  if (operation.op === "StepRun") return [{ stepId: operation.id, value: { data: operation.data } }];
  if (operation.op === "StepFailed")
    return [{ stepId: operation.id, value: { error: plainError(operation.error) } }];
  return [];
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

/** A memoised step stays as it is: the first result that was stored is the one the function has seen. */
export const storeMemo = (tx: Tx, runId: string, { stepId, value }: Memo) => tx`
  insert into inngest_local.steps (run_id, step_id, value)
  values (${runId}, ${stepId}, ${JSON.stringify(value)}::text::json) on conflict do nothing`;

/**
 * A step or branch is through: stores its result and, once no other branch is open, calls the function again.
 * The run row is locked, so that of two branches that end at the same moment exactly one is last.
 */
export async function settle(at: Surroundings, task: Task, memo?: Memo): Promise<void> {
  await at.sql.begin(async (tx) => {
    await tx`select from inngest_local.runs where id = ${task.runId} for no key update`;
    const [job] = await tx<{ open: boolean }[]>`
      select exists (
        select from inngest_local.jobs other where other.run_id = ${task.runId} and other.id <> ${task.jobId}
      ) as open
      from inngest_local.jobs where ${held(tx, task)} for update`;
    if (!job) return;
    if (memo) await storeMemo(tx, task.runId, memo);
    if (job.open) {
      await tx`delete from inngest_local.jobs where id = ${task.jobId}`;
    } else {
      await tx`
        update inngest_local.jobs set kind = 'call', step_id = 'step', attempt = 0, instance = null
        where id = ${task.jobId}`;
    }
  });
}
