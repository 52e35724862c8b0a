import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { builtActions, callAction, signIn } from "../access/call";
import { startApp } from "../browser/app";
import { call, drawing, happens, letter, liveFunnel, step } from "../browser/pages/rest";
import { faults, startFakeResend } from "../fake-resend/start";
import { openDatabase } from "./rest";
import { until } from "./rig";

const SECOND = 1_000;
/** Of an account that may make one call in two seconds: what is made ready together leaves within a quarter of a minute. */
const PER_SECOND = 0.5;
const ANSWER_MS = 2 * SECOND;
/** After this, what is stopped has stopped. */
const WITHIN_MS = 5 * SECOND;

const names = (what: string, count: number) => Array.from({ length: count }, (_, n) => `${what}${n}`);

test("once Hold all or Pause has answered, the built app begins no call later than 5 s, and loses nothing", async () => {
  const resend = await startFakeResend();
  const app = await startApp({ RESEND_API_KEY: "re_test", RESEND_BASE_URL: resend.url });
  const sql = openDatabase(app);
  onTestFinished(async () => {
    await sql.end();
    await app.stop();
    await resend.stop();
  });
  const cookie = await signIn(app, app.demo);
  const actions = builtActions(process.env.NEXT_DIST_DIR ?? ".next-test");
  const press = async (name: string, input: object = {}) => {
    const action = actions.find((one) => one.name === `app/(studio)/settings/sending/actions.ts#${name}`);
    if (!action) throw new Error(`The build has no action ${name}.`);
    expect((await callAction(app, action, input, { cookie })).answer).toMatchObject({ ok: true });
  };
  const hold = () => press("holdAllSending");
  const sendAgain = () => press("sendAgain", { backlog: { do: "send" } });
  const pace = (perSecond: number | null) => sql`update mail_account set per_second = ${perSecond}`;
  const inState = async (state: string) => {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from message where state = ${state}`;
    return row?.n ?? 0;
  };
  const funnelOf = (name: string, event: string) =>
    liveFunnel(
      app,
      name,
      drawing([step("t", "trigger", { on: "event", event }), letter("mail", name)], "t > mail"),
    );

  /** Sends what waits, stops it at its first call, and answers how long after the answer the last call began, in ms. */
  const stopped = async (stop: () => Promise<unknown>): Promise<number> => {
    const before = (await resend.calls()).length;
    await sendAgain();
    await until("the first call begins", async () => (await resend.calls()).length > before, { everyMs: 20 });
    await stop();
    const from = Date.now();
    // As much longer as one more call needs.
    await pause(WITHIN_MS + 2 * SECOND);
    return Math.max(...(await resend.calls()).map(({ at }) => at)) - from;
  };

  for (const which of ["One", "Two", "Three"]) await funnelOf(which, "ordered");
  const letters = await funnelOf("Letter", "written");
  await happens(app, "written", ["Otto"]);
  await until("the first mail is sent", async () => (await inState("sent")) === 1);
  await pace(PER_SECOND);
  await resend.script(faults.slow(ANSWER_MS));

  // More than the account clears in two seconds: shared requests, several made ready at once.
  await hold();
  await happens(app, "ordered", names("Ada", 40));
  await until("all of it waits", async () => (await inState("queued")) === 3 * 40);
  const held = await stopped(hold);
  const left = await inState("queued");

  // Few enough to leave one by one: eight are made ready at once.
  await pace(null);
  await sendAgain();
  await until("all of it is sent", async () => (await inState("sent")) === 1 + 3 * 40);
  await pace(PER_SECOND);
  await hold();
  await happens(app, "written", names("Bea", 12));
  await until("all of it waits", async () => (await inState("queued")) === 12);
  const paused = await stopped(() => call(app, "POST", `/funnels/${letters}/pause`, {}));
  const rests = await inState("queued");

  await pace(null);
  await call(app, "POST", `/funnels/${letters}/resume`, { backlog: { do: "send" } });
  await until("all of it is sent", async () => (await inState("sent")) === 1 + 3 * 40 + 12);
  console.log(`Held: the last call began ${held} ms after Hold all, ${paused} ms after Pause`);
  expect(left, "it was held in the middle").toBeGreaterThan(0);
  expect(rests, "it was paused in the middle").toBeGreaterThan(0);
  expect(held).toBeLessThanOrEqual(WITHIN_MS);
  expect(paused).toBeLessThanOrEqual(WITHIN_MS);
  const accepted = await resend.accepted();
  const ids = accepted.map(({ tags }) => tags.find(({ name }) => name === "message_id")?.value);
  const mails = await sql<{ id: string }[]>`select id from message`;
  expect(ids.toSorted()).toEqual(mails.map(({ id }) => id).toSorted());
});
