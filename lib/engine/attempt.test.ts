import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPool } from "@/db/client";
import { setPaused } from "@/db/queries/funnels";
import { enrollment, mailRequest, message, suppression } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, goal, mail, onEvent } from "@/tests/engine/drawings";
import { buy, HOUR, MINUTE, type Persona, SECOND, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf, statesOf } from "@/tests/engine/look";
import { type FakeResend, type Fault, faults, startFakeResend } from "@/tests/fake-resend/start";
import { heldAccount } from "./account";
import { advance } from "./advance";
import { deliver } from "./deliver";
import { decideHeld, listHeld } from "./held";
import { holdAll, releaseAll } from "./hold-all";
import { resendTransport } from "./transport/resend";
import { type Attempt, INBOX, type MailAccount, type Transport } from "./transport/transport";
import { unsubscribe } from "./unsubscribe";

const own = ownDatabase();
let resend: FakeResend;
beforeAll(async () => {
  resend = await startFakeResend();
});
afterAll(() => resend.stop());
beforeEach(() => resend.script());

const ada = subscriber("Ada");

const letter = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end("thanked") }, [
  "t > hello > bye",
]);

let accounts = 0;
const accountOf = (transport: Transport): MailAccount => ({
  id: `resend:test-${++accounts}`,
  transport,
  perSecond: 9.5,
});
const overResend = () =>
  accountOf(resendTransport({ apiKey: "re_test", baseUrl: resend.url, patienceMs: 3_000 }));

/** A live funnel with a Resend account of its own, and what Resend saw of one person since. */
async function sending(flow = letter, account = overResend()) {
  const { time, engine, ...place } = await stage(own.db, flow, { accounts: [account] });
  const before = { accepted: (await resend.accepted()).length, calls: (await resend.calls()).length };
  return {
    time,
    engine,
    place,
    account,
    accepted: async (who: Persona = ada) =>
      (await resend.accepted()).slice(before.accepted).filter(({ to }) => to.includes(who.email)),
    calls: async (who: Persona = ada) =>
      (await resend.calls()).slice(before.calls).filter(({ to }) => to.includes(who.email)),
  };
}

const requestsOf = async (place: { workspaceId: string }) =>
  own.db
    .select()
    .from(mailRequest)
    .where(eq(mailRequest.workspaceId, place.workspaceId))
    .orderBy(mailRequest.createdAt);

/** The lease of a process that has died runs out. */
const leasesRunOut = () =>
  own.db.execute(sql`update mail_request set leased_until = now() - interval '1 second'`);

describe("an answer that was lost", () => {
  const { says } = faults;
  const lost: [string, Fault][] = [
    ["500", says(500, "application_error")],
    ["503", says(503, "service_unavailable")],
    ["502 in HTML before it was accepted", faults.badGateway()],
    ["502 in HTML after it was accepted", faults.badGateway(true)],
    ["connection lost before it was read", faults.resetBefore()],
    ["connection lost after it was accepted", faults.resetAfter()],
    ["no answer, not accepted", faults.hang()],
    ["no answer, accepted", faults.neverAnswer()],
    ["half an answer", faults.truncated()],
    ["an answer that is no JSON", faults.garbage()],
    ["another call with this key under way", says(409, "concurrent_idempotent_requests")],
  ];

  test.each(lost)("%s: the same key and bytes again, accepted once", async (_, fault) => {
    const { time, engine, place, accepted, calls } = await sending();
    await resend.script(fault);
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sending" });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello"]);

    await time.by(5 * SECOND);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "bye:ended"]);
    const made = await calls();
    expect(made).toHaveLength(2);
    expect(new Set(made.map(({ key, hash }) => `${key} ${hash}`)).size).toBe(1);
    expect(await accepted()).toHaveLength(1);
  });

  test("is asked for less and less often, at least every ten minutes", async () => {
    const { time, engine, place, calls } = await sending();
    await resend.script({ ...faults.says(500, "application_error"), times: -1 });
    const began = time.now();
    await submit(engine, place.workspaceId, ada, "signed up");
    const gaps: number[] = [];
    await time.settle();
    for (let last = began; time.now() < began + HOUR; ) {
      const [{ nextAttemptAt } = { nextAttemptAt: 0 }] = await requestsOf(place);
      gaps.push(nextAttemptAt - last);
      last = nextAttemptAt;
      await time.to(nextAttemptAt);
    }
    expect(gaps[0]).toBeLessThan(3 * SECOND);
    expect(Math.max(...gaps)).toBeLessThan(10 * MINUTE + SECOND);
    expect(gaps.at(-1)).toBeGreaterThan(9 * MINUTE);
    expect(await calls()).toHaveLength(gaps.length + 1);
  });

  test("past the time in which keys are remembered it stays unknown, is never sent again, and the person walks on", async () => {
    const { time, engine, place, accepted, calls } = await sending();
    await resend.script(faults.resetAfter());
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    time.outage(23 * HOUR + MINUTE);
    await time.settle();
    const [row] = await mailsOf(own.db, place, ada);
    expect(row).toMatchObject({ state: "unknown", reason: expect.stringContaining("did not answer") });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "bye:ended"]);
    await time.by(48 * HOUR);
    expect(await calls()).toHaveLength(1);
    expect(await accepted()).toHaveLength(1);
  });

  test("within that time it is asked for again, however long nobody could", async () => {
    const { time, engine, place, accepted } = await sending();
    await resend.script(faults.resetAfter());
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    time.outage(22 * HOUR);
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await accepted()).toHaveLength(1);
  });

  test.each(["unsubscribed", "suppressed"])(
    "whoever was %s meanwhile is not asked for again",
    async (how) => {
      const { time, engine, place, calls } = await sending();
      await resend.script(faults.resetBefore());
      await submit(engine, place.workspaceId, ada, "signed up");
      await time.settle();
      const [row] = await mailsOf(own.db, place, ada);
      if (how === "unsubscribed") {
        const token = row?.unsubscribeToken ?? "";
        expect(await unsubscribe(engine, { token, source: "one-click", userAgent: null, ip: null })).toBe(
          true,
        );
      } else {
        const { workspaceId } = place;
        await own.db
          .insert(suppression)
          .values({ workspaceId, email: ada.email, reason: "bounced", at: new Date() });
      }
      await time.by(HOUR);
      expect(await statesOf(own.db, place, ada)).toEqual({ hello: "unknown" });
      expect(await calls()).toHaveLength(1);
    },
  );

  test("a paused funnel asks for nothing, and goes on with the same key", async () => {
    const { time, engine, place, accepted, calls } = await sending();
    await resend.script(faults.resetAfter());
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    await setPaused(own.db, { ...place, paused: true });
    await time.by(MINUTE);
    expect(await calls()).toHaveLength(1);
    const [request] = await requestsOf(place);
    expect(request?.attempts, "looking is no attempt").toBe(1);
    await setPaused(own.db, { ...place, paused: false });
    await time.by(MINUTE);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await accepted()).toHaveLength(1);
    expect(new Set((await calls()).map(({ key }) => key)).size).toBe(1);
  });
});

test.each([
  ["another", () => [overResend()]],
  ["none", () => []],
])(
  "the account of a lost answer was taken away, and there is %s: unknown, and nobody sends it",
  async (_, others) => {
    const { time, engine, place, accepted } = await sending();
    await resend.script(faults.resetAfter());
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    const accounts = [...engine.accounts.filter(({ id }) => id === INBOX), ...others()];
    time.outage(MINUTE);
    expect(await deliver({ ...engine, accounts }, accounts.at(-1)?.id ?? "")).toMatchObject({ worked: 1 });
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "unknown" });
    await time.by(HOUR);
    expect(await accepted()).toHaveLength(1);
  },
);

describe("not sent, and said so", () => {
  test("429: waits as long as it says, and that is no failure", async () => {
    const { time, engine, place, accepted, calls } = await sending();
    await resend.script(faults.tooMany(7));
    const began = time.now();
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    await time.to(began + 6_900);
    expect(await calls()).toHaveLength(1);
    await time.to(began + 7_500);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await accepted()).toHaveLength(1);
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({ failures: 0, status: "ended" });
  });

  test.each([
    ["429", faults.tooMany(7)],
    ["401", faults.says(401, "restricted_api_key")],
    ["a refusal", faults.says(422, "validation_error")],
  ])("%s after an answer that was lost never leads to another key", async (_, refusal) => {
    const { time, engine, place, accepted, calls } = await sending();
    await resend.script(faults.resetAfter(), refusal);
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.by(HOUR);
    expect(await accepted()).toHaveLength(1);
    expect(new Set((await calls()).map(({ key }) => key)).size).toBe(1);
    const [row] = await mailsOf(own.db, place, ada);
    expect(["sent", "unknown"]).toContain(row?.state);
  });

  test.each([
    [401, "restricted_api_key"],
    [403, "invalid_permission"],
  ])("%i holds the account with a sentence, and goes on once it is mended", async (status, name) => {
    const { time, engine, place, accepted, calls } = await sending();
    const bea = subscriber("Bea");
    await resend.script(faults.says(status, name, "This key may not send."));
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    await submit(engine, place.workspaceId, bea, "signed up");
    await time.by(4 * MINUTE);
    expect(await calls(bea), "nobody else is tried meanwhile").toHaveLength(0);
    expect(await heldAccount(engine, place.workspaceId)).toMatchObject({
      because: expect.stringContaining("This key may not send."),
    });
    await time.by(2 * MINUTE);
    expect(await heldAccount(engine, place.workspaceId)).toBeNull();
    for (const who of [ada, bea]) {
      expect(await statesOf(own.db, place, who)).toEqual({ hello: "sent" });
      expect(await accepted(who)).toHaveLength(1);
    }
  });

  test("a sender that is not accepted holds that mail for a person, and nobody else's", async () => {
    const { time, engine, place, accepted } = await sending();
    const bea = subscriber("Bea");
    await resend.script({
      ...faults.says(403, "validation_error", "The domain is not verified."),
      to: ada.email,
    });
    await submit(engine, place.workspaceId, ada, "signed up");
    await submit(engine, place.workspaceId, bea, "signed up");
    await time.by(HOUR);
    expect(await statesOf(own.db, place, bea)).toEqual({ hello: "sent" });
    const [held] = await listHeld(own.db, place);
    expect(held).toMatchObject({
      to: ada.email,
      reason: expect.stringContaining("The domain is not verified."),
    });
    expect(await decideHeld(engine, { ...place, messageIds: [held?.id ?? ""], send: true })).toBe(1);
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await accepted()).toHaveLength(1);
  });

  test("a refused mail has failed, and the person walks on", async () => {
    const { time, engine, place, calls } = await sending();
    await resend.script(faults.says(422, "validation_error", "This address is not valid."));
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.by(HOUR);
    const [row] = await mailsOf(own.db, place, ada);
    expect(row).toMatchObject({ state: "failed", reason: expect.stringContaining("not valid") });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "bye:ended"]);
    expect(await calls()).toHaveLength(1);
  });

  test("a key that was used for other bytes is unknown, and never tried again", async () => {
    const { time, engine, place, calls } = await sending();
    await resend.script(faults.says(409, "invalid_idempotent_request"));
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.by(HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "unknown" });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "bye:ended"]);
    expect(await calls()).toHaveLength(1);
  });
});

describe("several at once", () => {
  test("four deliverers of two processes send every mail once, no faster than allowed", async () => {
    const { time, engine, place, account, accepted } = await sending();
    const people = Array.from({ length: 25 }, (_, n) => subscriber(`Person${n}`));
    for (const who of people) await submit(engine, place.workspaceId, who, "signed up");
    for (const who of people) {
      const { id, generation } = await enrollmentOf(own.db, place, who);
      await advance(engine, { ...place, enrollmentId: id, generation });
    }
    const other = openPool(own.url);
    const second = { ...engine, db: other };
    const began = time.now();
    await Promise.all([engine, second, engine, second].map((one) => deliver(one, account.id)));
    await other.$client.end();
    await time.by(MINUTE);
    for (const who of people) {
      expect(await accepted(who), who.name).toHaveLength(1);
      expect(await statesOf(own.db, place, who)).toEqual({ hello: "sent" });
    }
    expect(time.now() - began).toBeGreaterThan((24 / 9.5) * SECOND);
  });

  test("a process killed in its call: the next one makes the call, with the same key", async () => {
    let killed = true;
    const real = resendTransport({ apiKey: "re_test", baseUrl: resend.url });
    const keys: string[] = [];
    const account = accountOf({
      ...real,
      send(bytes, key) {
        keys.push(key);
        return killed ? new Promise(() => {}) : real.send(bytes, key);
      },
    });
    const { time, engine, place, accepted } = await sending(letter, account);
    await submit(engine, place.workspaceId, ada, "signed up");
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await advance(engine, { ...place, enrollmentId: id, generation });
    time.outage(SECOND);
    void deliver(engine, account.id);
    await expect.poll(() => keys.length, { timeout: 20_000 }).toBe(1);
    killed = false;
    await time.by(10 * MINUTE);
    expect(await accepted(), "the lease still runs").toHaveLength(0);
    await leasesRunOut();
    await time.by(MINUTE);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await accepted()).toHaveLength(1);
    expect(new Set(keys).size).toBe(1);
  });

  test("a process that was stopped in its call cannot free a mail that another one is sending", async () => {
    const waiting: ((answer: Attempt) => void)[] = [];
    const transport: Transport = {
      dedupeWindowMs: 23 * HOUR,
      send: () => new Promise((resolve) => waiting.push(resolve)),
    };
    const { time, engine, place, account } = await sending(letter, accountOf(transport));
    await submit(engine, place.workspaceId, ada, "signed up");
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await advance(engine, { ...place, enrollmentId: id, generation });
    const under = async (calls: number) => expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(calls);

    const stopped = deliver(engine, account.id);
    await under(1);
    await leasesRunOut();
    time.outage(SECOND);
    const other = deliver(engine, account.id);
    await under(2);
    // The first call was refused for being too fast, long ago; the second is accepted.
    waiting[0]?.({ outcome: "later", afterMs: 1, because: "too fast" });
    await stopped;
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sending" });
    waiting[1]?.({ outcome: "sent", providerId: "one" });
    await other;
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await requestsOf(place)).toHaveLength(1);
  });
});

describe("a mail that waits for its turn", () => {
  test.each([
    ["all sending is held", true],
    ["its funnel is paused", false],
  ])("is not handed over once %s, and goes when that is over", async (_, all) => {
    const called: { to: string; at: number }[] = [];
    let stop = async () => {};
    const account = {
      ...accountOf({
        dedupeWindowMs: 23 * HOUR,
        async send(bytes) {
          called.push({ to: bytes.to, at: time.now() });
          if (called.length === 1) await stop();
          return { outcome: "sent", providerId: `number ${called.length}` };
        },
      }),
      // What a small account may take: eight that are made ready together are handed over within 16 seconds.
      perSecond: 0.5,
    };
    const { time, engine, place } = await sending(letter, account);
    const by = { workspaceId: place.workspaceId, userId: null };
    const people = Array.from({ length: 8 }, (_, n) => subscriber(`Person${n}`));
    for (const who of people) await submit(engine, place.workspaceId, who, "signed up");
    for (const who of people) {
      const { id, generation } = await enrollmentOf(own.db, place, who);
      await advance(engine, { ...place, enrollmentId: id, generation });
    }
    stop = () => (all ? holdAll(engine, by) : setPaused(own.db, { ...place, paused: true }).then(() => {}));
    await deliver(engine, account.id);
    const stopped = called[0]?.at ?? 0;
    expect(called.filter(({ at }) => at > stopped + 5 * SECOND)).toEqual([]);
    await time.by(MINUTE);
    expect(called.length).toBeLessThan(people.length);

    if (all) await releaseAll(engine, { ...by, choice: { do: "send" } });
    else await setPaused(own.db, { ...place, paused: false });
    await time.by(MINUTE);
    expect(called.map(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
  });
});

test("a mail that waits for its turn does not go to somebody who unsubscribes meanwhile", async () => {
  const called: string[] = [];
  const account = {
    ...accountOf({
      dedupeWindowMs: 23 * HOUR,
      async send({ to }) {
        called.push(to);
        return { outcome: "sent", providerId: `number ${called.length}` };
      },
    }),
    perSecond: 0.5,
  };
  const { time, engine, place } = await sending(letter, account);
  const people = Array.from({ length: 4 }, (_, n) => subscriber(`Person${n}`));
  for (const who of people) {
    await submit(engine, place.workspaceId, who, "signed up");
    const { id, generation } = await enrollmentOf(own.db, place, who);
    await advance(engine, { ...place, enrollmentId: id, generation });
  }
  const leave = async () => {
    for (const { unsubscribeToken: token } of await own.db.select().from(message)) {
      if (token !== null)
        await unsubscribe(engine, { token, source: "one-click", userAgent: null, ip: null });
    }
  };
  const { pause } = engine;
  // The second in line has to wait.
  engine.pause = async (ms) => {
    await leave();
    await pause(ms);
  };
  await deliver(engine, account.id, { budgetMs: MINUTE });
  await time.by(HOUR);
  expect(called).toHaveLength(1);
  const states = (await own.db.select().from(message)).map(({ state }) => state).sort();
  expect(states).toEqual(["cancelled", "cancelled", "cancelled", "sent"]);
});

describe("a mail whose person is due", () => {
  const withGoal = drawing(
    { t: onEvent("signed up"), hello: mail("Hello"), bye: end(), buys: goal({ product: "book" }) },
    ["t > hello > bye"],
  );

  /** The mail is queued, and then something happens that nobody has looked at yet. */
  async function bought(product: string) {
    const stand = await sending(withGoal);
    const { engine, place, account } = stand;
    await submit(engine, place.workspaceId, ada, "signed up");
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    const step = () => advance(engine, { ...place, enrollmentId: id, generation });
    await step();
    await buy(engine, place.workspaceId, ada, { properties: { product } });
    return { ...stand, step, send: () => deliver(engine, account.id) };
  }

  test("does not leave before that was looked at, and not at all when it brought them elsewhere", async () => {
    const { place, step, send, calls } = await bought("book");
    await send();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    await step();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "cancelled" });
    await send();
    expect(await calls()).toHaveLength(0);
  });

  test("leaves once it was looked at and changed nothing", async () => {
    const { place, step, send, accepted } = await bought("pen");
    await send();
    expect(await accepted()).toHaveLength(0);
    await step();
    await send();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  });

  test("does not keep the others waiting", async () => {
    const { engine, place, step, send, accepted } = await bought("pen");
    // More of them than one round looks at, and nobody comes for any.
    const stuck = Array.from({ length: 45 }, (_, n) => subscriber(`Stuck${n}`));
    for (const who of stuck) {
      await submit(engine, place.workspaceId, who, "signed up");
      const { id, generation } = await enrollmentOf(own.db, place, who);
      await advance(engine, { ...place, enrollmentId: id, generation });
    }
    await own.db
      .update(enrollment)
      .set({ stuck: true, dueAt: engine.clock() })
      .where(eq(enrollment.funnelId, place.funnelId));
    await own.db
      .update(message)
      .set({ dueAt: engine.clock() - MINUTE })
      .where(and(eq(message.workspaceId, place.workspaceId), eq(message.state, "queued")));
    await step();
    await own.db
      .update(message)
      .set({ dueAt: engine.clock() })
      .where(eq(message.id, (await mailsOf(own.db, place, ada))[0]?.id ?? ""));
    await send();
    expect(await accepted()).toHaveLength(1);
  });
});
