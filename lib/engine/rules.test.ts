import { eq, sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { backlogOf, findLater } from "@/db/queries/backlogs";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { funnel, message } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { stepsOf } from "@/lib/flow/path-steps";
import type { MailRules } from "@/lib/mail/mail-rules";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, goal, mail, onEvent, serviceMail, wait } from "@/tests/engine/drawings";
import {
  buy,
  DAY,
  HOUR,
  type Live,
  MINUTE,
  MONDAY,
  publishFlow,
  SECOND,
  stage,
  stranger,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf, statesOf } from "@/tests/engine/look";
import { act } from "./act";
import { deliver } from "./deliver";
import { countedOf } from "./going";
import { decideHeld } from "./held";
import { holdAll, releaseAll } from "./hold-all";
import { resume } from "./resume";
import { saveRules } from "./save-rules";
import { sweep } from "./sweep";
import type { MailAccount } from "./transport/transport";

const own = ownDatabase();
const ada = subscriber("Ada");

const letter = (event: string) =>
  drawing({ t: onEvent(event), one: mail("One"), bye: end() }, ["t > one > bye"]);

const series = drawing(
  {
    t: onEvent("joined"),
    one: mail("One"),
    pause: wait(HOUR),
    two: mail("Two"),
    bill: serviceMail("Bill"),
    bye: end(),
  },
  ["t > one > pause > two > bill > bye"],
);

describe("a mail that the rules hold", () => {
  test("stays queued with the moment and the reason, and goes by itself when it has come", async () => {
    const { time, engine, ...place } = await stage(own.db, series, {
      rules: { quiet: { from: "08:00", to: "20:00" } },
      timeZone: "Europe/Berlin",
    });
    await submit(engine, place.workspaceId, ada, "joined");
    const kenji = subscriber("Kenji");
    await submit(engine, place.workspaceId, kenji, "joined", { contact: { timeZone: "Asia/Tokyo" } });
    await time.settle();
    const [held] = await mailsOf(own.db, place, ada);
    const evening = Date.UTC(2026, 2, 2, 19);
    const [far] = await mailsOf(own.db, place, kenji);
    expect(far?.notBefore, "by his own clock").toBe(Date.UTC(2026, 2, 2, 11));
    expect(held).toMatchObject({
      state: "queued",
      notBefore: evening,
      heldBy: "rules",
      reason: "quiet hours",
    });
    await time.to(evening - 1);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "queued" });
    expect(await statesOf(own.db, place, kenji)).toMatchObject({ one: "sent" });
    expect((await sweep(engine)).accounts, "nobody is rung for before its time").toBe(0);
    await time.to(evening);
    expect(await statesOf(own.db, place, ada)).toMatchObject({ one: "sent" });
    const [sent] = await mailsOf(own.db, place, ada);
    expect(sent).toMatchObject({ reason: null });
  });

  test("over a weekend is not late; service mail does not wait", async () => {
    const { time, engine, ...place } = await stage(own.db, series, {
      rules: { window: { weekdays: [1], from: "09:00", to: "12:00" } },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.to(MONDAY + 4 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent", two: "sent", bill: "sent" });
    const late = subscriber("Bea");
    await submit(engine, place.workspaceId, late, "joined");
    await time.to(MONDAY + 7 * DAY - 1);
    expect(await statesOf(own.db, place, late)).toEqual({ one: "queued" });
    await time.to(MONDAY + 7 * DAY + 2 * HOUR);
    expect(await statesOf(own.db, place, late)).toEqual({ one: "sent", two: "sent", bill: "sent" });
  });

  test("but counts as late from the moment on at which they let it go", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"), {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.settle();
    time.outage(11 * HOUR + DAY + MINUTE);
    await time.settle();
    expect(await mailsOf(own.db, place, ada)).toMatchObject([
      { state: "held", reason: "It is more than a day late." },
    ]);
  });

  test("is looked at again when the rules change", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"), {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.settle();
    await saveRules(engine, { workspaceId: place.workspaceId, userId: null, rules: { quiet: null } });
    await time.by(SECOND);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent" });
  });

  test("past the time until which it is useful it is skipped with the reason; what was asked for, and service mail, wait for no hour", async () => {
    const useful = { until: "due", forMs: 2 * HOUR };
    const flow = drawing(
      {
        t: onEvent("joined"),
        asked: mail("Asked", { askedFor: true, reason: "the guide they asked for" }),
        bill: serviceMail("Bill"),
        brief: mail("Brief", { useful }),
        bye: end(),
      },
      ["t > asked > bill > brief > bye"],
    );
    const { time, engine, ...place } = await stage(own.db, flow, {
      rules: { quiet: { from: "08:00", to: "20:00" }, perDay: 1 },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.settle();
    expect(await mailsOf(own.db, place, ada)).toMatchObject([
      { nodeId: "asked", state: "sent" },
      { nodeId: "bill", state: "sent" },
      { nodeId: "brief", state: "dropped", reason: expect.stringContaining("and was held until") },
    ]);
  });

  test("customers may be mailed where the workspace says so", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"), { rules: { customers: true } });
    const [bob, eve] = [stranger("Bob"), stranger("Eve")];
    await buy(engine, place.workspaceId, bob);
    for (const who of [bob, eve]) await submit(engine, place.workspaceId, who, "joined");
    await time.settle();
    expect(await statesOf(own.db, place, bob)).toEqual({ one: "sent" });
    expect(await statesOf(own.db, place, eve)).toEqual({ one: "dropped" });
  });
});

describe("several funnels at once", () => {
  async function three(rules: Partial<MailRules>) {
    const first = await stage(own.db, letter("joined"), { rules });
    const { time, engine, ...low } = first;
    const normal = await publishFlow(own.db, low.workspaceId, letter("joined"));
    const high = await publishFlow(own.db, low.workspaceId, letter("joined"));
    await own.db.update(funnel).set({ priority: "low" }).where(eq(funnel.id, low.funnelId));
    await own.db.update(funnel).set({ priority: "high" }).where(eq(funnel.id, high.funnelId));
    const states = async (who = ada) =>
      Promise.all(
        [high, normal, low].map(async (place: Live) => {
          const [row] = await mailsOf(own.db, place, who);
          return (
            row && { id: row.id, state: row.state, at: row.settledAt ?? row.notBefore, reason: row.reason }
          );
        }),
      );
    return { time, engine, workspaceId: low.workspaceId, low, states };
  }

  test("the most important goes first; the others follow as the cap lets them", async () => {
    const { time, engine, workspaceId, states } = await three({ perDay: 1 });
    await submit(engine, workspaceId, ada, "joined");
    await time.settle();
    const [high, normal, low] = await states();
    expect([high?.state, normal?.state, low?.state]).toEqual(["sent", "queued", "queued"]);
    await time.by(DAY + MINUTE);
    expect((await states()).map((one) => one?.state)).toEqual(["sent", "sent", "queued"]);
    await time.by(DAY + MINUTE);
    expect((await states()).map((one) => one?.state)).toEqual(["sent", "sent", "sent"]);
    const times = (await states()).map((one) => one?.at ?? 0);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(DAY);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(DAY);
  });

  test("a week's cap alone rolls; service mail and other people's do not use it up; past two weeks a person is asked", async () => {
    const { time, engine, workspaceId, low, states } = await three({ perWeek: 1 });
    const bill = drawing({ t: onEvent("ordered"), bill: serviceMail("Bill"), bye: end() }, [
      "t > bill > bye",
    ]);
    await publishFlow(own.db, workspaceId, bill);
    const bea = subscriber("Bea");
    const now = async (who = ada) => (await states(who)).map((one) => one?.state);
    for (const who of [ada, bea]) {
      for (const event of ["ordered", "joined"]) {
        await submit(engine, workspaceId, who, event);
        await time.settle();
      }
    }
    for (const who of [ada, bea]) expect(await now(who)).toEqual(["sent", "queued", "queued"]);
    await time.by(7 * DAY - MINUTE);
    expect(await now()).toEqual(["sent", "queued", "queued"]);
    await time.by(2 * MINUTE);
    expect(await now()).toEqual(["sent", "sent", "held"]);
    const last = (await states())[2];
    expect(last?.reason).toBe(
      "The rules would hold it for more than two weeks: they have had a marketing email within 7 days.",
    );
    await decideHeld(engine, { ...low, messageIds: [last?.id ?? ""], send: true });
    await time.settle();
    expect(await now(), "whoever decides does not lift the rules").toEqual(["sent", "sent", "queued"]);
    await time.by(7 * DAY);
    expect(await now()).toEqual(["sent", "sent", "sent"]);
  });

  test("the gap holds between any two of them", async () => {
    const { time, engine, workspaceId, states } = await three({ gapMs: 4 * HOUR });
    await submit(engine, workspaceId, ada, "joined");
    await time.by(9 * HOUR);
    const times = (await states()).map((one) => one?.at ?? 0);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(4 * HOUR);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(4 * HOUR);
  });

  test("what is on its way, or may have arrived, uses up the cap", async () => {
    const { time, engine, workspaceId, states } = await three({ perDay: 1 });
    await submit(engine, workspaceId, ada, "joined");
    await time.settle();
    const sent = eq(message.state, "sent");
    await own.db.update(message).set({ state: "unknown" }).where(sent);
    await time.by(DAY - MINUTE);
    expect((await states()).map((one) => one?.state)).toEqual(["unknown", "queued", "queued"]);
    await own.db
      .update(message)
      .set({ state: "sending", settledAt: null })
      .where(eq(message.state, "unknown"));
    await time.by(HOUR);
    expect((await states()).map((one) => one?.state)).toEqual(["sending", "queued", "queued"]);
  });
});

test("a mail that was on its way and did not leave after all keeps no other from going", async () => {
  const told: string[] = [];
  const account: MailAccount = {
    id: "resend:busy",
    perSecond: 100,
    transport: {
      dedupeWindowMs: 23 * HOUR,
      async send({ subject }) {
        told.push(subject);
        if (told.length > 1) return { outcome: "sent", providerId: subject };
        return { outcome: "later", afterMs: 10 * MINUTE, because: "429" };
      },
    },
  };
  const sells = drawing({ t: onEvent("joined"), one: mail("Buy it"), buys: goal({ product: "book" }) }, [
    "t > one",
  ]);
  const { time, engine, ...place } = await stage(own.db, sells, {
    rules: { perWeek: 1 },
    accounts: [account],
  });
  await own.db.update(funnel).set({ priority: "high" }).where(eq(funnel.id, place.funnelId));
  await publishFlow(own.db, place.workspaceId, letter("joined"));
  await submit(engine, place.workspaceId, ada, "joined");
  await time.settle();
  await buy(engine, place.workspaceId, ada);
  await time.by(HOUR);
  expect(told).toEqual(["Buy it", "One"]);
});

test("eight funnels and several processes at the same moment never exceed a cap", async () => {
  const { time, engine, ...place } = await stage(own.db, letter("joined"), { rules: { perDay: 2 } });
  for (let more = 0; more < 7; more++) await publishFlow(own.db, place.workspaceId, letter("joined"));
  await submit(engine, place.workspaceId, ada, "joined");
  const mails = () =>
    own.db
      .select()
      .from(message)
      .where(eq(message.workspaceId, place.workspaceId))
      .orderBy(message.settledAt);
  await holdAll(engine, { workspaceId: place.workspaceId, userId: null });
  await time.settle();
  expect(await mails()).toHaveLength(8);
  const by = { workspaceId: place.workspaceId, userId: null };
  await releaseAll(engine, { ...by, choice: { do: "send" } });
  await Promise.all([deliver(engine, "inbox"), deliver(engine, "inbox"), deliver(engine, "inbox")]);
  expect((await mails()).filter(({ state }) => state === "sent")).toHaveLength(2);
  await time.by(4 * DAY);
  const left = (await mails()).map(({ settledAt }) => settledAt ?? 0);
  expect(left).toHaveLength(8);
  for (const at of left) {
    expect(left.filter((other) => other > at - DAY && other <= at).length).toBeLessThanOrEqual(2);
  }
});

test("what counts of one contact is found by its index", async () => {
  // Of a database that was emptied the planner remembers how full it was.
  const { db, drop } = await scratchDatabase();
  onTestFinished(drop);
  const { workspaceId } = await stage(db, letter("joined"));
  const id = "00000000-0000-4000-8000-000000000000";
  const plan = await db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    return tx.execute(sql`explain ${countedOf(tx, { workspaceId, contactId: id }, 5)}`);
  });
  expect(JSON.stringify(plan)).toContain("message_counted");
  expect(JSON.stringify(plan)).not.toContain("Sort");
});

describe("hold all sending", () => {
  test("nothing leaves, people walk on to their emails, and afterwards it goes on", async () => {
    const { time, engine, ...place } = await stage(own.db, series);
    await submit(engine, place.workspaceId, ada, "joined");
    await holdAll(engine, { workspaceId: place.workspaceId, userId: null });
    await time.by(3 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "queued" });
    expect((await sweep(engine)).accounts).toBe(0);
    expect(
      await releaseAll(engine, { workspaceId: place.workspaceId, userId: null, choice: { do: "decide" } }),
    ).toBe(true);
    await time.by(2 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent", two: "sent", bill: "sent" });
  });

  test("after three days nothing goes by itself, unless that is decided", async () => {
    for (const [choice, state] of [
      [{ do: "decide" }, "held"],
      [{ do: "send" }, "sent"],
      [{ do: "skip", hours: 24 }, "dropped"],
    ] as const) {
      const { time, engine, ...place } = await stage(own.db, letter("joined"));
      const by = { workspaceId: place.workspaceId, userId: null };
      await submit(engine, place.workspaceId, ada, "joined");
      await holdAll(engine, by);
      await time.by(3 * DAY);
      await releaseAll(engine, { ...by, choice });
      expect(await releaseAll(engine, { ...by, choice }), "once").toBe(false);
      await time.settle();
      expect(await statesOf(own.db, place, ada)).toEqual({ one: state });
    }
  });

  test("a later decision is about what an earlier one has spread, too", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"));
    const by = { workspaceId: place.workspaceId, userId: null };
    await submit(engine, place.workspaceId, ada, "joined");
    for (const [choice, state] of [
      [{ do: "spread", days: 14 }, "queued"],
      [{ do: "send" }, "sent"],
    ] as const) {
      await holdAll(engine, by);
      await time.by(HOUR);
      await releaseAll(engine, { ...by, choice });
      await time.settle();
      expect(await statesOf(own.db, place, ada)).toEqual({ one: state });
    }
  });

  test("what was useful only meanwhile is skipped, and so is what a spread would bring too late", async () => {
    const until = (forMs: number) =>
      drawing({ t: onEvent("joined"), one: mail("One", { useful: { until: "due", forMs } }), bye: end() }, [
        "t > one > bye",
      ]);
    const { time, engine, ...over } = await stage(own.db, until(2 * HOUR));
    const soon = await publishFlow(own.db, over.workspaceId, until(3 * HOUR + SECOND));
    const by = { workspaceId: over.workspaceId, userId: null };
    await submit(engine, over.workspaceId, ada, "joined");
    await holdAll(engine, by);
    await time.by(3 * HOUR);
    await setPaused(own.db, { ...over, paused: true });
    await releaseAll(engine, { ...by, choice: { do: "spread", days: 14 } });
    await resume(engine, { ...over, userId: null, choice: { do: "send" } });
    await time.settle();
    for (const place of [over, soon]) {
      expect(await mailsOf(own.db, place, ada)).toMatchObject([
        { state: "dropped", reason: expect.stringMatching(/^It was only useful until/) },
      ]);
    }
  });

  test("another workspace goes on", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"));
    const other = await stage(own.db, letter("joined"));
    await holdAll(engine, { workspaceId: other.workspaceId, userId: null });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(MINUTE);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent" });
  });
});

describe("when a paused funnel goes on", () => {
  const waiting = drawing(
    { t: onEvent("joined"), one: mail("One"), pause: wait(DAY), two: mail("Two"), bye: end() },
    ["t > one > pause > two > bye"],
  );

  /** Ada's wait ended two days into a pause of three; Bea came in during it. */
  async function paused() {
    const { time, engine, ...place } = await stage(own.db, waiting);
    const bea = subscriber("Bea");
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(12 * HOUR);
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, bea, "joined");
    await time.by(3 * DAY);
    const go = (choice: Parameters<typeof resume>[1]["choice"]) =>
      resume(engine, { ...place, userId: null, choice });
    return { time, engine, place, bea, go };
  }

  /** What was done to Ada, with the name of the step. */
  async function told(place: Live) {
    const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
    const path = await findPath(own.db, { workspaceId: place.workspaceId, enrollmentId });
    return (path ? stepsOf(path) : []).flatMap(({ nodeId, lines }) =>
      lines.flatMap(({ text }) => (text.includes("started over") ? [[nodeId, text]] : [])),
    );
  }

  test("what the rules hold until later is told of by itself, and no choice is about it", async () => {
    const { time, engine, ...place } = await stage(own.db, waiting, {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(MINUTE);
    const look = () => backlogOf(own.db, { ...place, now: time.now() });
    expect((await statesOf(own.db, place, ada)).one).toBe("queued");
    await setPaused(own.db, { ...place, paused: true });
    await time.by(HOUR);
    expect(await look()).toEqual({
      mails: 0,
      late: 0,
      byRules: 1,
      people: 0,
      since: null,
      allHeld: false,
    });
    await resume(engine, { ...place, userId: null, choice: { do: "skip", hours: 1 } });
    expect(await findLater(own.db, { ...place, now: time.now() })).toEqual({ catchingUp: null, byRules: 1 });
    await time.by(DAY);
    expect((await statesOf(own.db, place, ada)).one).toBe("sent");
  });

  test("decide: what is late waits for a person", async () => {
    const { time, place, bea, go } = await paused();
    expect(await go({ do: "decide" })).toBe(true);
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("held");
    expect((await statesOf(own.db, place, bea)).one).toBe("held");
  });

  test("send: also to those who had first to walk to it", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "send" });
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
    expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "one:next", "pause"]);
  });

  test.each([
    ["send", { do: "send" }],
    ["spread", { do: "spread", days: 2 }],
  ] as const)("%s: what the rules hold then waits for them from the decision on", async (_, choice) => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"), {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, ada, "joined");
    time.outage(20 * DAY);
    await resume(engine, { ...place, userId: null, choice });
    await time.by(HOUR);
    expect(await mailsOf(own.db, place, ada)).toMatchObject([{ state: "queued" }]);
    await time.by(3 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent" });
  });

  test("spread: each at its place within the days, and a later decision is about them, too", async () => {
    const { time, place, bea, go } = await paused();
    const at = time.now();
    await go({ do: "spread", days: 4 });
    await time.settle();
    for (const [who, node] of [
      [ada, "two"],
      [bea, "one"],
    ] as const) {
      const row = (await mailsOf(own.db, place, who)).find(({ nodeId }) => nodeId === node);
      expect(row).toMatchObject({ state: "queued", heldBy: "spread", reason: "spread over 4 days" });
      expect(row?.notBefore).toBeGreaterThan(at);
      expect(row?.notBefore).toBeLessThan(at + 4 * DAY);
    }
    await setPaused(own.db, { ...place, paused: true });
    await time.by(MINUTE);
    // Or nobody would be asked, and all of it would go at once.
    expect(await backlogOf(own.db, { ...place, now: time.now() })).toMatchObject({ mails: 2, late: 2 });
    await go({ do: "send" });
    await time.by(MINUTE);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
  });

  test("skip: what is older is skipped with the reason, and people walk on", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "skip", hours: 60 });
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two, "due 2 days and 12 hours before").toBe("sent");
    const [one] = await mailsOf(own.db, place, bea);
    expect(one).toMatchObject({ state: "dropped", reason: expect.stringContaining("72 hours late") });
    expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "one:next", "pause"]);
  });

  test("restart: waits that ended meanwhile begin again, and who came in begins now", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "restart" });
    await time.by(DAY - MINUTE);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "one:next", "pause"]);
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
    await time.by(2 * MINUTE);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect(await told(place), "once, at the wait that began again").toEqual([
      ["pause", "Somebody let the funnel go on, and this wait started over."],
    ]);
  });

  test("restart: whoever is taken in hand before anybody looked has waited from then on, too", async () => {
    const { time, engine, place, go } = await paused();
    await go({ do: "restart" });
    const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
    time.outage(MINUTE);
    const acted = await act(engine, {
      ...place,
      enrollmentId,
      visit: 3,
      userId: null,
      wish: { do: "skip" },
    });
    expect(acted).toMatchObject({ done: true });
    expect(await told(place)).toEqual([
      ["pause", "Somebody let the funnel go on, and this wait started over."],
    ]);
  });

  test("one that is live is left as it is; a draft is not resumed", async () => {
    const { time, engine, place, go } = await paused();
    await go({ do: "decide" });
    expect(await go({ do: "send" }), "live already").toBe(true);
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("held");
    const [draft] = await own.db
      .insert(funnel)
      .values({ workspaceId: place.workspaceId, name: "Draft", draft: waiting })
      .returning();
    const asked = { workspaceId: place.workspaceId, funnelId: draft?.id ?? "", userId: null };
    expect(await resume(engine, { ...asked, choice: { do: "send" } })).toBe(false);
  });
});
