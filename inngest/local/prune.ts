import { instant, type Surroundings } from "./postgres";

const keptFor = 7 * 24 * 3_600_000;

/** Rows per statement: short enough to stand in nobody's way. */
const batch = 1000;

/** Deletes runs that ended more than 7 days ago, events of that age that no run needs, and what has expired. */
export async function prune({ sql, now }: Surroundings): Promise<void> {
  const before = instant(now() - keptFor);
  await inBatches(
    () => sql`
      delete from inngest_local.runs where id in (
        select id from inngest_local.runs where ended_at < ${before} limit ${batch}
      )`,
  );
  await inBatches(
    () => sql`
      delete from inngest_local.events where id in (
        select id from inngest_local.events where received_at < ${before}
          and not exists (select from inngest_local.runs where runs.event_id = events.id) limit ${batch}
      )`,
  );
  await inBatches(
    () => sql`
      delete from inngest_local.starts where (function_id, key) in (
        select function_id, key from inngest_local.starts where expires_at < ${instant(now())} limit ${batch}
      )`,
  );
  await sql.begin(async (tx) => {
    // Waits for senders that found their lane open and have not committed the job yet.
    await tx`lock table inngest_local.lanes in access exclusive mode`;
    await tx`
      delete from inngest_local.lanes
      where not exists (select from inngest_local.jobs where jobs.lane = lanes.name)`;
  });
  await sql`delete from inngest_local.instances where heartbeat_at < now() - interval '1 day'`;
}

async function inBatches(remove: () => Promise<{ count: number }>): Promise<void> {
  while ((await remove()).count === batch);
}
