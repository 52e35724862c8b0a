import type { Sql } from "./postgres";
import type { Checkpoint } from "./protocol";

/**
 * Stores steps that a function has just finished and goes on from. False if the job is no longer the caller's:
 * the SDK then halts. The steps are committed before it hears anything, so a step it goes on from is never lost.
 */
export async function storeCheckpoint(sql: Sql, runId: string, { qi_id, generation_id, steps }: Checkpoint) {
  const memos = steps.map(({ id, data }) => ({ step_id: id, value: { data } }));
  const [job] = await sql`
    with job as (
      update inngest_local.jobs set kind = 'call', step_id = 'step', attempt = 0
      where id = ${qi_id} and generation = ${generation_id} and run_id = ${runId} returning run_id
    ),
    memoised as (
      insert into inngest_local.steps (run_id, step_id, value)
      select run_id, memo.step_id, memo.value
      from job, json_to_recordset(${JSON.stringify(memos)}::text::json) as memo(step_id text, value json)
      on conflict do nothing
    )
    select run_id from job`;
  return job !== undefined;
}
