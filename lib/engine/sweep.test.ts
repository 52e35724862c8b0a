import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { enrollment, mailAccount } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import {
  buy,
  DAY,
  HOUR,
  MINUTE,
  MONDAY,
  makeWorkspace,
  publishFlow,
  SECOND,
  stage,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, everything, pathOf, statesOf } from "@/tests/engine/look";
import { ensureAccount } from "./account";
import { advance } from "./advance";
import { holdAccount } from "./breaker";
import type { Hint } from "./hints";
import { recordFailure } from "./record-failure";
import { resume } from "./resume";
import { countStuck, retryStuck } from "./stuck";
import { SWEEP_LOCK, sweep } from "./sweep";

const own = ownDatabase();
const ada = subscriber("Ada");

const course = drawing({ t: onEvent("signed up"), pause: wait(DAY), news: mail("News"), buys: goal() }, [
  "t > pause > news",
]);

/** Somebody enters. No run of the durable engine ever comes by itself here: every hint is lost. */
async function entered() {
  const { time, engine, ...place } = await stage(own.db, course);
  const lost: Hint[] = [];
  const deaf = {
    ...engine,
    hint: async (hints: Hint[]) => {
      lost.push(...hints);
    },
  };
  await submit(deaf, place.workspaceId, ada, "signed up");
  const row = () => enrollmentOf(own.db, place, ada);
  return {
    time,
    place,
    engine: deaf,
    row,
    /** What a sweep rings for, by the names of its hints. */
    async sweeps() {
      lost.length = 0;
      await sweep(deaf);
      return lost.map(({ name }) => name);
    },
    async step(generation?: number) {
      const { id, generation: present } = await row();
      return advance(deaf, { ...place, enrollmentId: id, generation: generation ?? present });
    },
  };
}

const STARTED = ["enrollment/started"];

describe("the sweep finds", () => {
  test("somebody whose first hint was lost, and what had them before is stale", async () => {
    const { time, row, sweeps, step, place } = await entered();
    expect(await sweeps(), "the hint may still come").toEqual([]);
    time.outage(5 * SECOND);
    expect(await sweeps()).toEqual([]);
    time.outage(6 * SECOND);
    expect(await sweeps()).toEqual(STARTED);
    expect(await row()).toMatchObject({ generation: 2 });
    const before = await everything(own.db);
    expect(await step(1), "the zombie").toEqual({ state: "stale" });
    expect(await everything(own.db)).toEqual(before);
    expect(await step(2)).toMatchObject({ state: "waiting" });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "pause"]);
  });

  test("somebody whose wake-up was lost", async () => {
    const { time, engine, place, step, sweeps } = await entered();
    await step();
    time.outage(HOUR);
    expect(await sweeps(), "a wait that has not ended is nobody's business").toEqual([]);
    await buy(engine, place.workspaceId, ada);
    expect(await sweeps()).toEqual([]);
    time.outage(5 * SECOND);
    expect(await sweeps()).toEqual(STARTED);
    await step();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "pause:pulled", "buys:next"]);
  });

  test.each([
    ["rests in a paused funnel", false],
    ["has rested until just now", true],
  ])("others all the same, although somebody hears of something who %s", async (_, goesOn) => {
    const { time, engine, place, step, sweeps } = await entered();
    await step();
    await setPaused(own.db, { ...place, paused: true });
    time.outage(3 * DAY);
    if (goesOn) await resume(engine, { ...place, userId: null, choice: { do: "send" } });
    const other = await publishFlow(own.db, place.workspaceId, course);
    await submit(engine, other.workspaceId, subscriber("Bea"), "signed up");
    time.outage(11 * SECOND);
    // This process has been there for long.
    engine.lag.forget(engine.clock() - 10 * DAY);
    await buy(engine, place.workspaceId, ada);
    await step();
    expect(await sweeps()).toContain("enrollment/started");
  });

  test("somebody whose timer was lost", async () => {
    const { time, row, step, sweeps } = await entered();
    await step();
    const { until } = await row();
    time.outage((until ?? 0) - time.now() + 9 * SECOND);
    expect(await sweeps()).toEqual([]);
    time.outage(2 * SECOND);
    expect(await sweeps()).toEqual(STARTED);
  });

  test("mail that nobody fetched, unless its account is held or somebody is at it", async () => {
    const { time, engine, place, step, sweeps } = await entered();
    await step();
    time.outage(DAY + SECOND);
    await step();
    expect(await statesOf(own.db, place, ada)).toEqual({ news: "queued" });
    time.outage(SECOND);
    expect(await sweeps()).toEqual(["mail/queued"]);
    await ensureAccount(own.db, { id: "inbox", transport: null, perSecond: 1 });
    await holdAccount(engine, "inbox", MINUTE, "Just so.");
    expect(await sweeps()).toEqual([]);
    time.outage(2 * MINUTE);
    expect(await sweeps()).toEqual(["mail/queued"]);
    await own.db.update(mailAccount).set({ busyUntil: engine.clock() + 10 * SECOND });
    expect(await sweeps()).toEqual([]);
    time.outage(11 * SECOND);
    expect(await sweeps(), "whoever was at it has died").toEqual(["mail/queued"]);
  });

  test("everybody who waited while the funnel was paused, once it is live again", async () => {
    const { time, place, step, sweeps } = await entered();
    await step();
    await setPaused(own.db, { ...place, paused: true });
    time.outage(2 * DAY);
    expect(await sweeps()).toEqual([]);
    expect(await step(), "their timer comes and finds it paused").toMatchObject({
      state: "waiting",
      until: null,
    });
    await setPaused(own.db, { ...place, paused: false });
    expect(await sweeps()).toEqual(STARTED);
    await step();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "pause:next", "news"]);
  });

  test("nobody who has come to the end", async () => {
    const { time, engine, place, step, sweeps, row } = await entered();
    await buy(engine, place.workspaceId, ada);
    time.outage(SECOND);
    await step();
    expect(await row()).toMatchObject({ status: "ended" });
    time.outage(DAY);
    expect(await sweeps()).toEqual([]);
  });
});

describe("the sweep is patient", () => {
  test("with those who only wait for their turn in a rush, until the rush is over", async () => {
    const { time, engine, row, sweeps } = await entered();
    time.outage(20 * SECOND);
    engine.lag.forget(engine.clock() - MINUTE);
    engine.lag.note(15 * SECOND, engine.clock());
    expect(await sweeps(), "others were served who came fifteen seconds ago").toEqual([]);
    await time.engine.pause(9 * SECOND);
    expect(await sweeps()).toEqual([]);
    expect(await row()).toMatchObject({ generation: 1 });
    await time.engine.pause(20 * SECOND);
    expect(await sweeps(), "nobody is served any more").toEqual(STARTED);
  });

  test("two at once ring once", async () => {
    const { time, engine, row } = await entered();
    time.outage(MINUTE);
    await own.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${SWEEP_LOCK})`);
      expect(await sweep(engine), "another process is at it").toMatchObject({ enrollments: 0 });
    });
    const found = await Promise.all(Array.from({ length: 6 }, () => sweep(engine)));
    expect(found.reduce((sum, { enrollments }) => sum + enrollments, 0)).toBe(1);
    expect(await row()).toMatchObject({ generation: 2 });
  });

  test("for somebody whom nobody fetches it comes less and less often, but always again", async () => {
    const { time, row, sweeps } = await entered();
    const at: number[] = [];
    for (let minute = 0; minute < 12 * 60; minute += 1) {
      time.outage(MINUTE);
      if ((await sweeps()).length > 0) at.push(minute);
    }
    const gaps = at.slice(1).map((one, n) => one - (at[n] ?? 0));
    expect(at.length).toBeGreaterThan(20);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(11);
    expect(await row()).toMatchObject({ generation: 1 + at.length });
  });
});

describe("somebody who cannot be moved", () => {
  const because = "The database said no.";

  /** A whole generation fails, and the sweep sends the next one. */
  async function failing() {
    const stand = await entered();
    const { engine, place, row, sweeps, time } = stand;
    const fails = async () => {
      const { id, generation } = await row();
      await recordFailure(engine, { ...place, enrollmentId: id, generation, message: because });
    };
    /** Minutes until the sweep comes, after the first two hours in half hours; null when it does not within a day. */
    const comesAfter = async () => {
      for (let minutes = 0; minutes < 24 * 60; ) {
        if ((await sweeps()).length > 0) return minutes;
        const more = minutes < 120 ? 1 : 30;
        minutes += more;
        time.outage(more * MINUTE);
      }
      return null;
    };
    return { ...stand, fails, comesAfter };
  }

  test("is stuck after five generations, each of which came later than the one before", async () => {
    const { place, row, fails, comesAfter } = await failing();
    const waits: (number | null)[] = [];
    for (let n = 1; n <= 5; n += 1) {
      await fails();
      expect((await row()).stuck, `after ${n}`).toBe(n === 5);
      if (n < 5) waits.push(await comesAfter());
    }
    expect(await comesAfter()).toBeNull();
    const minutes = waits.map((one) => one ?? Number.NaN);
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    expect(minutes.at(-1)).toBeGreaterThan(minutes[0] ?? 0);
    expect(await countStuck(own.db, place)).toEqual({ people: 1, because });
  });

  test("goes on when somebody retries", async () => {
    const { place, row, fails, comesAfter, step, time } = await failing();
    for (let n = 1; n <= 5; n += 1) await fails();
    const by = { userId: null, now: MONDAY };
    const elsewhere = { ...place, ...by, workspaceId: await makeWorkspace(own.db) };
    expect(await retryStuck(own.db, elsewhere)).toEqual([]);
    expect(await retryStuck(own.db, { ...place, ...by })).toHaveLength(1);
    time.outage(5 * SECOND);
    expect(await comesAfter()).toBe(0);
    await step();
    expect(await row()).toMatchObject({ stuck: false, failures: 0, failure: null, nodeId: "pause" });
  });

  test("one success forgets the failures before it", async () => {
    const { row, fails, step } = await failing();
    for (let n = 1; n <= 4; n += 1) await fails();
    await step();
    expect(await row()).toMatchObject({ failures: 0, stuck: false });
    await fails();
    expect(await row()).toMatchObject({ failures: 1, stuck: false });
  });

  test("only the present generation counts, and only in its own workspace", async () => {
    const { engine, place, row } = await failing();
    const { id, generation } = await row();
    const before = await everything(own.db);
    const other = await makeWorkspace(own.db);
    const failure = { enrollmentId: id, message: because };
    await recordFailure(engine, { ...failure, ...place, generation: generation - 1 });
    await recordFailure(engine, { ...failure, workspaceId: other, generation });
    expect(await everything(own.db)).toEqual(before);
  });

  test("is passed over by the sweep and comes back by no timer, but what they buy still counts", async () => {
    const { engine, place, fails, comesAfter } = await failing();
    for (let n = 1; n <= 5; n += 1) await fails();
    await buy(engine, place.workspaceId, ada);
    expect(await comesAfter()).toBeNull();
    const { conversion = [] } = await everything(own.db);
    expect(conversion).toHaveLength(1);
    const [row] = await own.db.select().from(enrollment).where(eq(enrollment.stuck, true));
    expect(row?.failure).toBe(because);
  });
});
