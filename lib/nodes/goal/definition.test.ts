import { expect, test } from "vitest";
import { aFact, aHistory, aPlace, aWorld } from "../sample-world";
import { type GoalSettings, goal, goalSettings } from "./definition";

const WEEK = 7 * 86_400_000;
const at = aPlace(1_000);
const bought = aFact("purchase", 500, {
  value: 4_990,
  currency: "EUR",
  properties: { product: "Course" },
});
const visit = (settings: Partial<GoalSettings>, now: number, facts = [bought]) =>
  goal.visit(goalSettings.parse(settings), at, aWorld(aHistory({ facts }), now));

test("met before or after arrival, it is left at once with the purchase as evidence", () => {
  const because = {
    v: 1,
    why: "goal",
    items: [{ topic: "event:purchase", factId: "purchase-500", value: 4_990, at: 500 }],
  };
  expect(visit({}, 1_000)).toEqual({ answer: "leave", by: "next", because });
  expect(visit({ product: "course", atLeast: 4_990 }, 1_000)).toEqual({
    answer: "leave",
    by: "next",
    because,
  });
});

test("unmet, people wait a week, then go on or end", () => {
  const other = { product: "Book" };
  expect(visit(other, 1_000)).toEqual({ answer: "wait", until: 1_000 + WEEK });
  expect(visit(other, 1_000 + WEEK)).toMatchObject({
    answer: "leave",
    by: "next",
    because: { why: "patience" },
  });
  expect(visit({ ...other, otherwise: "end" }, 1_000 + WEEK)).toMatchObject({
    answer: "end",
    reason: "goal not reached",
    because: { why: "patience" },
  });
});

test("the earliest purchase that counts meets it, with its value", () => {
  const meets = (settings: Partial<GoalSettings>, facts = [bought]) =>
    goal.meets(goalSettings.parse(settings), aWorld(aHistory({ facts }), 2_000));
  const cheap = aFact("purchase", 400, { value: 100, currency: "EUR", properties: { product: "Book" } });
  expect(meets({})).toEqual({ fact: bought, value: 4_990, currency: "EUR" });
  expect(meets({}, [bought, cheap])?.fact).toBe(cheap);
  expect(meets({ atLeast: 1_000 }, [bought, cheap])?.fact).toBe(bought);
  expect(meets({ atLeast: 1_000, currency: "USD" })).toBeNull();
  expect(meets({}, [{ ...bought, visibleAt: 2_001 }])).toBeNull();
});

test("the event that started the enrollment never meets its own goal", () => {
  const history = aHistory({ entry: bought, facts: [bought] });
  expect(goal.meets(goalSettings.parse({}), aWorld(history, 2_000))).toBeNull();
});

test("its sentence says what counts", () => {
  const say = (settings: Partial<GoalSettings>) => goal.summary(goalSettings.parse(settings));
  expect(say({})).toBe("Buys something");
  expect(say({ product: "Course", atLeast: 4_990 })).toBe("Buys “Course” for at least €49.90");
  expect(say({ atLeast: 500, currency: "JPY" })).toBe("Buys something for at least ¥500");
});

test("a goal that lets everyone pass at once warns", () => {
  expect(goal.issues(goalSettings.parse({ waitMs: 0 }))).toEqual([
    {
      level: "warns",
      message: "Whoever has not bought goes on at once. Give them 7 days, or end here.",
    },
  ]);
  expect(goal.issues(goalSettings.parse({ waitMs: 0, otherwise: "end" }))).toEqual([]);
  expect(goal.issues(goal.initial())).toEqual([]);
});
