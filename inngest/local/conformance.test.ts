import { type FailureEventArgs, type Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { scratchDatabase } from "@/db/testing";
import { sample, unlabelled } from "@/tests/inngest-samples/sample";
import { inProcess } from "./handlers";
import { localClient } from "./local-client";
import { startLocalServer } from "./server";
import { silent, testClock } from "./testing";

/** The functions that were running when the samples were recorded. */
const recordedFunctions = (client: Inngest) => [
  client.createFunction({ id: "f-steps", triggers: { event: "t/steps" } }, async ({ event, step }) => {
    const a = await step.run("a", () => ({ n: event.data.n }));
    await step.sleep("nap", "1s");
    return { a, b: await step.run("b", () => a.n + 1) };
  }),
  client.createFunction(
    { id: "f-steps-nocp", checkpointing: false, triggers: { event: "t/steps.nocp" } },
    async ({ event, step }) => {
      const a = await step.run("a", () => ({ n: event.data.n }));
      await step.run("a2", () => {});
      await step.sleep("nap", "1s");
      return { a, a2: null, b: await step.run("b", () => a.n + 1) };
    },
  ),
  client.createFunction({ id: "f-wait", triggers: { event: "t/wait" } }, async ({ event, step }) => {
    const timeout = event.data.timeout ?? "5s";
    await step.waitForEvent("w-match", { event: "t/answer", timeout, match: "data.k" });
    const more = "event.data.k == async.data.k && async.data.n > 10";
    await step.waitForEvent("w-if", { event: "t/answer", timeout, if: more });
  }),
  client.createFunction({ id: "f-par", triggers: { event: "t/par" } }, async ({ step }) => {
    const second = () => new Promise((resolve) => setTimeout(() => resolve(2), 300));
    await Promise.all([step.run("p1", () => 1), step.run("p2", second), step.sleep("pz", "1s")]);
    await step.run("z", () => 3);
  }),
  client.createFunction(
    { id: "f-retry", retries: 3, triggers: { event: "t/retry" } },
    async ({ event, step }) => {
      await step.run("flaky", () => {
        throw new RetryAfterError("later", event.data.after);
      });
    },
  ),
  client.createFunction(
    { id: "f-fail", retries: 1, triggers: { event: "t/fail" }, onFailure: async (_: FailureEventArgs) => {} },
    async ({ event, step }) => {
      if (event.data.mode === "fn") throw new Error("fn boom");
      if (event.data.mode === "nonretriable")
        throw new NonRetriableError("never", { cause: new Error("root") });
      await step.run("bad", () => {
        throw new TypeError("step boom");
      });
    },
  ),
  client.createFunction({ id: "f-cron", triggers: { cron: "* * * * *" } }, async () => {}),
];

type Exchange = { url: URL; headers: Headers; body: Record<string, unknown>; response: Response };

const exchanges: Exchange[] = [];
const isCron = (url: URL) => url.searchParams.get("fnId") === "my-app-f-cron";
let scratch: Awaited<ReturnType<typeof scratchDatabase>>;

beforeAll(async () => {
  scratch = await scratchDatabase();
  // Half a minute past: the cron's next fire time is ahead.
  const clock = testClock(Math.floor(Date.now() / 60_000) * 60_000 + 30_000);
  const sql = () => scratch.db.$client;
  const client = localClient({ id: "my-app", sql, now: clock.now, logger: silent });
  const call = inProcess(client, recordedFunctions(client));
  const server = startLocalServer({
    pool: scratch.db,
    now: clock.now,
    pollMs: 50,
    async call(request) {
      const body = await request.clone().json();
      const response = await call(request);
      exchanges.push({
        url: new URL(request.url),
        headers: request.headers,
        body,
        response: response.clone(),
      });
      return response;
    },
  });
  await server.ready;
  const proceed = async (seconds: number) => {
    clock.advance(seconds * 1000);
    server.wake();
    await server.idle();
  };
  await client.send([
    { name: "t/steps", data: { n: 5 } },
    { name: "t/steps.nocp", data: { n: 5 } },
    { name: "t/wait", data: { k: "A" } },
    { name: "t/wait", data: { k: "B", timeout: "2s" } },
    { name: "t/par", data: {} },
    { name: "t/retry", data: { after: "2s" } },
    ...["fn", "nonretriable", "step"].map((mode) => ({ name: "t/fail", data: { mode } })),
  ]);
  await proceed(1);
  await client.send({ name: "t/answer", data: { k: "A", n: 1 } });
  for (const seconds of [2, 45, 45]) await proceed(seconds);
  // Crons are looked at once a second of real time, however fast this clock is moved.
  await vi.waitFor(() => expect(exchanges.some(({ url }) => isCron(url))).toBe(true), { timeout: 20_000 });
  await server.idle();
  await server.stop();
}, 60_000);

afterAll(() => scratch.drop());

describe("a request has what Inngest's own server sends, in every field the SDK reads", () => {
  test.each([
    "exec-first-and-sleep",
    "exec-resume-complete",
    "nocp-steprun",
    "nocp-200-result",
    "parallel-plan",
    "parallel-targeted-step",
    "parallel-discovery",
    "wait-op",
    "wait-resume-event",
    "wait-resume-timeout",
    "steperror-retryafter",
    "stepfailed",
    "memoized-error-then-400",
    "fn-500-retriable",
    "fn-400-nonretriable",
    "onfailure-request",
  ])("%s", async (name) => {
    const { request, response } = sample(name);
    const theirs = whatTheSdkReads(
      new URL(request.url, "http://any"),
      new Headers(request.headers),
      request.body,
    );
    const candidates = exchanges
      .filter(({ url }) => url.search === new URL(request.url, "http://any").search)
      .map((exchange) => ({
        exchange,
        ours: whatTheSdkReads(exchange.url, exchange.headers, exchange.body),
      }));
    const match = candidates.find(({ ours }) => scenarioOf(ours) === scenarioOf(theirs));
    expect(match?.ours ?? candidates.map(({ ours }) => scenarioOf(ours))).toEqual(theirs);
    expect(match?.exchange.response.status).toBe(response.status);
  });

  test("cron-request", () => {
    const { request } = sample("cron-request");
    const ours = exchanges.find(({ url }) => isCron(url))?.body;
    expect(ours).toMatchObject({ event: { name: "inngest/scheduled.timer", data: { cron: "* * * * *" } } });
    const shape = (event: unknown) => JSON.stringify(event).replace(/\d\d(?=[T:Z-])|\d{13}/g, "#");
    expect(shape(sorted(ours?.event))).toBe(shape(sorted(request.body.event)));
  });
});

test("on every hop the SDK says that it is the SDK, and signs", () => {
  expect(exchanges.length).toBeGreaterThan(30);
  for (const { response } of exchanges) {
    expect(response.headers.get("x-inngest-sdk")).toBe("inngest-js:v4.24.0");
    expect(response.headers.get("x-inngest-sdk-handled")).toBe("true");
    expect(response.headers.get("x-inngest-req-version")).toBe("2");
    expect(response.headers.get("x-inngest-signature")).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
  }
});

/** See `parseFnData` and `runStep` of the SDK. */
function whatTheSdkReads(url: URL, headers: Headers, body: Record<string, unknown>) {
  const { version, event, events, steps } = body;
  const ctx = body.ctx as Record<string, unknown>;
  const ids = ["x-request-id", "x-inngest-generation-id", "x-inngest-job-id"].map((name) =>
    headers.has(name),
  );
  return {
    query: url.search,
    headers: { version: headers.get("x-inngest-req-version"), ids },
    version,
    ...(unlabelled({ event, events, steps }) as {
      event: Record<string, unknown>;
      steps: Record<string, unknown>;
    }),
    ctx: {
      run_id: unlabelled(ctx.run_id),
      attempt: ctx.attempt,
      max_attempts: ctx.max_attempts,
      disable_immediate_execution: ctx.disable_immediate_execution,
      use_api: ctx.use_api,
      stack: (ctx.stack as { stack: string[] }).stack,
      checkpoints: typeof ctx.fn_id === "string" && typeof ctx.qi_id === "string",
    },
  };
}

/** What tells the moments of one function apart. */
function scenarioOf({ event, steps, ctx }: ReturnType<typeof whatTheSdkReads>): string {
  const data = event.data as { mode?: string; k?: string; error?: { name: string } };
  return JSON.stringify([data.mode, data.k, data.error?.name, Object.keys(steps).sort(), ctx.attempt]);
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([k, v]) => [k, sorted(v)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
