import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { type Sample, sample } from "@/tests/inngest-samples/sample";
import { applyAnswer } from "./apply";
import { readAnswer } from "./call";
import { entrance } from "./entrance";
import { claimJobs, type Task } from "./jobs";
import { functionConfig } from "./protocol";
import { sign } from "./sign";
import { syncFunctions } from "./sync";
import { clearRuns, runsIn } from "./testing";

const key = "signkey-test-0123456789abcdef";
const now = Date.parse("2026-11-22T08:43:00.000Z");
const second = 1000;

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
  const { response } = sample("in-band-sync");
  const recorded = (sample("register").request.body.functions as { id: string }[]).filter(
    (config) => functionConfig.safeParse(config).success,
  );
  const others = ["steps", "steps-nocp", "wait", "par", "invoke"].map((name) => ({
    id: `my-app-f-${name}`,
    name: `f-${name}`,
    triggers: [{ event: `t/${name}` }],
    steps: { step: {} },
  }));
  const body = { ...(response.body as object), functions: [...recorded, ...others] };
  await syncFunctions(db.$client, async () => answerOf({ ...response, body }), key, now);
});

beforeEach(() => clearRuns(db));

afterAll(() => scratch.drop());

describe("what the SDK asks for is what is stored", () => {
  test("a sleep ends when it says, in a pause that memoises null", async () => {
    await play("t/steps", "exec-first-and-sleep");
    expect(await jobs()).toEqual([
      { kind: "pause", stepId: hash.nap, dueIn: second, attempt: 0, free: true },
    ]);
    const [woken] = await claim(now + second);
    expect(woken?.memos).toEqual([[hash.nap, null]]);
  });

  test("a checkpoint memoises the step before it is answered", async () => {
    const task = await start("t/steps");
    const { request, response } = sample("checkpoint-async");
    const body = { ...request.body, qi_id: task.jobId, generation_id: task.generation };
    const post = (given: object) =>
      entrance(() => db.$client)(`http://inngest.local/v1/checkpoint/${task.runId}/async`, {
        method: "POST",
        body: JSON.stringify(given),
      });
    expect((await post(body)).status).toBe(response.status);
    expect(await memos()).toEqual([[hash.a, { data: 1 }]]);
    expect((await post({ ...body, generation_id: task.generation - 1 })).status).toBe(409);
  });

  test("a step without checkpoint is memoised and the function called again", async () => {
    await play("t/steps-nocp", "nocp-steprun");
    expect(await memos()).toEqual([[hash.a, { data: { n: 5 } }]]);
    expect(await jobs()).toEqual([{ kind: "call", stepId: "step", dueIn: 0, attempt: 0, free: true }]);
  });

  test.each(["exec-resume-complete", "nocp-200-result"])("%s ends the run with its result", async (name) => {
    await play("t/steps", name);
    expect(await runsIn(db)).toMatchObject([{ status: "completed", result: { a: { n: 5 }, b: 6 } }]);
    expect(await jobs()).toEqual([]);
  });

  test("a parallel group becomes one job per branch, and the last to end calls the function", async () => {
    await play("t/par", "parallel-plan");
    expect((await jobs()).map(({ kind, dueIn }) => [kind, dueIn])).toEqual([
      ["step", 0],
      ["step", 0],
      ["pause", second],
    ]);
    const [p1, p2] = await claim();
    if (!p1 || !p2) throw new Error("two steps are due");
    await apply(p1, sample("parallel-targeted-step").response);
    await apply(p2, sample("parallel-targeted-step").response, { id: p2.stepId });
    expect((await jobs()).map(({ kind }) => kind)).toEqual(["pause"]);
    const [discovery] = await claim(now + second);
    expect(discovery).toMatchObject({ kind: "pause", planning: true, siblings: 0 });
  });

  test("a step that was only planned is asked for by its id", async () => {
    await play("t/par", "parallel-discovery");
    expect(await jobs()).toMatchObject([{ kind: "step", stepId: hash.z, dueIn: 0 }]);
  });

  test("a wait has its event, its key and its timeout", async () => {
    await play("t/wait", "wait-op", { k: "B" });
    expect(await db.$client`select event_name, key, expression from inngest_local.waits`).toEqual([
      { event_name: "t/answer", key: 't/answer k="B"', expression: null },
    ]);
    expect(await jobs()).toMatchObject([{ kind: "pause", dueIn: 2 * second }]);
  });

  test("what is left of an expression beside its equality is kept", async () => {
    await play("t/wait", "wait-resume-event", { k: "A" });
    expect(await db.$client`select key, expression from inngest_local.waits`).toEqual([
      { key: 't/answer k="A"', expression: "event.data.k == async.data.k && async.data.n > 10" },
    ]);
  });
});

describe("errors", () => {
  test("a failed attempt is repeated when its retry-after says", async () => {
    await play("t/retry", "steperror-retryafter");
    expect(await jobs()).toMatchObject([{ kind: "call", attempt: 1, dueIn: 2 * second, free: true }]);
  });

  test("a step out of attempts is memoised as its error", async () => {
    await play("t/fail", "stepfailed");
    const [[id, memo] = []] = await memos();
    expect([id, memo]).toMatchObject([hash.bad, { error: { name: "TypeError", message: "step boom" } }]);
    expect(memo).not.toHaveProperty("error.__serialized");
    expect(await jobs()).toMatchObject([{ kind: "call", attempt: 0, dueIn: 0 }]);
  });

  test("an error of the function is retried by the table", async () => {
    await play("t/fail", "fn-500-retriable");
    const [job] = await jobs();
    expect(job).toMatchObject({ attempt: 1 });
    expect(job?.dueIn).toBeGreaterThanOrEqual(15 * second);
    expect(job?.dueIn).toBeLessThanOrEqual(45 * second);
  });

  test.each(["memoized-error-then-400", "fn-400-nonretriable"])(
    "%s fails the run and starts onFailure",
    async (name) => {
      await play("t/fail", name);
      const [failed] = (await runsIn(db)).filter(({ status }) => status === "failed");
      expect(failed).toMatchObject({ functionId: "my-app-f-fail", result: sample(name).response.body });
      const [handler] = await claim();
      expect(handler).toMatchObject({
        functionId: "my-app-f-fail-failure",
        event: { name: "inngest/function.failed", data: { run_id: failed?.id } },
      });
    },
  );

  test("an operation this server does not have fails the run by its name", async () => {
    await play("t/invoke", "invoke-op");
    const message = expect.stringContaining("InvokeFunction");
    expect(await runsIn(db)).toMatchObject([{ status: "failed", result: { message } }]);
  });

  test.each([
    ["without the SDK's headers", (headers: Headers) => headers.delete("x-inngest-sdk")],
    ["that the SDK did not handle", (headers: Headers) => headers.set("x-inngest-sdk-handled", "false")],
    ["without a signature", (headers: Headers) => headers.delete("x-inngest-signature")],
    [
      "with another's signature",
      (headers: Headers) => headers.set("x-inngest-signature", sign("{}", key, now)),
    ],
    ["without a request version", (headers: Headers) => headers.delete("x-inngest-req-version")],
  ])("an answer %s is an error, whatever its status", async (_, spoil) => {
    const task = await start("t/steps");
    const given = answerOf(sample("nocp-200-result").response);
    spoil(given.headers);
    await applyAnswer(
      { sql: db.$client, now: () => now },
      task,
      readAnswer(200, given.headers, await given.text(), key),
    );
    expect(await runsIn(db)).toMatchObject([{ status: "running" }]);
    expect(await jobs()).toMatchObject([{ attempt: 1 }]);
  });
});

test.each(["event", "cloud-event"])("%s gets the ids that Inngest's own server gave", async (name) => {
  const { request, response } = sample(name);
  const answer = await entrance(() => db.$client)(`http://inngest.local${request.url}`, {
    method: "POST",
    headers: request.headers,
    body: JSON.stringify(request.body),
  });
  expect(answer.status).toBe(response.status);
  expect(await answer.json()).toEqual(response.body);
});

test("of the functions that were recorded, those with settings we do not honour are refused", () => {
  const configs = sample("register").request.body.functions as { id: string }[];
  const refused = configs.filter((config) => !functionConfig.safeParse(config).success).map(({ id }) => id);
  expect(refused).toEqual(["my-app-f-batch", "my-app-f-debounce", "my-app-f-rate"]);
});

const hash = {
  a: "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
  nap: "c2640f79b4ed481b838ce4ad75330aa3f825d4d9",
  z: "395df8f7c51f007019cb30201c49e884b46b92fa",
  bad: "1902e3d6fc4e78a0bcc50ba12b882769afbf4a8c",
};

/** Sends an event, takes the job of its run and gives it a recorded answer. */
async function play(event: string, name: string, data: object = {}) {
  await apply(await start(event, data), sample(name).response);
}

async function start(name: string, data: object = {}): Promise<Task> {
  const body = JSON.stringify({ name, data });
  await entrance(
    () => db.$client,
    () => now,
  )("http://inngest.local/e/key", { method: "POST", body });
  const [task] = await claim();
  if (!task) throw new Error(`${name} starts nothing`);
  return task;
}

const claim = async (at = now) =>
  (await claimJobs(db.$client, { instance: "test", count: 10, now: at })).tasks;

/** `change` replaces members of the first operation. */
async function apply(task: Task, response: Sample["response"], change?: object) {
  const [first, ...rest] = Array.isArray(response.body) ? response.body : [];
  const body = change ? [{ ...first, ...change }, ...rest] : response.body;
  const given = answerOf({ ...response, body });
  const answer = readAnswer(given.status, given.headers, await given.text(), key);
  await applyAnswer({ sql: db.$client, now: () => now }, task, answer);
}

/** A recorded answer, signed with our key. */
function answerOf({ status, headers, body }: Sample["response"]): Response {
  const text = JSON.stringify(body);
  return new Response(text, { status, headers: { ...headers, "x-inngest-signature": sign(text, key, now) } });
}

async function memos() {
  const rows = await db.$client<{ stepId: string; value: unknown }[]>`
    select step_id as "stepId", value from inngest_local.steps order by seq`;
  return rows.map(({ stepId, value }) => [stepId, value] as const);
}

const jobs = async () => [
  ...(await db.$client<{ kind: string; stepId: string; dueIn: number; attempt: number; free: boolean }[]>`
    select kind, step_id as "stepId", attempt, instance is null as free,
      extract(epoch from due_at - ${new Date(now).toISOString()}::timestamptz)::float8 * 1000 as "dueIn"
    from inngest_local.jobs order by id`),
];
