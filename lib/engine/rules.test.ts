import { eq, sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { funnel, message } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import type { MailRules } from "@/lib/mail/mail-rules";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, goal, letter, mail, onEvent, series, serviceMail } from "@/tests/engine/drawings";
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
import { mailsOf, statesOf } from "@/tests/engine/look";
import { deliver } from "./deliver";
import { countedOf } from "./going";
import { decideHeld } from "./held";
import { holdAll, releaseAll } from "./hold-all";
import { saveRules } from "./save-rules";
import { sweep } from "./sweep";
import type { MailAccount } from "./transport/transport";

const own = ownDatabase();
const ada = subscriber("Ada");

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
