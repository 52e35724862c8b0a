/**
 * One measured run in a process of its own, started by `bench/outbox.ts`: a backlog leaves over the fake Resend, while
 * events of its people keep coming.
 */
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { LEASE_MS } from "@/lib/engine/claim";
import { deliver } from "@/lib/engine/deliver";
import type { Engine } from "@/lib/engine/engine";
import { newLag } from "@/lib/engine/lag";
import { resendTransport } from "@/lib/engine/transport/resend";
import { INBOX, type MailAccount } from "@/lib/engine/transport/transport";
import { pretendsToCall } from "@/lib/engine/web/call-web";
import { queueCrowd } from "@/tests/engine/crowd";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import { anyToken, makeWorkspace, publishFlow, submit } from "@/tests/engine/kit";
import { startFakeResend } from "@/tests/fake-resend/start";
import { processorMs } from "../usage";

export type Way = "single" | "batch" | "single-limited" | "batch-limited";
export type Measured = {
  seconds: number;
  calls: number;
  /** Processor time in milliseconds; of the stand-in nothing. */
  nodeMs: number;
  postgresMs: number;
  /** How long an event of somebody whose mail was leaving took at the longest, to see whether anybody is held up. */
  longestMs: number;
};

const [way = "single", count = "500", postgresPid = "0"] = process.argv.slice(2);
const mails = Number(count);

const resend = await startFakeResend();
const { send, sendBatch, dedupeWindowMs } = resendTransport({ apiKey: "re_bench", baseUrl: resend.url });
const batches = way.startsWith("batch");
const account: MailAccount = {
  id: "resend:bench",
  // Without a limit a batch must still be worth while: it is, when more wait than go in two seconds.
  perSecond: way.endsWith("limited") ? 9 : batches ? 100 : 1_000,
  transport: { dedupeWindowMs, send, ...(batches && sendBatch ? { sendBatch } : {}) },
};
const engine: Engine = {
  db: db(),
  clock: () => Date.now(),
  pause: (ms) => pause(ms),
  token: anyToken,
  hint: async () => {},
  lag: newLag(Date.now()),
  leaseMs: LEASE_MS,
  accounts: [{ id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY }, account],
  appUrl: "http://localhost:3000",
  callWeb: pretendsToCall,
  webhookSecret: () => "",
};

const flow = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);
const place = await publishFlow(db(), await makeWorkspace(db(), { demo: false }), flow);
await queueCrowd(db(), place, { nodeId: "hello", people: mails, at: Date.now() - 60_000, prefix: "p" });
await db().execute(sql`analyze`);

let longestMs = 0;
let done = false;
const others = (async () => {
  for (let n = 1; !done; n = (n % mails) + 1) {
    const began = performance.now();
    const who = { email: `p${n}@example.org`, name: `p${n}`, declarations: [] };
    await submit(engine, place.workspaceId, who, "looked");
    longestMs = Math.max(longestMs, performance.now() - began);
    await pause(50);
  }
})();

const before = { node: processorMs(process.pid), postgres: processorMs(Number(postgresPid)) };
const began = performance.now();
for (;;) {
  const { worked, waitMs } = await deliver(engine, account.id, { budgetMs: 60_000 });
  if (waitMs !== null) await pause(waitMs);
  else if (worked === 0) break;
}
const seconds = (performance.now() - began) / 1_000;
const nodeMs = processorMs(process.pid) - before.node;
const postgresMs = processorMs(Number(postgresPid)) - before.postgres;
done = true;
await others;

const accepted = await resend.accepted();
const reached = new Set(accepted.flatMap(({ to }) => to));
// A figure of mails that went twice or nowhere would be worth nothing.
if (accepted.length !== mails || reached.size !== mails) {
  throw new Error(`${mails} mails, but ${accepted.length} were accepted, for ${reached.size} people.`);
}
const measured: Measured = { seconds, calls: (await resend.calls()).length, nodeMs, postgresMs, longestMs };
process.send?.(measured);
await resend.stop();
await db().$client.end();
process.disconnect?.();
