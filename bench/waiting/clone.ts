import type postgres from "postgres";

const DAY = 86_400_000;

/** Columns of a table that take a value, identities and what is computed aside. */
async function columnsOf(sql: postgres.Sql, table: string): Promise<string> {
  const [schema = "public", name = table] = table.includes(".") ? table.split(".") : ["public", table];
  const rows = await sql<{ name: string }[]>`
    select quote_ident(column_name) as name from information_schema.columns
    where table_schema = ${schema} and table_name = ${name} and is_identity = 'NO' and is_generated = 'NEVER'
    order by ordinal_position`;
  return rows.map((row) => row.name).join(", ");
}

/**
 * Puts so many people beside one who waits: the same rows with other ids and times, those of the durable engine included,
 * as if each had come the same way. `waitMs` is how long they wait at `rest`; all are due days from now. Answers how many
 * seconds it took.
 */
export async function cloneWaiting(
  sql: postgres.Sql,
  { enrollmentId, people, waitMs }: { enrollmentId: string; people: number; waitMs: number },
): Promise<number> {
  const begun = performance.now();
  await sql`
    create table bench_person as
    select n, md5('enrollment' || n)::uuid as enrollment_id, md5('contact' || n)::uuid as contact_id,
      'bench-' || n as event_id, 'BENCHRUN' || lpad(n::text, 18, '0') as run_id,
      'BENCHEVT' || lpad(n::text, 18, '0') as started_id,
      (extract(epoch from now()) * 1000)::bigint + ${DAY}::bigint + (n * ${3 * DAY}::bigint / ${people}::int) as due
    from generate_series(1, ${people}::int) n`;
  await sql`create unique index on bench_person (n)`;
  await sql`alter table bench_person add column came bigint`;
  await sql`update bench_person set came = due - ${waitMs}::bigint`;

  const clone = async (table: string, which: string, changes: string) => {
    const columns = await columnsOf(sql, table);
    await sql.unsafe(`
      insert into ${table} (${columns})
      select ${columns
        .split(", ")
        .map((name) => `made.${name}`)
        .join(", ")}
      from ${table} one, bench_person p, lateral jsonb_populate_record(one, jsonb_build_object(${changes})) made
      where ${which}`);
  };
  const of = `one.id = '${enrollmentId}'`;
  const whose = `(select contact_id from enrollment where id = '${enrollmentId}')`;
  await clone(
    "contact",
    `one.id = ${whose}`,
    `'id', p.contact_id, 'email', 'waiting-' || p.n || '@example.org', 'last_instant', p.came + 1`,
  );
  await clone(
    "event",
    `one.contact_id = ${whose}`,
    `'id', p.event_id, 'contact_id', p.contact_id, 'occurred_at', p.came, 'visible_at', p.came`,
  );
  const times = ["entered_at", "arrived_at", "stepped_at"].map((name) => `'${name}', p.came`);
  const due = ["until", "due_at", "armed_for"].map((name) => `'${name}', p.due`);
  await clone(
    "enrollment",
    of,
    `'id', p.enrollment_id, 'contact_id', p.contact_id, 'entry_event_id', p.event_id, ${[...times, ...due].join(", ")}`,
  );
  await clone(
    "visit",
    `one.enrollment_id = '${enrollmentId}'`,
    `'enrollment_id', p.enrollment_id, 'entered_at', p.came, 'left_at', case when one.left_at is null then null else p.came end`,
  );

  // The engine's own: the event that started the run, the run, what it has memoised, its pause and what it waits for.
  const [run] = await sql<{ id: string; event_id: string }[]>`
    select runs.id, runs.event_id from inngest_local.runs join inngest_local.events on events.id = runs.event_id
    where events.payload::text like ${`%${enrollmentId}%`} and events.name = 'enrollment/started'
      and runs.status = 'running'`;
  if (!run) throw new Error("The one who waits has no run.");
  const swapped = (column: string) =>
    `replace(replace(${column}::text, '${enrollmentId}', p.enrollment_id::text), '${run.event_id}', p.started_id)`;
  await sql.unsafe(`
    insert into inngest_local.events (id, name, payload, keys, received_at)
    select p.started_id, name, ${swapped("payload")}::json,
      array(select ${swapped("one_key")} from unnest(keys) one_key), received_at
    from inngest_local.events, bench_person p where id = '${run.event_id}'`);
  await sql.unsafe(`
    insert into inngest_local.runs (id, function_id, event_id, status, planning, request_version, created_at)
    select p.run_id, function_id, p.started_id, status, planning, request_version, created_at
    from inngest_local.runs, bench_person p where id = '${run.id}'`);
  await sql.unsafe(`
    insert into inngest_local.steps (run_id, step_id, value, event_id)
    select p.run_id, step_id, ${swapped("value")}::json, null
    from inngest_local.steps, bench_person p where steps.run_id = '${run.id}' order by p.n, seq`);
  await sql.unsafe(`
    insert into inngest_local.jobs (run_id, step_id, kind, due_at, attempt, lane)
    select p.run_id, step_id, kind, to_timestamp(p.due / 1000.0), attempt, lane
    from inngest_local.jobs, bench_person p where jobs.run_id = '${run.id}'`);
  await sql.unsafe(`
    insert into inngest_local.waits (run_id, step_id, event_name, key, expression, expires_at)
    select p.run_id, step_id, event_name, ${swapped("key")}, expression, expires_at
    from inngest_local.waits, bench_person p where waits.run_id = '${run.id}'`);
  await sql`analyze`;
  return (performance.now() - begun) / 1_000;
}

/** Lets the first of them fall due evenly over a minute that begins then; whoever else waits goes on waiting. */
export async function letFallDue(
  sql: postgres.Sql,
  { people, from, waitMs }: { people: number; from: number; waitMs: number },
): Promise<void> {
  await sql`
    update bench_person set due = ${from}::bigint + (n - 1) * 60000::bigint / ${people}::int where n <= ${people}::int`;
  await sql`update bench_person set came = due - ${waitMs}::bigint where n <= ${people}::int`;
  await sql`
    update contact c set last_instant = p.came + 1 from bench_person p where c.id = p.contact_id and p.n <= ${people}::int`;
  await sql`
    update event e set occurred_at = p.came, visible_at = p.came from bench_person p
    where e.contact_id = p.contact_id and p.n <= ${people}::int`;
  await sql`
    update visit v set entered_at = p.came, left_at = case when v.left_at is null then null else p.came end
    from bench_person p where v.enrollment_id = p.enrollment_id and p.n <= ${people}::int`;
  await sql`
    update enrollment e set entered_at = p.came, arrived_at = p.came, stepped_at = p.came, until = p.due, due_at = p.due,
      armed_for = p.due
    from bench_person p where e.id = p.enrollment_id and p.n <= ${people}::int`;
  await sql`
    update inngest_local.jobs j set due_at = to_timestamp(p.due / 1000.0) from bench_person p
    where j.run_id = p.run_id and p.n <= ${people}::int`;
}
