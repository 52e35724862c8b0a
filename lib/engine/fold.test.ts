import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { funnelResults } from "@/db/queries/results";
import { statDelta } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, stage, stranger, submit, subscriber } from "@/tests/engine/kit";
import { mailsOf, react } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { fold } from "./fold";

const own = ownDatabase();

const course = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    asked: clicked("hello", 2 * DAY),
    offer: mail("Offer"),
    pause: wait(DAY),
    again: mail("Again"),
    bye: end(),
    big: goal({ atLeast: 5_000, currency: "EUR" }),
    any: goal({ waitMs: 3 * DAY, otherwise: "end" }),
  },
  ["t > hello > asked", "asked:yes > offer > any > bye", "asked:no > pause > again"],
);

/** The same numbers each time, from 0 up to `below`. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("the numbers equal a recount of what happened, before, while and after they are added up", {
  timeout: 120_000,
}, async () => {
  const { time, engine, ...place } = await stage(own.db, course);
  const roll = dice(7);
  const people = Array.from({ length: 24 }, (_, n) => (n % 6 === 0 ? stranger : subscriber)(`P${n}`));
  const numbers = async () => (await funnelResults(own.db, place)).nodes;
  let foldedOnTheWay = 0;
  for (let day = 0; day < 12; day += 1) {
    const acts = people.map((who) => async () => {
      const [hello] = await mailsOf(own.db, place, who);
      const what = roll(6);
      if (what === 0) await submit(engine, place.workspaceId, who, "signed up");
      else if (what === 1 && hello?.state === "sent") await react(engine, place, who, "hello", "opened");
      else if (what === 2 && hello?.state === "sent") await react(engine, place, who, "hello", "clicked");
      else if (what === 3 && roll(2) === 0) {
        const currency = roll(2) === 0 ? "EUR" : "USD";
        await buy(engine, place.workspaceId, who, { value: 1_000 * roll(9), currency });
      }
    });
    // Folding goes on all the time, in every process.
    const [folded] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => fold(own.db))),
      ...acts.map((act) => act()),
    ]);
    foldedOnTheWay += folded.reduce((sum, n) => sum + n, 0);
    await time.by(7 * HOUR + roll(20) * HOUR);
    expect(await numbers(), `day ${day}`).toEqual(await recount(own.db, place));
  }
  await time.by(30 * DAY);
  const counted = await recount(own.db, place);
  expect(foldedOnTheWay).toBeGreaterThan(100);
  expect(counted.t?.entered, "enough happened to be worth counting").toBeGreaterThan(10);
  expect(counted.any?.converted).toBeGreaterThan(3);
  expect(await numbers()).toEqual(counted);

  const before = await own.db.select().from(statDelta);
  expect(before.length).toBeGreaterThan(0);
  const taken = await Promise.all(Array.from({ length: 6 }, () => fold(own.db)));
  expect(
    taken.reduce((sum, n) => sum + n, 0),
    "nothing is taken twice",
  ).toBe(before.length);
  expect(await own.db.select().from(statDelta)).toEqual([]);
  expect(await numbers()).toEqual(counted);
});

test("days of entry and delays add up to the same totals", async () => {
  const { time, engine, ...place } = await stage(own.db, course);
  for (let n = 0; n < 5; n += 1) {
    await submit(engine, place.workspaceId, subscriber(`P${n}`), "signed up");
    await time.by(DAY);
    await buy(engine, place.workspaceId, subscriber(`P${n}`));
  }
  await time.by(10 * DAY);
  while ((await fold(own.db)) > 0);
  const rows = await own.db.execute(sql`
    select node_id, exit, metric, currency, n from stat_total
    except
    select node_id, exit, metric, currency, sum(n)::bigint from stat_cohort group by 1, 2, 3, 4`);
  expect(rows).toHaveLength(0);
  const [days] = await own.db.execute<{ days: number; lags: number }>(sql`
    select count(distinct entry_day)::int as days, count(distinct lag)::int as lags from stat_cohort`);
  expect(days).toMatchObject({ days: 5 });
  expect(days?.lags).toBeGreaterThan(1);
});
