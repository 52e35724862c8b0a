import { retryAt } from "./backoff";
import { dueAt, fanOut, held, plannedWait, settle, type WaitOperation } from "./branches";
import type { Answer } from "./call";
import { instantOf } from "./duration";
import { acceptEvents } from "./events";
import { newId } from "./ids";
import type { Task } from "./jobs";
import { instant, type Sql, type Surroundings, type Tx } from "./postgres";
import { largestStepBytes, type Operation, plainError, type SdkError } from "./protocol";
import { registerWait } from "./waits";

/**
 * Stores what an answer means for its run, in one transaction that holds only while the task's generation is
 * still the job's: the late answer of a process that was taken for dead changes nothing, nor does one for a
 * cancelled run.
 */
export async function applyAnswer(at: Surroundings, task: Task, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "complete":
      return complete(at, task, answer.result);
    case "fail":
      return fail(at, task, answer.error);
    case "retry":
      return retry(at, task, answer.error, answer.retryAfter);
    case "operations":
      return applyOperations(at, task, answer);
  }
}

/** As Inngest: with more steps than this a run fails. */
const mostSteps = 1000;

async function applyOperations(
  at: Surroundings,
  task: Task,
  { operations, retryAfter, version }: Extract<Answer, { kind: "operations" }>,
): Promise<void> {
  const [only, ...more] = operations;
  const problem = problemWith(task, operations, at.now());
  if (problem) return fail(at, task, { name: "NotSupported", message: problem });
  if (!only) return nothingToDo(at, task);
  const end = operations.find(({ op }) => op === "RunComplete");
  if (end?.op === "RunComplete") return complete(at, task, end.data);
  await noteMode(at, task, version, more.length > 0);
  if (more.length > 0) return fanOut(at, task, operations);
  switch (only.op) {
    case "StepRun":
      return settle(at, task, { stepId: only.id, value: { data: only.data } });
    case "StepFailed":
      return settle(at, task, { stepId: only.id, value: { error: plainError(only.error) } });
    case "StepError":
      return retry(at, task, only.error, retryAfter);
    case "StepPlanned":
      return plan(at, task, only.id);
    case "Sleep":
      return pause(at, task, only.id, only.name);
    case "WaitForEvent":
      return wait(at, task, only);
  }
}

function problemWith(task: Task, operations: Operation[], now: number): string | undefined {
  if (task.memos.length + operations.length > mostSteps) return `A run may have at most ${mostSteps} steps`;
  for (const operation of operations) {
    if (operation.op === "Unsupported") {
      return `The embedded Inngest server does not support ${operation.was}; set INNGEST_* to use a real one`;
    }
    if (operation.op === "StepRun" && JSON.stringify(operation.data).length > largestStepBytes) {
      return "The result of a step may have at most 4 MiB";
    }
    const until =
      operation.op === "Sleep"
        ? operation.name
        : operation.op === "WaitForEvent"
          ? operation.opts.timeout
          : "";
    if (instantOf(until, now) === undefined) return `"${until}" is neither a duration nor a date`;
  }
  return undefined;
}

/**
 * The SDK answers the first request with the version it speaks. After a parallel group was found it plans steps
 * instead of running them, until the group is through. A mere mode of asking: no fence needed.
 */
async function noteMode({ sql }: Surroundings, task: Task, version: number | null, parallel: boolean) {
  const requestVersion = version ?? task.requestVersion;
  const planning = parallel || (task.planning && task.kind === "step");
  if (requestVersion === task.requestVersion && planning === task.planning) return;
  await sql`
    update inngest_local.runs set request_version = ${requestVersion}, planning = ${planning}
    where id = ${task.runId}`;
}

/** The SDK named its next step instead of running it, and runs it when asked to. */
async function plan(at: Surroundings, task: Task, stepId: string): Promise<void> {
  await at.sql`
    update inngest_local.jobs set kind = 'step', step_id = ${stepId}, attempt = 0, instance = null
    where ${held(at.sql, task)}`;
}

async function pause(at: Surroundings, task: Task, stepId: string, until: string): Promise<void> {
  await at.sql`
    update inngest_local.jobs
    set kind = 'pause', step_id = ${stepId}, due_at = ${dueAt(until, at.now())}, attempt = 0, instance = null
    where ${held(at.sql, task)}`;
}

async function wait(at: Surroundings, task: Task, operation: WaitOperation): Promise<void> {
  const planned = plannedWait(task, operation);
  await at.sql.begin(async (tx) => {
    const pausing = tx`
      update inngest_local.jobs
      set kind = 'pause', step_id = ${operation.id}, attempt = 0, instance = null,
        due_at = ${dueAt(operation.opts.timeout, at.now())}
      where ${held(tx, task)} returning run_id`;
    await registerWait(tx, planned, pausing, task.event, at.now());
  });
}

/** The same job later. The attempts of a step are counted in one place, whoever saw it fail. */
async function retry(
  at: Surroundings,
  task: Task,
  error: SdkError,
  retryAfter: string | null,
): Promise<void> {
  if (task.attempt + 1 >= task.maxAttempts) return fail(at, task, error);
  const due = instant(retryAt(task.attempt, retryAfter, at.now()));
  await at.sql`
    update inngest_local.jobs set attempt = ${task.attempt + 1}, due_at = ${due}, instance = null
    where ${held(at.sql, task)}`;
}

/** An empty list is right while other branches are open, and a standstill otherwise. */
async function nothingToDo(at: Surroundings, task: Task): Promise<void> {
  if (task.siblings > 0) return settle(at, task);
  return retry(at, task, { name: "NothingToDo", message: "The function neither went on nor ended" }, null);
}

async function complete({ sql, now }: Surroundings, task: Task, result: unknown): Promise<void> {
  await endRun(sql, task, "completed", result, now());
}

/** `inngest/function.failed` is accepted like any event: an onFailure handler is a function it triggers. */
async function fail(at: Surroundings, task: Task, error: SdkError): Promise<void> {
  const now = at.now();
  const id = newId(now);
  const data = {
    function_id: task.functionId,
    run_id: task.runId,
    error: { ...plainError(error), error: error.name },
    event: task.event,
    events: [task.event],
    result: error,
    _inngest: { status: "Failed" },
  };
  const payload = { id, name: "inngest/function.failed", data, ts: now, user: {} };
  await at.sql.begin(async (tx) => {
    if (await endRun(tx, task, "failed", error, now)) await acceptEvents(tx, [{ id, payload }], now);
  });
}

/** False if the task is no longer ours to end. The run row is locked before its jobs, as everywhere. */
async function endRun(
  tx: Sql | Tx,
  task: Task,
  status: "completed" | "failed",
  result: unknown,
  now: number,
) {
  const [row] = await tx`
    with run as (
      update inngest_local.runs
      set status = ${status}, result = ${JSON.stringify(result)}::text::json, ended_at = ${instant(now)}
      where id = ${task.runId} and exists (select from inngest_local.jobs where ${held(tx, task)}) returning id
    ),
    no_jobs as (delete from inngest_local.jobs using run where jobs.run_id = run.id),
    no_waits as (delete from inngest_local.waits using run where waits.run_id = run.id)
    select id from run`;
  return row !== undefined;
}
