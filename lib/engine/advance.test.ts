import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { event } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, MINUTE, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, everything, pathOf, react, statesOf } from "@/tests/engine/look";
import { advance } from "./advance";
import { ingest } from "./ingest";

const own = ownDatabase();
const ada = subscriber("Ada");

const welcome = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(DAY),
    asked: clicked("hello", 2 * DAY),
    buys: goal(),
    again: mail("Again"),
    bye: end("thanked"),
  },
  ["t > hello > pause > asked", "asked:yes > buys > bye", "asked:no > again"],
);

/** Somebody entered a minute ago and nobody has come since. */
async function entered() {
  const { time, engine, ...place } = await stage(own.db, welcome);
  await submit(engine, place.workspaceId, ada, "signed up");
  time.outage(MINUTE);
  const { id, generation } = await enrollmentOf(own.db, place, ada);
  const step = (at = generation) => advance(engine, { ...place, enrollmentId: id, generation: at });
  return { time, engine, place, step, generation };
}

/** All rows, whole. `turn` only names the wait that an answer is followed by, so only a stale call may not move it. */
const rows = () => everything(own.db, { butTurn: true });

describe("asked again, advance changes nothing", () => {
  test("after it has moved somebody: twice, and eight times at once", async () => {
    const { step } = await entered();
    await step();
    const before = await rows();
    expect(before.visit, "it did move them").toHaveLength(2);
    await step();
    expect(await rows()).toEqual(before);
    await Promise.all(Array.from({ length: 8 }, () => step()));
    expect(await rows()).toEqual(before);
  });

  test("the first time eight at once move them as one does", async () => {
    const { step, place } = await entered();
    await Promise.all(Array.from({ length: 8 }, () => step()));
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello"]);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    const { stat_delta = [] } = await rows();
    expect(stat_delta).toHaveLength(3);
  });

  test("late: nothing that came about meanwhile is done twice, and at its own time", async () => {
    const { time, step, place } = await entered();
    await time.settle();
    time.outage(40 * DAY);
    await step();
    const before = await rows();
    expect(await pathOf(own.db, place, ada)).toEqual([
      "t:next",
      "hello:next",
      "pause:next",
      "asked:no",
      "again",
    ]);
    const dueAt = /"due_at": ?(\d+)/.exec(before.message?.find((row) => row.includes('"again"')) ?? "")?.[1];
    const sent = await enrollmentOf(own.db, place, ada);
    expect(Number(dueAt), "three days after the first mail, not today").toBeLessThan(
      sent.enteredAt + 3 * DAY + HOUR,
    );
    await step();
    expect(await rows()).toEqual(before);
  });

  test("with a generation that was overtaken, or one that never was: not even the turn", async () => {
    const { time, step, generation } = await entered();
    await time.settle();
    time.outage(40 * DAY);
    const before = await everything(own.db);
    for (const other of [generation - 1, generation + 1, 0, -1]) {
      expect(await step(other)).toEqual({ state: "stale" });
    }
    expect(await everything(own.db)).toEqual(before);
  });

  test("once they have come to the end: not even the turn", async () => {
    const { time, engine, step, place } = await entered();
    await buy(engine, place.workspaceId, ada);
    await time.settle();
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({ status: "ended", endReason: "thanked" });
    const before = await everything(own.db);
    time.outage(40 * DAY);
    expect(await Promise.all([step(), step()])).toEqual([{ state: "ended" }, { state: "ended" }]);
    expect(await everything(own.db)).toEqual(before);
  });
});

describe("a process that dies", () => {
  test("after the commit and before the answer: the next call answers the same", async () => {
    const { step } = await entered();
    const lost = await step();
    const before = await rows();
    const answered = await step();
    expect(await rows()).toEqual(before);
    if (lost.state !== "waiting" || answered.state !== "waiting") throw new Error("They should wait.");
    expect(answered.until).toBe(lost.until);
    expect(answered.turn, "whoever waits is woken by the new name").not.toBe(lost.turn);
  });

  test("before its hints went out: what they were for is true all the same", async () => {
    const { time, engine, place } = await entered();
    const mute = {
      ...engine,
      hint: async () => {
        throw new Error("killed");
      },
    };
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await expect(advance(mute, { ...place, enrollmentId: id, generation })).rejects.toThrow("killed");
    const before = await rows();
    await expect(
      ingest(mute, {
        workspaceId: place.workspaceId,
        input: { id: "p1", name: "purchase", email: ada.email, properties: {} },
      }),
    ).rejects.toThrow("killed");
    expect(await own.db.select().from(event).where(eq(event.id, "p1"))).toHaveLength(1);
    expect((await rows()).visit).toEqual(before.visit);
    await time.settle();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:pulled", "buys:next", "bye:ended"]);
  });
});

test("whoever clicks takes yes, and a purchase brings them to the goal", async () => {
  const { time, engine, place } = await entered();
  await time.by(HOUR);
  expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
  await react(engine, place, ada, "hello", "clicked");
  await time.by(DAY);
  expect(await pathOf(own.db, place, ada)).toEqual([
    "t:next",
    "hello:next",
    "pause:next",
    "asked:yes",
    "buys",
  ]);
  await buy(engine, place.workspaceId, ada);
  await time.settle();
  expect((await pathOf(own.db, place, ada)).slice(-2)).toEqual(["buys:next", "bye:ended"]);
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
});

test("the answer names the wait, until when, and for which turn", async () => {
  const { time, step, place } = await entered();
  await time.settle();
  const { id, until, turn } = await enrollmentOf(own.db, place, ada);
  expect(await step()).toEqual({
    state: "waiting",
    turn: `${id}:${turn + 1}`,
    until,
    now: expect.any(Number),
  });
  const after = await enrollmentOf(own.db, place, ada);
  expect(after).toMatchObject({ turn: turn + 1, dueAt: until, armedFor: until });
});
