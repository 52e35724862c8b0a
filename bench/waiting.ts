/**
 * Many people wait and some of them fall due within one minute: how long until the last of these has gone on, how late each
 * was, what the app needs of memory meanwhile. On the built app with its embedded engine; the waiting are set up by SQL.
 *
 *   npm run bench:waiting                          100,000 people, 10,000 of them due
 *   npm run bench:waiting -- 2000 200              as many as you say
 *   npm run bench:waiting -- 100000 10000 forgotten
 *                                                  the durable engine has forgotten all of them: the sweep finds them
 */
import { setTimeout as pause } from "node:timers/promises";
import { drawing, mail, onEvent, wait } from "../tests/engine/drawings";
import { openDatabase, post } from "../tests/faults/rest";
import { postmaster, readRecord } from "../tests/runner/launch";
import { startBenchApp } from "./built-app";
import { load, machine } from "./machine";
import { figure, quantile, table } from "./numbers";
import { memoryMb } from "./usage";
import { cloneWaiting, letFallDue } from "./waiting/clone";

const DAY = 86_400_000;
const WAIT_MS = 5 * DAY;
const [people = 100_000, due = 10_000] = process.argv.slice(2).filter(Number).map(Number);
const forgotten = process.argv.includes("forgotten");

const app = await startBenchApp();
const sql = openDatabase(app);
try {
  const [version] = await sql<{ version: string }[]>`select version()`;
  console.log(`${machine(version?.version ?? "")}, ${load()}\n`);
  await sql`update workspace_settings set postal_address = 'Mill & Co, 1 Water Street, Bristol',
    sender_name = 'Mill', sender_email = 'hello@mill.example' where workspace_id = ${app.demo.workspaceId}`;
  const enrollmentId = await oneWhoWaits();
  const took = await cloneWaiting(sql, { enrollmentId, people, waitMs: WAIT_MS });
  console.error(`${people} people wait; setting them up took ${took.toFixed(0)} s, ${load()}`);
  if (forgotten) {
    await sql`truncate inngest_local.events, inngest_local.runs, inngest_local.steps, inngest_local.jobs,
      inngest_local.waits, inngest_local.starts`;
  }
  const resting = await rest();
  const from = Date.now() + 10_000;
  await letFallDue(sql, { people: due, from, waitMs: WAIT_MS });
  report(await watch(from), resting);
} finally {
  await sql.end();
  await app.stop();
}

async function oneWhoWaits(): Promise<string> {
  const flow = drawing(
    { start: onEvent("came"), rest: wait(WAIT_MS), hello: mail("Hello"), later: wait(DAY), bye: mail("Bye") },
    ["start > rest > hello > later > bye"],
  );
  const { id } = await post<{ id: string }>(app, "funnels", { name: "Waiting", flow });
  await post(app, `funnels/${id}/publish`, {});
  const contact = { consent: { marketing: true, source: "checkout" } };
  await post(app, "events", { id: "first", name: "came", email: "first@example.org", contact });
  for (;;) {
    const [row] = await sql<{ id: string }[]>`
      select e.id from enrollment e where node_id = 'rest' and turn > 0
        and exists (select from inngest_local.waits where key like '%' || e.id || '%')`;
    if (row) return row.id;
    await pause(50);
  }
}

/** Memory of everything the app started, its database aside, in MiB. */
function appMb(): number {
  const all = memoryMb(readRecord(app.folder).pid);
  return all - memoryMb(postmaster(app.folder) ?? 0);
}

/** What it needs while everybody only waits. */
async function rest(): Promise<number> {
  await pause(10_000);
  return appMb();
}

type Watched = { seconds: number; mailSeconds: number; late: number[]; peakMb: number };

async function watch(from: number): Promise<Watched> {
  let peakMb = 0;
  let seconds = Number.NaN;
  for (;;) {
    await pause(1_000);
    peakMb = Math.max(peakMb, appMb());
    const [row] = await sql<{ left: number; sent: number }[]>`
      select (select count(*)::int from enrollment e join bench_person p on p.enrollment_id = e.id
                where p.n <= ${due} and e.node_id = 'rest') as left,
             (select count(*)::int from message where state = 'sent') as sent`;
    if (Number.isNaN(seconds) && row?.left === 0) seconds = (Date.now() - from) / 1_000;
    if (row?.sent === due) break;
    if (Date.now() > from + 1_800_000) throw new Error(`After half an hour ${row?.left} still wait.`);
  }
  const mailSeconds = (Date.now() - from) / 1_000;
  // Their mail's row was written as they went on.
  const late = await sql<{ ms: number }[]>`
    select extract(epoch from m.created_at)::float8 * 1000 - p.due as ms
    from message m join bench_person p on p.enrollment_id = m.enrollment_id`;
  return { seconds, mailSeconds, late: late.map(({ ms }) => ms), peakMb };
}

function report({ seconds, mailSeconds, late, peakMb }: Watched, resting: number): void {
  const head = [
    "waiting",
    "due in a minute",
    "last one went on",
    "last mail",
    "late p50",
    "p95",
    "most",
    "at rest",
    "peak",
  ];
  const row = [
    `${people}${forgotten ? ", forgotten by the clock" : ""}`,
    String(due),
    figure(seconds, "s"),
    figure(mailSeconds, "s"),
    figure(quantile(late, 0.5) / 1_000, "s"),
    figure(quantile(late, 0.95) / 1_000, "s"),
    figure(Math.max(...late) / 1_000, "s"),
    figure(resting, "MB"),
    figure(peakMb, "MB"),
  ];
  console.log(table(head, [row]));
  console.log(`\ntimes since the first one was due; memory of the app, PostgreSQL aside; ${load()}`);
}
