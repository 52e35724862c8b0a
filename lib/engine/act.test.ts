import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { funnelResults } from "@/db/queries/results";
import { act as acts, enrollment, funnel, message, user } from "@/db/schema";
import { sayEnd } from "@/lib/flow/explain";
import type { Entry } from "@/lib/flow/flow";
import { stepsOf } from "@/lib/flow/path-steps";
import { ownDatabase } from "@/tests/engine/database";
import { bought, clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, MINUTE, publishFlow, stage, stranger, submit, subscriber } from "@/tests/engine/kit";
import { listed } from "@/tests/engine/listed";
import { enrollmentOf, everything, mailsOf, pathOf, react, statesOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { act, type Wish } from "./act";
import { advance } from "./advance";
import { claim } from "./claim";
import { startByHand } from "./start-by-hand";
import { retryStuck } from "./stuck";
import { sweep } from "./sweep";

const own = ownDatabase();
const ada = subscriber("Ada");

const flow = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    asked: clicked("hello", 2 * DAY),
    pause: wait(3 * DAY),
    second: mail("Second"),
    buyer: bought(DAY),
    buys: goal({ waitMs: 7 * DAY, otherwise: "end" }),
    bye: end("thanked"),
  },
  [
    "t > hello > asked",
    "asked:yes > pause > second > buyer",
    "asked:no > buyer",
    "buyer:yes > bye",
    "buyer:no > buys > bye",
  ],
);

async function life(drawn = flow, who = ada) {
  const { time, engine, ...place } = await stage(own.db, drawn);
  const { workspaceId } = place;
  await own.db.insert(user).values({ id: "maya", name: "Maya", email: "maya@example.org" });
  await submit(engine, workspaceId, who, "signed up");
  await time.settle();
  const row = () => enrollmentOf(own.db, place, who);
  return {
    ...place,
    time,
    engine,
    row,
    hand: async (wish: Wish, { visit = null as number | null, rehearse = false } = {}) => {
      const { id: enrollmentId } = await row();
      return act(engine, { ...place, enrollmentId, visit, userId: "maya", wish }, { rehearse });
    },
    way: () => pathOf(own.db, place, who),
    mails: () => statesOf(own.db, place, who),
    said: async () => {
      const path = await findPath(own.db, { workspaceId, enrollmentId: (await row()).id });
      if (!path) throw new Error("There is no such path.");
      return { lines: stepsOf(path).map(({ lines }) => lines.map(({ text }) => text)), end: sayEnd(path) };
    },
  };
}

let check: (() => Promise<void>) | undefined;
beforeEach(() => {
  check = undefined;
});
/** Whatever was done by hand: numbers, lists and a recount agree. */
afterEach(async () => {
  await check?.();
});
const agreeing = <T extends { workspaceId: string; funnelId: string }>(one: T): T => {
  check = async () => {
    const results = await funnelResults(own.db, one);
    expect(results.nodes).toEqual(await recount(own.db, one));
    expect(await listed(own.db, one, results)).toEqual(results);
  };
  return one;
};

describe("removing", () => {
  test("ends the path, cancels mail that has not left, and is said on the path", async () => {
    const ada = agreeing(await life());
    await setPaused(own.db, { ...ada, paused: true });
    await submit(ada.engine, ada.workspaceId, subscriber("Bob"), "signed up");
    await setPaused(own.db, { ...ada, paused: false });
    await ada.hand({ do: "move", to: "second" });
    expect(await ada.hand({ do: "remove" })).toMatchObject({ done: true });
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:moved", "second:removed"]);
    expect((await ada.row()).endReason).toBe("removed");
    expect(await ada.mails()).toEqual({ hello: "sent", second: "cancelled" });
    const { lines, end } = await ada.said();
    expect(lines.at(-1)).toContain("Maya removed them from the funnel.");
    expect(end).toBe("Maya removed them from the funnel.");
    await ada.time.by(30 * DAY);
    expect(await ada.mails()).toEqual({ hello: "sent", second: "cancelled" });
  });

  test("twice is once", async () => {
    const ada = agreeing(await life());
    await ada.hand({ do: "remove" });
    const before = await everything(own.db);
    expect(await ada.hand({ do: "remove" })).toEqual({
      done: false,
      because: "They are not in this funnel any more.",
    });
    expect(await everything(own.db)).toEqual(before);
  });

  test("works in a paused and in an archived funnel, where nobody moves otherwise", async () => {
    const ada = agreeing(await life());
    await setPaused(own.db, { ...ada, paused: true });
    await own.db.update(funnel).set({ archivedAt: new Date() });
    expect(await ada.hand({ do: "skip" })).toMatchObject({ done: false, because: /archived/ });
    expect(await ada.hand({ do: "remove" })).toMatchObject({ done: true });
  });

  test("comes after what has happened before: whoever has just bought is at the goal first", async () => {
    const ada = agreeing(await life());
    await buy(ada.engine, ada.workspaceId, subscriber("Ada"));
    expect(await ada.hand({ do: "remove" }, { visit: 3 })).toEqual({
      done: false,
      because: "They are not in this funnel any more.",
    });
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:pulled", "buys:next", "bye:ended"]);
  });
});

describe("skipping a wait", () => {
  test("goes on as if its time had come, by the path it would then take", async () => {
    const ada = agreeing(await life());
    expect(await ada.hand({ do: "skip" }, { visit: 3 })).toMatchObject({ done: true, mails: [] });
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:no", "buyer"]);
    await ada.hand({ do: "skip" });
    await ada.hand({ do: "skip" });
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:no", "buyer:no", "buys:ended"]);
    expect((await ada.row()).endReason).toBe("goal not reached");
    const { lines } = await ada.said();
    expect(lines[2]).toEqual(["Maya skipped this wait. Did not click a link in “Email 1”."]);
    expect(lines[4]).toEqual(["Maya skipped this wait. Did not buy anything."]);
  });

  test("says which mail comes at once, and sends it once", async () => {
    const ada = agreeing(await life());
    await ada.time.by(HOUR);
    await react(ada.engine, ada, subscriber("Ada"), "hello", "clicked");
    await ada.time.settle();
    const mails = [{ nodeId: "second", name: "Email 2", again: false, not: null }];
    const before = await everything(own.db);
    expect(await ada.hand({ do: "skip" }, { rehearse: true })).toMatchObject({ done: true, mails });
    expect(await everything(own.db)).toEqual(before);
    expect(await ada.hand({ do: "skip" }, { visit: 4 })).toMatchObject({ done: true, mails });
    expect(await ada.hand({ do: "skip" }, { visit: 4 })).toEqual({
      done: false,
      because: "They have moved on meanwhile.",
    });
    await ada.time.by(MINUTE);
    expect(await ada.mails()).toEqual({ hello: "sent", second: "sent" });
    expect((await mailsOf(own.db, ada, subscriber("Ada"))).length).toBe(2);
  });

  test("is refused where nobody waits for time", async () => {
    const ada = agreeing(await life());
    await ada.hand({ do: "move", to: "second" });
    expect(await ada.hand({ do: "skip" })).toEqual({
      done: false,
      because: "They are waiting for their email to go out. Move them to another step instead.",
    });
  });
});

describe("moving", () => {
  test("to a step walks on from there, also over steps walked before", async () => {
    const ada = agreeing(await life());
    await ada.time.by(3 * DAY);
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:no", "buyer:no", "buys"]);
    const again = [{ nodeId: "hello", name: "Email 1", again: true, not: null }];
    expect(await ada.hand({ do: "move", to: "hello" })).toMatchObject({ done: true, mails: again });
    await ada.time.by(4 * DAY);
    const around = ["hello:next", "asked:no", "buyer:no", "buys"];
    expect(await ada.way()).toEqual([
      "t:next",
      "hello:next",
      "asked:no",
      "buyer:no",
      "buys:moved",
      ...around,
    ]);
    const { nodes } = await funnelResults(own.db, ada);
    expect(nodes.hello).toMatchObject({ entered: 1, here: 0, left: { next: 1 }, sent: 1 });
    expect(nodes.buys).toMatchObject({ entered: 1, here: 1, left: {} });
    expect((await ada.said()).lines[4]).toEqual(["Maya moved them to “Email 1”."]);
  });

  test("leaves mail that is on its way alone, and cancels what is not", async () => {
    const ada = agreeing(await life());
    await ada.hand({ do: "move", to: "second" });
    await own.db.update(message).set({ state: "sending" }).where(eq(message.nodeId, "second"));
    expect(await ada.hand({ do: "move", to: "pause" })).toMatchObject({ done: true });
    expect((await ada.mails()).second).toBe("sending");
  });

  test.each([
    ["pause", "They are at this step already."],
    ["t", "People come in through a trigger. Choose the step after it."],
    ["elsewhere", "The version they are on does not have this step."],
  ])("to “%s” is refused: %s", async (to, because) => {
    const ada = agreeing(await life());
    await ada.hand({ do: "move", to: "pause" });
    expect(await ada.hand({ do: "move", to })).toEqual({ done: false, because });
  });

  test("in a paused funnel takes them there, and nothing goes out until it goes on", async () => {
    const ada = agreeing(await life());
    await setPaused(own.db, { ...ada, paused: true });
    expect(await ada.hand({ do: "move", to: "second" })).toMatchObject({ done: true, mails: [] });
    await ada.time.by(HOUR);
    expect(await ada.mails()).toEqual({ hello: "sent" });
    await setPaused(own.db, { ...ada, paused: false });
    await ada.time.by(HOUR);
    expect(await ada.mails()).toEqual({ hello: "sent", second: "sent" });
  });

  test("frees whoever is stuck, and a run comes for them", async () => {
    const ada = agreeing(await life());
    await own.db.update(enrollment).set({ stuck: true, failures: 5, failure: "No." });
    const { generation } = await ada.row();
    expect(await ada.hand({ do: "move", to: "pause" })).toMatchObject({ done: true });
    expect(await ada.row()).toMatchObject({ stuck: false, failures: 0, generation: generation + 1 });
  });

  test("a run that slept meanwhile finds them where they are now", async () => {
    const ada = agreeing(await life());
    const { id: enrollmentId, generation } = await ada.row();
    await ada.hand({ do: "move", to: "pause" });
    const advanced = await advance(ada.engine, { workspaceId: ada.workspaceId, enrollmentId, generation });
    expect(advanced).toMatchObject({ state: "waiting", until: (await ada.row()).until });
    expect(await ada.way()).toEqual(["t:next", "hello:next", "asked:moved", "pause"]);
    await ada.time.by(3 * DAY);
    expect((await sweep(ada.engine)).enrollments).toBe(0);
  });
});

describe("taking back", () => {
  const actIdOf = (acted: Awaited<ReturnType<typeof act>>): string => {
    if (!acted.done) throw new Error(acted.because);
    return acted.actId;
  };

  test("puts the removed where they were, and their wait ends when it would have", async () => {
    const ada = agreeing(await life());
    await ada.hand({ do: "move", to: "pause" });
    const { until } = await ada.row();
    await ada.time.by(DAY);
    const actId = actIdOf(await ada.hand({ do: "remove" }));
    await ada.time.by(DAY);
    expect(await ada.hand({ do: "return", actId })).toMatchObject({ done: true });
    expect(await ada.row()).toMatchObject({ status: "active", endedAt: null, endReason: null, until });
    await ada.time.to((until ?? 0) + MINUTE);
    expect(await ada.mails()).toEqual({ hello: "sent", second: "sent" });
    expect((await ada.way()).slice(2)).toEqual([
      "asked:moved",
      "pause:removed",
      "pause:next",
      "second:next",
      "buyer",
    ]);
    expect((await ada.said()).lines[4]?.[0]).toBe("Maya put them back here.");
    expect(await own.db.select({ kind: acts.kind }).from(acts).orderBy(acts.at)).toEqual([
      { kind: "moved" },
      { kind: "removed" },
      { kind: "returned" },
    ]);
  });

  test("of a skip or a move brings them back while no mail has gone out", async () => {
    const ada = agreeing(await life());
    const { until } = await ada.row();
    const skip = actIdOf(await ada.hand({ do: "skip" }));
    await ada.hand({ do: "return", actId: skip });
    expect(await ada.row()).toMatchObject({ nodeId: "asked", until });
    const move = actIdOf(await ada.hand({ do: "move", to: "second" }));
    await ada.hand({ do: "return", actId: move });
    expect(await ada.row()).toMatchObject({ nodeId: "asked", until });
    expect(await ada.mails()).toEqual({ hello: "sent", second: "cancelled" });
    const { lines } = await ada.said();
    expect(lines.at(-2)).toEqual([
      "Maya took that back.",
      "The email was not sent. They had moved on before it was sent.",
    ]);
  });

  test("at the very instant of their end lets them walk the same steps again", async () => {
    const waits = drawing({ t: onEvent("signed up"), first: wait(DAY), last: wait(HOUR) }, [
      "t > first > last",
    ]);
    const ada = agreeing(await life(waits));
    const actId = actIdOf(await ada.hand({ do: "skip" }));
    const { until } = await ada.row();
    ada.time.outage((until ?? 0) - ada.time.now());
    expect(await ada.hand({ do: "return", actId })).toMatchObject({ done: true });
    await ada.time.by(2 * DAY);
    expect(await ada.way()).toEqual(["t:next", "first:next", "last:next", "first:next", "last:next"]);
  });

  test("is refused once mail has gone out, a goal was reached, or something else was done", async () => {
    const ada = agreeing(await life());
    const first = actIdOf(await ada.hand({ do: "move", to: "second" }));
    await ada.time.by(MINUTE);
    expect(await ada.hand({ do: "return", actId: first })).toMatchObject({
      because: "An email has gone out to them since. Move them to another step instead.",
    });
    const second = actIdOf(await ada.hand({ do: "move", to: "pause" }));
    expect(await ada.hand({ do: "return", actId: first })).toMatchObject({
      because: "Somebody has done something else with them since.",
    });
    await buy(ada.engine, ada.workspaceId, subscriber("Ada"));
    await ada.time.settle();
    expect(await ada.hand({ do: "return", actId: second })).toMatchObject({
      because: "They have reached a goal since, and go on from there.",
    });
  });

  test.each<[string, Entry, boolean]>([
    ["is refused", { rule: "after-end" }, false],
    ["is done where trips go side by side", { rule: "per-key", property: "cart" }, true],
  ])("of a removal, once they have come again, %s", async (_, entry, done) => {
    const waits = drawing({ t: onEvent("signed up"), pause: wait(DAY) }, ["t > pause"], entry);
    const { engine, ...place } = await stage(own.db, waits);
    const comes = (cart: string) =>
      submit(engine, place.workspaceId, ada, "signed up", { properties: { cart } });
    const [enrollmentId = ""] = (await comes("a")).enrollments;
    const hand = (wish: Wish) => act(engine, { ...place, enrollmentId, visit: null, userId: null, wish });
    const actId = actIdOf(await hand({ do: "remove" }));
    await comes("b");
    expect((await hand({ do: "return", actId })).done).toBe(done);
  });

  test("twice is once", async () => {
    const ada = agreeing(await life());
    const actId = actIdOf(await ada.hand({ do: "remove" }));
    await ada.hand({ do: "return", actId });
    const before = await everything(own.db);
    expect(await ada.hand({ do: "return", actId })).toMatchObject({ done: false });
    expect(await everything(own.db)).toEqual(before);
  });
});

test("trying again is recorded on the path", async () => {
  const ada = agreeing(await life());
  await own.db.update(enrollment).set({ stuck: true, failures: 5, failure: "No." });
  await retryStuck(own.db, { ...ada, userId: "maya", now: ada.time.now() });
  expect((await ada.said()).lines.at(-1)).toEqual(["Maya had it tried again."]);
});

describe("starting a funnel by hand", () => {
  const starting = { userId: "maya", requestId: "press", key: null, triggerId: null };

  async function contactOf(who = ada, drawn = flow) {
    const one = agreeing(await life(drawn, subscriber("Bob")));
    // They are a contact, but not in the funnel.
    const { contactId } = await submit(one.engine, one.workspaceId, who, "said hello");
    return { ...one, contactId };
  }

  test("brings them in by its trigger, once per press, and they walk as everybody", async () => {
    const one = await contactOf();
    const press = { ...one, ...starting };
    const rehearsal = await startByHand(one.engine, press, { rehearse: true });
    expect(rehearsal).toMatchObject({
      done: true,
      mails: [{ nodeId: "hello", name: "Email 1", again: false, not: null }],
    });
    const first = await startByHand(one.engine, press);
    expect(await startByHand(one.engine, press)).toEqual({ ...first, mails: [] });
    await one.time.by(MINUTE);
    expect(await pathOf(own.db, one, ada)).toEqual(["t:next", "hello:next", "asked"]);
    expect(await statesOf(own.db, one, ada)).toEqual({ hello: "sent" });
    const { id } = await enrollmentOf(own.db, one, ada);
    const path = await findPath(own.db, { workspaceId: one.workspaceId, enrollmentId: id });
    expect(path && stepsOf(path)[0]?.lines.map(({ text }) => text)).toContain(
      "Maya started this funnel for them.",
    );
  });

  test("gives no consent: marketing mail does not go to whoever never agreed", async () => {
    const bea = stranger("Bea");
    const one = await contactOf(bea);
    expect(await startByHand(one.engine, { ...one, ...starting }, { rehearse: true })).toMatchObject({
      mails: [{ nodeId: "hello", not: "They never agreed to marketing mail." }],
    });
    await startByHand(one.engine, { ...one, ...starting });
    await one.time.by(MINUTE);
    expect(await statesOf(own.db, one, bea)).toEqual({ hello: "dropped" });
  });

  test("keeps to the rule of entry: once, ever", async () => {
    const one = await contactOf();
    await startByHand(one.engine, { ...one, ...starting });
    const before = await everything(own.db);
    expect(await startByHand(one.engine, { ...one, ...starting, requestId: "another" })).toEqual({
      done: false,
      because: "They have been in this funnel, and people enter it once, ever.",
    });
    expect(await everything(own.db)).toEqual(before);
  });

  test("needs the value that people enter once for, and takes each once", async () => {
    const carts = drawing({ t: onEvent("signed up"), hello: mail("Hello") }, ["t > hello"], {
      rule: "per-key",
      property: "cartId",
    });
    const one = await contactOf();
    const { funnelId } = await publishFlow(own.db, one.workspaceId, carts);
    const start = (key: string | null, requestId: string) =>
      startByHand(one.engine, { ...one, ...starting, funnelId, key, requestId });
    expect(await start(null, "1")).toMatchObject({
      done: false,
      because: /once per “cartId”. Say which one/,
    });
    expect(await start("7", "2")).toMatchObject({ done: true });
    expect(await start("7", "3")).toMatchObject({
      because: "They have been in this funnel for this “cartId”.",
    });
    expect(await start("8", "4")).toMatchObject({ done: true });
  });

  test("waits at the trigger of a paused funnel, and is refused by a draft or an archived one", async () => {
    const one = await contactOf();
    await setPaused(own.db, { ...one, paused: true });
    expect(await startByHand(one.engine, { ...one, ...starting }, { rehearse: true })).toMatchObject({
      mails: [],
    });
    await own.db.update(funnel).set({ status: "draft" });
    expect(await startByHand(one.engine, { ...one, ...starting })).toMatchObject({
      because: /not published yet/,
    });
    await own.db.update(funnel).set({ archivedAt: new Date() });
    expect(await startByHand(one.engine, { ...one, ...starting })).toMatchObject({
      because: /does not exist/,
    });
  });
});

test("a mail that is fetched in the moment of a move has left before it, or does not leave", async () => {
  const ada = agreeing(await life());
  await ada.hand({ do: "move", to: "second" });
  const [row] = await own.db.select().from(message).where(eq(message.nodeId, "second"));
  const inbox = ada.engine.accounts[0];
  if (!row || !inbox) throw new Error("There is a mail and an inbox.");
  const claiming = { workspaceId: ada.workspaceId, messageId: row.id, contactId: row.contactId ?? "" };
  // Both want the contact's lock; whoever comes first is right, and the other sees what was done.
  const [moved] = await Promise.all([
    ada.hand({ do: "move", to: "pause" }),
    claim(ada.engine, inbox, claiming),
  ]);
  const state = (await ada.mails()).second;
  expect(moved.done ? ["cancelled", "sent"] : ["sent"]).toContain(state);
  expect((await ada.way()).filter((step) => step.startsWith("second"))).toHaveLength(1);
});
