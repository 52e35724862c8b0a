import { describe, expect, test } from "vitest";
import type { Fact } from "@/lib/flow/world";
import type { Place } from "../contract";
import { aFact, aHistory, aPlace, aWorkspace, aWorld } from "../sample-world";
import { wait } from "./definition";
import { type WaitSettings, waitSettings } from "./settings";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);

type Known = { zone?: string; facts?: Fact[]; entry?: Fact };
const waiting = (until: object) => waitSettings.parse({ until });

/** What a wait answers: until when as text, or by which path. `entered` is when they entered; without it, as they came. */
function ask(
  settings: WaitSettings,
  came: number,
  now: number,
  known: Known = {},
  entered = came,
  more: Partial<Place> = {},
) {
  const history = { ...aHistory(known), enteredAt: entered };
  return wait.visit(settings, aPlace(came, more), aWorld(history, now));
}
const told = (...asked: Parameters<typeof ask>) => {
  const outcome = ask(...asked);
  return outcome.answer === "wait"
    ? new Date(outcome.until).toISOString()
    : outcome.answer === "leave"
      ? outcome.by
      : "";
};

describe("a length of time", () => {
  const settings = waitSettings.parse({ forMs: HOUR });

  test("is waited to the millisecond", () => {
    expect(ask(settings, 1_000, 1_000)).toEqual({ answer: "wait", until: 1_000 + HOUR });
    expect(ask(settings, 1_000, 1_000 + HOUR - 1)).toEqual({ answer: "wait", until: 1_000 + HOUR });
  });

  test("then people go on, and it says when the time was up, also when asked late", () => {
    const gone = {
      answer: "leave",
      by: "next",
      because: { v: 1, why: "time", items: [{ topic: "clock", at: 1_000 + HOUR }] },
    };
    expect(ask(settings, 1_000, 1_000 + HOUR)).toEqual(gone);
    expect(ask(settings, 1_000, 1_000 + 50 * HOUR)).toEqual(gone);
  });

  test("is 24 hours a day, also on the night when clocks change", () => {
    const day = waitSettings.parse({ forMs: DAY });
    expect(told(day, at("2026-03-28T12:00:00Z"), at("2026-03-28T12:00:00Z"))).toBe(
      "2026-03-29T12:00:00.000Z",
    );
  });

  test("settings of older versions are let in and stay as they are", () => {
    expect(waitSettings.parse({ forMs: HOUR, name: "Rest" })).toEqual({ forMs: HOUR, name: "Rest" });
  });
});

describe("until a time of day", () => {
  const settings = waiting({ kind: "time", days: 2, time: "09:00", weekdays: [1, 2, 3, 4, 5] });
  const friday = at("2026-03-06T14:00:00Z");

  test("is counted on their calendar: two days after Friday is Monday, wherever they are", () => {
    expect(told(settings, friday, friday)).toBe("2026-03-09T08:00:00.000Z");
    expect(told(settings, friday, friday, { zone: "Asia/Tokyo" })).toBe("2026-03-09T00:00:00.000Z");
    expect(told(settings, friday, friday, { zone: "America/New_York" })).toBe("2026-03-09T13:00:00.000Z");
  });

  test("keeps the zone it has read, whatever becomes of it", () => {
    const first = ask(settings, friday, friday, { zone: "Asia/Tokyo" });
    expect(first).toMatchObject({ answer: "wait", keep: { zone: "Asia/Tokyo" } });
    const moved = { zone: "America/New_York" };
    expect(told(settings, friday, friday + DAY, moved, friday, { kept: { zone: "Asia/Tokyo" } })).toBe(
      "2026-03-09T00:00:00.000Z",
    );
    expect(
      ask(settings, friday, at("2026-03-09T00:00:00Z"), moved, friday, { kept: { zone: "Asia/Tokyo" } }),
    ).toEqual({
      answer: "leave",
      by: "next",
      because: {
        v: 1,
        why: "time",
        items: [
          { topic: "clock", at: at("2026-03-09T00:00:00Z") },
          { topic: "zone", value: "Asia/Tokyo", at: null },
        ],
      },
    });
  });

  test("who comes at that very time goes on at once", () => {
    const nine = at("2026-03-06T08:00:00Z");
    expect(told(waiting({ kind: "time" }), nine, nine)).toBe("next");
    expect(told(waiting({ kind: "time" }), nine + 1, nine + 1)).toBe("2026-03-07T08:00:00.000Z");
  });
});

describe("until a date", () => {
  const theirs = { kind: "date", date: "2026-11-27", time: "10:00" };
  const came = at("2026-11-20T12:00:00Z");
  const late = at("2026-11-27T20:00:00Z");

  test("by their clock, or by one clock for all", () => {
    expect(told(waiting(theirs), came, came)).toBe("2026-11-27T09:00:00.000Z");
    expect(told(waiting(theirs), came, came, { zone: "Asia/Tokyo" })).toBe("2026-11-27T01:00:00.000Z");
    const one = waiting({ ...theirs, zone: "america/new_york" });
    expect(told(one, came, came, { zone: "Asia/Tokyo" })).toBe("2026-11-27T15:00:00.000Z");
    expect(wait.reads(one)).toEqual([]);
    expect(wait.reads(waiting(theirs))).toEqual([{ topic: "zone" }]);
  });

  test("when it has passed they go on, miss the next email, or take the Missed path", () => {
    const passed = {
      v: 1,
      why: "past",
      items: [
        { topic: "clock", at: at("2026-11-27T09:00:00Z") },
        { topic: "zone", value: "Europe/Berlin", at: null },
      ],
    };
    expect(ask(waiting(theirs), late, late)).toEqual({ answer: "leave", by: "next", because: passed });
    expect(ask(waiting({ ...theirs, past: "missed" }), late, late)).toEqual({
      answer: "leave",
      by: "missed",
      because: passed,
    });
    expect(ask(waiting({ ...theirs, past: "skip-email" }), late, late)).toEqual({
      answer: "leave",
      by: "next",
      because: passed,
      marks: ["skip the next email"],
    });
  });

  test("who came in time goes by Next, however late it is looked at", () => {
    expect(ask(waiting({ ...theirs, past: "missed" }), came, late)).toMatchObject({
      by: "next",
      because: { why: "time" },
    });
    const then = at("2026-11-27T09:00:00Z");
    expect(told(waiting({ ...theirs, past: "missed" }), then, then)).toBe("next");
  });

  test("a year and some days is the most anybody waits", () => {
    const far = waiting({ kind: "date", date: "2099-01-01", time: "00:00" });
    expect(told(far, came, came)).toBe(new Date(came + 374 * DAY).toISOString());
    expect(told(far, came, came + 374 * DAY)).toBe("next");
  });
});

describe("until a day after they entered", () => {
  const entered = at("2026-01-30T23:30:00Z");
  const third = waiting({ kind: "day", day: 3, time: "09:00", past: "missed" });

  test("is counted from the day it was for them", () => {
    expect(told(third, entered, entered)).toBe("2026-02-03T08:00:00.000Z");
    expect(told(third, entered, entered, { zone: "America/New_York" })).toBe("2026-02-02T14:00:00.000Z");
  });

  test("who comes after it takes the Missed path", () => {
    expect(told(third, at("2026-02-05T00:00:00Z"), at("2026-02-05T00:00:00Z"), {}, entered)).toBe("missed");
  });
});

describe("for an event", () => {
  const settings = waiting({ kind: "event", event: "purchase", atMostMs: 3 * DAY });
  const bought = (when: number, more: Partial<Fact> = {}) => aFact("purchase", when, more);

  test("people go on by Happened as soon as it is known, and by Timed out at the limit", () => {
    expect(told(settings, DAY, DAY, {}, 0)).toBe(new Date(4 * DAY).toISOString());
    expect(told(settings, DAY, 2 * DAY, { facts: [bought(2 * DAY)] }, 0)).toBe("happened");
    expect(told(settings, DAY, 4 * DAY, {}, 0)).toBe("timeout");
    expect(told(settings, DAY, 4 * DAY, { facts: [bought(4 * DAY)] }, 0)).toBe("happened");
    expect(wait.reads(settings)).toEqual([{ topic: "event", name: "purchase" }]);
  });

  test("what happened before they came counts when it is asked for", () => {
    const facts = [bought(DAY - 1)];
    expect(told(settings, DAY, DAY, { facts }, 0)).toBe(new Date(4 * DAY).toISOString());
    const since = waiting({ kind: "event", event: "purchase", since: "entry", atMostMs: DAY });
    expect(told(since, DAY, DAY, { facts }, 0)).toBe("happened");
    expect(told(since, DAY, DAY, { facts, entry: facts[0] as Fact }, 0)).toBe(
      new Date(2 * DAY).toISOString(),
    );
  });

  test("of one cart, another cart's does not count, and one that names none counts for all", () => {
    const mine = waiting({ kind: "event", event: "purchase", same: "cartId", atMostMs: DAY });
    const entry = aFact("cart.updated", 0, { properties: { cartId: "A" } });
    const of = (cart?: string) => bought(1, { properties: cart ? { cartId: cart } : {} });
    const by = (fact: Fact) => told(mine, 0, 1, { entry, facts: [fact] });
    expect([by(of("A")), by(of("B")), by(of())]).toEqual([
      "happened",
      new Date(DAY).toISOString(),
      "happened",
    ]);
  });

  test("the evidence names the event, or says that none came", () => {
    const fact = bought(2 * DAY, { value: 4_990 });
    expect(ask(settings, DAY, 2 * DAY, { facts: [fact] }, 0)).toMatchObject({
      because: {
        why: "decided",
        items: [{ topic: "event:purchase", factId: fact.id, value: 4_990, at: 2 * DAY }],
      },
    });
    expect(ask(settings, DAY, 4 * DAY, {}, 0)).toMatchObject({
      because: {
        why: "patience",
        items: [
          { topic: "event:purchase", value: false, at: null },
          { topic: "clock", at: 4 * DAY },
        ],
      },
    });
  });
});

describe("until it has been quiet", () => {
  const settings = waiting({ kind: "quiet", event: "cart.updated", forMs: HOUR });
  const touched = (when: number, more: Partial<Fact> = {}) => aFact("cart.updated", when, more);
  const entry = touched(0);

  test("each new event begins it again, the one that started it included", () => {
    expect(told(settings, 5, 5, { entry })).toBe(new Date(HOUR).toISOString());
    const facts = [touched(HOUR / 2), touched(HOUR)];
    expect(told(settings, 5, HOUR / 2, { entry, facts }, 0)).toBe(new Date(1.5 * HOUR).toISOString());
    expect(told(settings, 5, HOUR, { entry, facts }, 0)).toBe(new Date(2 * HOUR).toISOString());
    expect(told(settings, 5, 2 * HOUR, { entry, facts }, 0)).toBe("next");
  });

  test("counts from when it happened, not from when it was learned of", () => {
    const facts = [touched(HOUR / 2, { visibleAt: HOUR - 1 })];
    expect(told(settings, 5, HOUR - 1, { entry, facts }, 0)).toBe(new Date(1.5 * HOUR).toISOString());
  });

  test("who has been quiet long enough before they come goes on at once", () => {
    expect(told(settings, 2 * HOUR, 2 * HOUR, { entry }, 0)).toBe("next");
    expect(told(settings, 2 * HOUR, 2 * HOUR, {}, 0)).toBe("next");
  });

  test("ends after a year at the latest, however often it happens", () => {
    const facts = Array.from({ length: 400 }, (_, day) => touched(day * DAY));
    const daily = waiting({ kind: "quiet", event: "cart.updated", forMs: 2 * DAY });
    expect(told(daily, 0, 364 * DAY, { entry, facts })).toBe(new Date(365 * DAY).toISOString());
    expect(told(daily, 0, 365 * DAY, { entry, facts })).toBe("next");
  });
});

describe("the card", () => {
  test.each<[string, object]>([
    ["Wait 1 day 12 hours", { forMs: 36 * HOUR }],
    ["Wait until 09:00, their time", { until: { kind: "time" } }],
    [
      "Wait 2 days, until 09:00 on a weekday, their time",
      { until: { kind: "time", days: 2, weekdays: [5, 4, 3, 2, 1] } },
    ],
    [
      "Wait 1 day, until 18:30 at the weekend, their time",
      { until: { kind: "time", days: 1, time: "18:30", weekdays: [6, 7] } },
    ],
    [
      "Wait until 09:00 on Monday, Tuesday or Sunday, their time",
      { until: { kind: "time", weekdays: [7, 1, 2] } },
    ],
    ["Wait until 09:00 on Tuesday, their time", { until: { kind: "time", weekdays: [2] } }],
    ["Wait until 28 Feb 2026, 09:00, their time", { until: { kind: "date", date: "2026-02-28" } }],
    [
      "Wait until 1 Dec 2026, 23:59, New York time",
      { until: { kind: "date", date: "2026-12-01", time: "23:59", zone: "America/New_York" } },
    ],
    [
      "Wait until day 3 after they entered, 09:00, their time; if that has passed, skip the next email",
      { until: { kind: "day", day: 3, past: "skip-email" } },
    ],
    [
      "Wait until 17:00 on the day they entered, their time",
      { until: { kind: "day", day: 0, time: "17:00" } },
    ],
    ["Wait for “purchase”, up to 3 days", { until: { kind: "event", event: "purchase" } }],
    [
      "Wait for “purchase” since they entered, up to 3 days",
      { until: { kind: "event", event: "purchase", since: "entry" } },
    ],
    ["Choose the event to wait for", { until: { kind: "event" } }],
    [
      "Wait until there was no “cart.updated” for 1 hour",
      { until: { kind: "quiet", event: "cart.updated", forMs: HOUR } },
    ],
  ])("%s", (sentence, settings) => {
    expect(wait.summary(waitSettings.parse(settings))).toBe(sentence);
  });

  test("has the paths that its way of waiting needs", () => {
    const paths = (until?: object) => wait.exits(waitSettings.parse({ until })).map(({ label }) => label);
    expect(paths()).toEqual(["Next"]);
    expect(paths({ kind: "time" })).toEqual(["Next"]);
    expect(paths({ kind: "day", past: "missed" })).toEqual(["Next", "Missed"]);
    expect(paths({ kind: "event" })).toEqual(["Happened", "Timed out"]);
    expect(paths({ kind: "quiet" })).toEqual(["Next"]);
  });
});

describe("afterwards", () => {
  const names = { node: (id: string) => id };
  const bought = aFact("purchase", 5, { value: 4_990, currency: "EUR", properties: { product: "Course" } });
  const telling = {
    names,
    fact: (id: string) => (id === bought.id ? bought : undefined),
    engagement: () => undefined,
  };
  const came = at("2026-03-06T14:00:00Z");
  const says = (settings: object, now: number, known: Known = {}) => {
    const parsed = waitSettings.parse(settings);
    const outcome = ask(parsed, came, now, known, at("2026-03-01T00:00:00Z"));
    if (outcome.answer !== "leave") throw new Error("They are still there.");
    return wait.tells(parsed, { exit: outcome.by, because: outcome.because, mail: null }, telling);
  };
  const later = came + 300 * DAY;

  test("a sentence says what was waited for, by their clock", () => {
    expect(says({ forMs: 36 * HOUR }, later)).toBe("Waited 1 day 12 hours.");
    expect(says({ until: { kind: "time", days: 2, weekdays: [1] } }, later, { zone: "Asia/Tokyo" })).toBe(
      "Waited until 9 Mar 2026, 09:00, Tokyo time.",
    );
    const date = { kind: "date", date: "2026-03-02", zone: "America/New_York" };
    expect(says({ until: date }, later)).toBe(
      "Came after 2 Mar 2026, 09:00, New York time, so there was nothing to wait for.",
    );
    expect(says({ until: { ...date, past: "skip-email" } }, later)).toMatch(
      /wait for, and the next email is skipped\.$/,
    );
    const quiet = { kind: "quiet", event: "page.viewed", forMs: HOUR };
    expect(says({ until: quiet }, later)).toBe("There was no “page.viewed” for 1 hour.");
    const daily = Array.from({ length: 400 }, (_, day) => aFact("page.viewed", came + day * DAY));
    expect(says({ until: { ...quiet, forMs: 2 * DAY } }, came + 365 * DAY, { facts: daily })).toBe(
      "“page.viewed” went on happening for as long as a wait may last.",
    );
  });

  test("an event is named by what it was", () => {
    const forEvent = (event: string) => ({ until: { kind: "event", event, since: "entry", atMostMs: DAY } });
    const facts = [{ ...bought, at: came, visibleAt: came }, aFact("booked", came)];
    expect(says(forEvent("purchase"), later, { facts })).toBe("Bought “Course” for €49.90.");
    expect(says(forEvent("booked"), later, { facts })).toBe("“booked” happened.");
    expect(says(forEvent("seen"), later, { facts })).toBe("“seen” did not happen within 1 day.");
  });

  test("whoever waits is told what for, and what follows", () => {
    const ahead = {
      names,
      until: "tomorrow 09:00",
      mail: null,
      heldUntil: null,
      isTheirs: (date: string) => date === "ends",
      follows: (exit: string) => `“${exit}”`,
    };
    const says = (until?: object) => wait.awaits(waitSettings.parse({ until }), ahead);
    expect(says({ kind: "time" })).toBe("Waits until tomorrow 09:00, then “next”.");
    expect(says({ kind: "quiet", event: "a" })).toBe(
      "Waits until tomorrow 09:00, unless “a” happens once more, then “next”.",
    );
    expect(says({ kind: "around", of: "funnel", named: "close" })).toMatch(
      /If that date moves, so does this/,
    );
    expect(says({ kind: "around", of: "funnel", named: "ends" })).toMatch(/goes by “ends”, then “next”\.$/);
    expect(says({ kind: "event", event: "a" })).toBe(
      "Waits until tomorrow 09:00 for “a” to happen, then “happened”. If it does not, “timeout” is next.",
    );
  });
});

describe("issues", () => {
  const now = at("2026-03-02T09:00:00Z");
  const said = (settings: object, more: object = {}) =>
    wait
      .issues(waitSettings.parse(settings), aWorkspace({ now, ...more }))
      .map(({ level, message }) => `${level}: ${message}`);

  test("a date that has passed warns, and one more than a year away blocks", () => {
    const on = (date: string, more: object = {}) => said({ until: { kind: "date", date, ...more } });
    expect(on("2026-03-02", { time: "10:00" })).toEqual([]);
    expect(on("2026-03-02", { time: "09:59" })).toEqual([
      "warns: This moment has passed: 2 Mar 2026, 09:59. Whoever comes here goes on at once.",
    ]);
    expect(on("2026-03-02", { time: "09:59", zone: "America/New_York" })).toEqual([]);
    expect(on("2025-01-01", { past: "missed" })[0]).toMatch(/takes the Missed path/);
    expect(on("2025-01-01", { past: "skip-email" })[0]).toMatch(/does not get the next email/);
    expect(on("2027-03-02", { time: "10:00" })).toEqual([]);
    expect(on("2027-03-03")).toEqual([
      "blocks: This moment is more than a year away: 3 Mar 2027, 09:00. A wait lasts a year at most.",
    ]);
  });

  test("an event must be chosen, and seconds are for tests", () => {
    expect(said({ until: { kind: "event" } })).toEqual(["blocks: Choose the event that people wait for."]);
    expect(said({ until: { kind: "quiet" } })).toEqual(["blocks: Choose the event that has to be quiet."]);
    const short = [
      { until: { kind: "event", event: "a", atMostMs: 5_000 } },
      { until: { kind: "quiet", event: "a", forMs: 5_000 } },
      { forMs: 5_000 },
    ];
    expect(short.flatMap((settings) => said(settings))).toEqual([
      "blocks: Give people at least one minute for it.",
      "blocks: Let it be quiet for at least one minute.",
      "blocks: Wait at least one minute.",
    ]);
    expect(short.flatMap((settings) => said(settings, { shortWaits: true }))).toEqual([]);
  });
});

describe("at the door", () => {
  test.each<[string, object, RegExp]>([
    ["a day that does not exist", { kind: "date", date: "2026-02-29" }, /a day that exists/],
    [
      "a zone nobody knows",
      { kind: "date", date: "2026-02-28", zone: "Mars/Base" },
      /time zone is not known/,
    ],
    ["an hour that does not exist", { kind: "time", time: "24:00" }, /from 00:00 to 23:59/],
    ["no weekday at all", { kind: "time", weekdays: [] }, /Choose at least one weekday/],
    ["a weekday twice", { kind: "time", weekdays: [1, 1] }, /each weekday once/],
    ["the eighth day", { kind: "time", weekdays: [8] }, /Invalid/],
    ["two years", { kind: "day", day: 731 }, /a year at most/],
    ["minus one day", { kind: "time", days: -1 }, /Too small/],
    ["another way of waiting", { kind: "moon" }, /Invalid/],
    ["what another way is told", { kind: "quiet", event: "a", atMostMs: 60_000 }, /Unrecognized key/],
    ["a name that is none", { kind: "event", event: "{{x}}" }, /Use letters/],
  ])("%s is refused", (_, until, message) => {
    expect(waitSettings.safeParse({ until }).error?.issues[0]?.message).toMatch(message);
  });
});
