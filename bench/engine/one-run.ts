/**
 * One measured run in a process of its own, started by `bench/engine.ts`: so many people go through the journey, driven
 * by the embedded Inngest server as the app starts it, or directly.
 */
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { engine as appEngine } from "@/lib/engine/current";
import type { Engine } from "@/lib/engine/engine";
import { startEngine } from "@/lib/engine/start";
import { asks, drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, type Live, makeWorkspace, publishFlow, SECOND, submit, subscriber } from "@/tests/engine/kit";
import { memoryMb, processorMs } from "../usage";
import { directEngine } from "./direct";

export type Driver = "embedded" | "direct";
export type Measured = {
  people: number;
  /** From the first event to the last journey's end, the wait of a second included. */
  seconds: number;
  ingestSeconds: number;
  /** Processor time in milliseconds. */
  nodeMs: number;
  postgresMs: number;
  /** Steps of Inngest: memoised results, waits included. */
  steps: number;
  /** Highest seen, in MiB. */
  nodeMb: number;
  postgresMb: number;
};

const [driver = "embedded", count = "100", postgresPid = "0"] = process.argv.slice(2);

const journey = (event: string) =>
  drawing(
    {
      start: onEvent(event),
      hello: mail("Hello"),
      pause: wait(SECOND),
      ask: asks({ test: "clicked", email: "hello" }, 0),
      bye: mail("Goodbye"),
    },
    ["start > hello > pause > ask", "ask:yes > bye", "ask:no > bye"],
  );

async function goThrough(
  engine: Engine,
  workspaceId: string,
  event: string,
  people: number,
): Promise<Measured> {
  const place = await publishFlow(db(), workspaceId, journey(event));
  const before = {
    node: processorMs(process.pid),
    postgres: processorMs(Number(postgresPid)),
    steps: await stepsSoFar(),
  };
  const peak = { nodeMb: 0, postgresMb: 0 };
  const look = setInterval(() => {
    peak.nodeMb = Math.max(peak.nodeMb, process.memoryUsage.rss() / 2 ** 20);
  }, 100);
  const begun = performance.now();
  const names = Array.from({ length: people }, (_, n) => `${event}-${n}`)[Symbol.iterator]();
  const sender = async () => {
    for (const name of names) await submit(engine, workspaceId, subscriber(name), event);
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  const ingested = performance.now();
  while (await somebodyIsOnTheWay(place)) await pause(50);
  const ended = performance.now();
  clearInterval(look);
  peak.postgresMb = memoryMb(Number(postgresPid));
  await everybodyGotBoth(place, people);
  return {
    people,
    seconds: (ended - begun) / 1_000,
    ingestSeconds: (ingested - begun) / 1_000,
    nodeMs: processorMs(process.pid) - before.node,
    postgresMs: processorMs(Number(postgresPid)) - before.postgres,
    steps: (await stepsSoFar()) - before.steps,
    ...peak,
  };
}

async function somebodyIsOnTheWay({ funnelId }: Live): Promise<boolean> {
  const rows = await db().execute(
    sql`select from enrollment where funnel_id = ${funnelId} and status = 'active' limit 1`,
  );
  return rows.length > 0;
}

/** A figure of people who got something else would be worth nothing. */
async function everybodyGotBoth({ funnelId }: Live, people: number): Promise<void> {
  const [row] = await db().execute<{ mails: number; ended: number }>(sql`
    select count(m.id)::int as mails, count(distinct e.id)::int as ended from enrollment e
    join message m on m.enrollment_id = e.id and m.state = 'sent'
    where e.funnel_id = ${funnelId} and e.status = 'ended' and e.end_reason = 'finished'`);
  if (row?.ended !== people || row.mails !== 2 * people) {
    throw new Error(`${people} people, but ${row?.ended} ended with ${row?.mails} mails.`);
  }
}

async function stepsSoFar(): Promise<number> {
  const [row] = await db().execute<{ n: number }>(sql`select count(*)::int as n from inngest_local.steps`);
  return row?.n ?? 0;
}

/** One person at a time on an idle engine: from handing in the event to the moment its first step has the lock. */
async function latencies(engine: Engine, workspaceId: string, samples: number): Promise<number[]> {
  const flow = drawing({ start: onEvent("idle"), pause: wait(30 * DAY), bye: mail("Goodbye") }, [
    "start > pause > bye",
  ]);
  await publishFlow(db(), workspaceId, flow);
  const found: number[] = [];
  for (let n = 0; n < samples; n++) {
    await pause(30 + 50 * Math.random());
    const sent = Date.now();
    const { enrollments } = await submit(engine, workspaceId, subscriber(`idle-${n}`), "idle");
    found.push((await firstStep(enrollments[0] ?? "")) - sent);
  }
  return found;
}

/** A journey's own instants say when something was due; the contact's last one says when it was done. */
async function firstStep(enrollmentId: string): Promise<number> {
  for (;;) {
    const [row] = await db().execute<{ turn: number; at: string }>(sql`
      select e.turn, c.last_instant as at from enrollment e join contact c on c.id = e.contact_id
      where e.id = ${enrollmentId}`);
    if (row && row.turn > 0) return Number(row.at);
    await pause(5);
  }
}

const running = driver === "embedded" ? await startEngine() : null;
await running?.ready;
const engine = running ? appEngine() : directEngine(db());
const workspaceId = await makeWorkspace(db());
await goThrough(engine, workspaceId, "warm", 60);
if (count === "idle") {
  await latencies(engine, workspaceId, 20);
  process.send?.(await latencies(engine, workspaceId, 150));
} else {
  process.send?.(await goThrough(engine, workspaceId, "people", Number(count)));
}
await running?.stop();
await db().$client.end();
process.disconnect?.();
