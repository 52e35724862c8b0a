import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { describe, expect, test, vi } from "vitest";
import { listAudiences } from "@/db/queries/audiences";
import { adAudience, audienceCall, contact, enrollment, funnel, message } from "@/db/schema";
import { fastForward } from "@/lib/engine/fast-forward";
import type { WebAnswer, WebCall } from "@/lib/engine/web/call-web";
import { webhookSecretFrom } from "@/lib/engine/web/webhook-secret";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, onEvent } from "@/tests/engine/drawings";
import {
  anyToken,
  DAY,
  HOUR,
  MONDAY,
  makeWorkspace,
  type Persona,
  publishFlow,
  stranger,
  submit,
} from "@/tests/engine/kit";
import { enrollmentOf } from "@/tests/engine/look";
import { advance } from "../advance";
import { setAudienceAddress, tellAudienceAgain } from "../set-audience-address";
import { dueAudienceCalls } from "./due-audience-calls";
import { fillAudiences } from "./fill-audiences";
import { runErrands } from "./run-errands";

const own = ownDatabase();
const ada = stranger("Ada");
const NAME = "Left a cart";
const URL = "https://ads.example.org/hook";
const well: WebAnswer = { came: "answer", status: 200, body: "", retryAfterMs: null };
const busy: WebAnswer = { ...well, status: 503 };
const hash = (email: string) => createHash("sha256").update(email).digest("hex");
const step = (does: "add" | "remove") => ({ type: "audience" as const, data: { does, audience: NAME } });
const agrees = (given = true): Persona => ({
  ...ada,
  declarations: [{ purpose: "advertising", given, source: "api: checkout" }],
});

type Heard = { id: string; state: string; since: number; at: number; call: WebCall };

/** A workspace with a funnel that puts people on, one that takes them off, and a receiver that answers like that. */
async function audience({
  answers = [well],
  address = true,
  settings = {},
}: {
  answers?: WebAnswer[];
  address?: boolean;
  settings?: { demo?: boolean };
} = {}) {
  const workspaceId = await makeWorkspace(own.db, settings);
  const heard: Heard[] = [];
  /** Runs amid the next call. */
  const amid: { act: (() => Promise<unknown>) | null } = { act: null };
  const callWeb = async (call: WebCall) => {
    const { data } = JSON.parse(call.body);
    const id = call.headers["webhook-id"] ?? "";
    heard.push({ id, state: data.state, since: Date.parse(data.since), at: time.now(), call });
    const act = amid.act;
    amid.act = null;
    await act?.();
    return answers[Math.min(heard.length, answers.length) - 1] ?? well;
  };
  const time = fastForward(own.db, { start: MONDAY, token: anyToken, callWeb, only: { workspaceId } });
  const on = await publishFlow(
    own.db,
    workspaceId,
    drawing({ t: onEvent("left"), a: step("add") }, ["t > a"]),
  );
  await publishFlow(own.db, workspaceId, drawing({ t: onEvent("bought"), a: step("remove") }, ["t > a"]));
  const { engine } = time;
  if (address) await setAudienceAddress(engine, { workspaceId, name: NAME, url: URL });
  const happens = async (name: string, who = agrees()) => {
    await submit(engine, workspaceId, who, name);
    await time.settle();
  };
  return { workspaceId, time, engine, heard, amid, happens, adding: on.funnelId };
}

const states = (heard: readonly Heard[]) => heard.map(({ state }) => state);
const callsOf = (workspaceId: string) =>
  own.db.select().from(audienceCall).where(eq(audienceCall.workspaceId, workspaceId));

describe("the address of an ad audience", () => {
  test("is told once who comes on and who goes off, signed, with the hashed address alone", async () => {
    const { workspaceId, heard, happens } = await audience();
    await happens("left");
    await happens("bought", ada);
    expect(states(heard)).toEqual(["on", "off"]);
    const [added, removed] = heard;
    expect(removed?.since).toBeGreaterThan(added?.since ?? Number.POSITIVE_INFINITY);
    expect(removed?.id).not.toBe(added?.id);
    expect(added?.call.url).toBe(URL);
    vi.setSystemTime(MONDAY);
    const secret = webhookSecretFrom("fast-forward")(workspaceId);
    const said = new Webhook(secret).verify(added?.call.body ?? "", added?.call.headers ?? {});
    vi.useRealTimers();
    const since = new Date(added?.since ?? 0).toISOString();
    expect(said).toEqual({
      type: "audience.member",
      timestamp: since,
      data: { audience: NAME, state: "on", since, emailSha256: hash(ada.email) },
    });
  });

  test("hears of nobody who did not agree, not even that they go off", async () => {
    const { workspaceId, heard, happens } = await audience();
    await happens("left", ada);
    await happens("bought", ada);
    expect(heard).toEqual([]);
    expect(await callsOf(workspaceId)).toEqual([]);
  });

  test("hears who takes their consent back, and who gives it again", async () => {
    const { heard, happens } = await audience();
    await happens("left");
    await happens("changed mind", agrees(false));
    await happens("changed mind again", agrees());
    expect(states(heard)).toEqual(["on", "off", "on"]);
    const since = heard.map((one) => one.since);
    expect(since).toEqual([...new Set(since)].sort());
  });

  test("asks again with the same id and words; consent taken back meanwhile makes it a removal", async () => {
    const { heard, happens, time } = await audience({ answers: [busy, busy, busy, well] });
    await happens("left");
    await time.by(70_000);
    expect(heard.map(({ at }) => Math.round((at - MONDAY) / 1_000))).toEqual([0, 10, 70]);
    expect(new Set(heard.map(({ call }) => call.body)).size).toBe(1);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    await happens("changed mind", agrees(false));
    await time.by(DAY);
    expect(states(heard)).toEqual(["on", "on", "on", "off"]);
    expect(heard[3]?.id).not.toBe(heard[0]?.id);
  });

  test("asks for consent once more right before each call, whatever was noted", async () => {
    const { workspaceId, engine, heard, time, adding } = await audience({ answers: [busy, well] });
    const takenBack = () =>
      own.db.update(contact).set({ mayAdvertise: false }).where(eq(contact.workspaceId, workspaceId));
    await submit(engine, workspaceId, agrees(), "left");
    const { id: enrollmentId, generation } = await enrollmentOf(
      own.db,
      { workspaceId, funnelId: adding },
      ada,
    );
    await advance(engine, { workspaceId, enrollmentId, generation });
    expect(await callsOf(workspaceId)).toMatchObject([{ state: "on", attempts: 0 }]);
    await takenBack();
    await time.settle();
    expect(heard).toEqual([]);
    expect(await callsOf(workspaceId)).toEqual([]);
    await submit(engine, workspaceId, agrees(), "agreed again");
    await time.settle();
    await takenBack();
    await time.by(HOUR);
    expect(states(heard)).toEqual(["on", "off"]);
  });

  test("hears a removal that comes amid the call of an addition, and as the newer of the two", async () => {
    const { engine, workspaceId, heard, amid, happens, time } = await audience();
    amid.act = () => submit(engine, workspaceId, agrees(false), "changed mind");
    await happens("left");
    await time.settle();
    expect(states(heard)).toEqual(["on", "off"]);
    expect(heard[1]?.since).toBeGreaterThan(heard[0]?.since ?? Number.POSITIVE_INFINITY);
    expect(await callsOf(workspaceId)).toMatchObject([{ state: "off", progress: "done" }]);
  });

  test("hears that a deleted contact goes off, and then nothing is kept of them", async () => {
    const { workspaceId, heard, happens, time } = await audience();
    await happens("left");
    await time.by(HOUR);
    const theirs = eq(enrollment.workspaceId, workspaceId);
    await own.db.update(enrollment).set({ contactId: null }).where(theirs);
    await own.db.update(message).set({ contactId: null }).where(eq(message.workspaceId, workspaceId));
    await own.db.delete(contact).where(eq(contact.workspaceId, workspaceId));
    await time.settle();
    expect(states(heard)).toEqual(["on", "off"]);
    expect(heard[1]?.call.body).toContain(hash(ada.email));
    // Not now: they may have come again under the same address since.
    expect(heard[1]?.since).toBe((heard[0]?.since ?? 0) + 1);
    expect(await callsOf(workspaceId)).toEqual([]);
  });

  test("that comes later is first told of everybody on; one that is taken away hears no more", async () => {
    const { workspaceId, engine, heard, happens, time } = await audience({ address: false });
    await happens("left");
    expect(heard).toEqual([]);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: URL });
    await time.settle();
    expect(states(heard)).toEqual(["on"]);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: URL });
    await time.settle();
    expect(heard).toHaveLength(1);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: null });
    await happens("bought", ada);
    expect(heard).toHaveLength(1);
    expect(await listAudiences(own.db, { workspaceId })).toMatchObject([{ off: 1, address: null }]);
  });

  test("that is put back hears of removals it did not take, and of those meanwhile, but not again of earlier ones", async () => {
    const { workspaceId, engine, heard, happens, time } = await audience({
      answers: [well, well, well, well, busy, well],
    });
    const [bea, cleo] = [stranger("Bea"), stranger("Cleo")];
    const agreeing = (who: Persona, given = true): Persona => ({
      ...who,
      declarations: agrees(given).declarations,
    });
    const leave = (who: Persona) => agreeing(who, false);
    for (const who of [ada, bea, cleo]) await happens("left", agreeing(who));
    await happens("changed mind", leave(ada));
    await happens("changed mind", leave(bea));
    expect(states(heard)).toEqual(["on", "on", "on", "off", "off"]);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: null });
    await happens("changed mind", leave(cleo));
    await time.by(DAY);
    expect(heard).toHaveLength(5);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: URL });
    await time.settle();
    const later = heard.slice(5).map(({ state, call }) => [state, JSON.parse(call.body).data.emailSha256]);
    expect(later.toSorted()).toEqual(
      [
        ["off", hash(bea.email)],
        ["off", hash(cleo.email)],
      ].toSorted(),
    );
  });

  test("that does not listen rests, whoever is due, and is asked by one call then; told again, at once", async () => {
    const { engine, workspaceId, heard, time, adding } = await audience({
      answers: [...Array(20).fill(busy), well],
    });
    for (let n = 0; n < 25; n++) {
      await submit(
        engine,
        workspaceId,
        { ...agrees(), ...stranger(`p${n}`), declarations: agrees().declarations },
        "left",
      );
      const { id: enrollmentId, generation } = await enrollmentOf(
        own.db,
        { workspaceId, funnelId: adding },
        stranger(`p${n}`),
      );
      await advance(engine, { workspaceId, enrollmentId, generation });
    }
    await time.by(100);
    expect(heard).toHaveLength(20);
    const due = () => dueAudienceCalls(engine, { only: { workspaceId }, most: 30 });
    expect(await due(), "five were not tried yet").toEqual([]);
    time.outage(10_000);
    expect(await due()).toHaveLength(1);
    await tellAudienceAgain(engine, { workspaceId, name: NAME });
    expect(await due()).toHaveLength(25);
    await own.db
      .update(adAudience)
      .set({ restsUntil: time.now() })
      .where(eq(adAudience.workspaceId, workspaceId));
    await time.settle();
    expect(heard).toHaveLength(45);
  });

  test("that is changed amid a call is told by a call of its own", async () => {
    const { engine, workspaceId, heard, amid, happens, time } = await audience({
      answers: [well, well, busy, well],
    });
    await happens("left");
    const url = "https://other.example.org/hook";
    amid.act = () => setAudienceAddress(engine, { workspaceId, name: NAME, url });
    await happens("changed mind", agrees(false));
    await time.by(HOUR);
    const offs = heard.filter(({ state }) => state === "off");
    expect(offs.map(({ call }) => call.url)).toEqual([URL, url, url]);
    expect(offs[1]?.id).not.toBe(offs[0]?.id);
  });

  test("is not replaced by one that was to be the first", async () => {
    const { workspaceId, engine } = await audience();
    const url = "https://other.example.org/hook";
    const give = (first: boolean) => setAudienceAddress(engine, { workspaceId, name: NAME, url, first });
    const shown = async () => (await listAudiences(own.db, { workspaceId }))[0]?.address?.url;
    expect([await give(true), await shown()]).toEqual([false, URL]);
    expect([await give(false), await shown()]).toEqual([true, url]);
    expect(await give(true), "pressed twice").toBe(true);
  });

  test("that comes later is written for all of many, a turn at a time", async () => {
    const { workspaceId, engine } = await audience({ address: false });
    await own.db.execute(sql`insert into contact (workspace_id, email, may_advertise)
      select ${workspaceId}, 'p' || n || '@example.org', n <> 7 from generate_series(1, 501) n`);
    await own.db.execute(sql`insert into audience_member (workspace_id, audience, contact_id, state, changed_at)
      select workspace_id, ${NAME}, id, 'on', 0 from contact where workspace_id = ${workspaceId}`);
    await setAudienceAddress(engine, { workspaceId, name: NAME, url: URL });
    const turns: boolean[][] = [];
    while (turns.at(-1)?.length !== 0) turns.push(await fillAudiences(engine, { only: { workspaceId } }));
    expect(turns).toEqual([[true], [true], []]);
    expect(await callsOf(workspaceId)).toHaveLength(500);
  });

  test("that never listens is given up after six calls, shown with its reason, and told again when asked", async () => {
    const never = Array<WebAnswer>(6).fill(busy);
    const { workspaceId, engine, heard, happens, time } = await audience({ answers: [...never, well] });
    await happens("left");
    await time.by(DAY);
    expect(heard).toHaveLength(6);
    const shown = async () => (await listAudiences(own.db, { workspaceId }))[0]?.address;
    expect(await shown()).toEqual({ url: URL, waiting: 0, failed: 1, reason: "It answered with 503." });
    await tellAudienceAgain(engine, { workspaceId, name: NAME });
    await time.settle();
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    expect(await shown()).toEqual({ url: URL, waiting: 0, failed: 0, reason: null });
  });

  test("is told of no addition while its funnel is paused, but of removals; nor ever from the demo", async () => {
    const { engine, workspaceId, heard, happens, time, adding } = await audience({ answers: [busy, well] });
    await happens("left");
    await own.db.update(funnel).set({ status: "paused" }).where(eq(funnel.id, adding));
    await time.by(HOUR);
    await happens("says it once more");
    expect(states(heard)).toEqual(["on"]);
    await happens("changed mind", agrees(false));
    expect(states(heard)).toEqual(["on", "off"]);
    expect(await dueAudienceCalls(engine, { only: { workspaceId }, most: 5 })).toEqual([]);
    const demo = await audience({ settings: { demo: true } });
    await demo.happens("left");
    expect(demo.heard).toEqual([]);
    expect(await callsOf(demo.workspaceId)).toMatchObject([{ progress: "failed" }]);
  });

  test("is called once by several processes, and of its own workspace's people only", async () => {
    const { engine, workspaceId, heard, amid, happens, time } = await audience({ answers: [busy, well] });
    const other = await audience();
    await happens("left");
    await other.happens("left");
    expect(other.heard).toHaveLength(1);
    await own.db
      .update(audienceCall)
      .set({ nextAttemptAt: 0 })
      .where(and(eq(audienceCall.workspaceId, workspaceId), eq(audienceCall.progress, "open")));
    await own.db.update(adAudience).set({ restsUntil: null });
    amid.act = () => runErrands(engine, { only: { workspaceId } });
    await Promise.all(Array.from({ length: 4 }, () => runErrands(engine, { only: { workspaceId } })));
    expect(heard).toHaveLength(2);
    await time.settle();
    expect(heard).toHaveLength(2);
  });
});
