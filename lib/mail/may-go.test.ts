import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Weekday } from "@/lib/time/calendar";
import { DAY, dayOf, shown, weekdayOf } from "@/tests/reference/clock";
import { type MailRules, mailRules, NO_RULES } from "./mail-rules";
import { type Addressee, type Leaving, type MailHistory, mayGo, whyNever } from "./may-go";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);

const anna: Addressee = {
  marketing: "subscribed",
  suppressed: false,
  customer: false,
  zone: "Europe/Berlin",
};
const news: Leaving = { kind: "marketing", askedFor: false, usefulUntil: null };
const nothing: MailHistory = { left: [], inFlight: 0 };
const rulesOf = (rules: Partial<MailRules>): MailRules => ({ ...NO_RULES, ...rules });
const nights = rulesOf({ quiet: { from: "21:00", to: "08:00" } });

const go = (
  rules: MailRules,
  now: string,
  {
    mail = {},
    to = {},
    history = {},
  }: { mail?: Partial<Leaving>; to?: Partial<Addressee>; history?: Partial<MailHistory> } = {},
) => mayGo({ ...news, ...mail }, { ...anna, ...to }, rules, { ...nothing, ...history }, at(now));

describe("who may be mailed at all", () => {
  test.each([
    ["marketing", {}, true, null],
    ["marketing", { marketing: "none" }, false, "They never agreed to marketing mail."],
    ["marketing", { marketing: "none" }, true, "They never agreed to marketing mail."],
    ["marketing", { marketing: "none", customer: true }, false, "They never agreed to marketing mail."],
    ["marketing", { marketing: "none", customer: true }, true, null],
    ["marketing", { marketing: "unsubscribed", customer: true }, true, "They have unsubscribed."],
    ["service", { marketing: "unsubscribed" }, false, null],
    ["service", { suppressed: true }, true, "This address bounced or complained and gets no mail."],
    ["marketing", { suppressed: true }, true, "This address bounced or complained and gets no mail."],
  ] as const)("%s to %o, customers %s: %s", (kind, who, customers, because) => {
    expect(whyNever(kind, { ...anna, ...who }, { customers })).toBe(because);
  });
});

describe("hours, by the reader's clock", () => {
  test.each([
    ["in the evening they wait for the morning", "2026-03-03T22:10:00Z", "2026-03-04T07:00:00Z"],
    ["from the first minute on", "2026-03-03T20:00:00Z", "2026-03-04T07:00:00Z"],
    ["after midnight, too", "2026-03-04T03:00:00Z", "2026-03-04T07:00:00Z"],
    ["over the night in which an hour is missing", "2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z"],
    ["over the night with one hour more", "2026-10-24T22:00:00Z", "2026-10-25T07:00:00Z"],
  ])("quiet hours: %s", (_, now, until) => {
    expect(go(nights, now)).toEqual({ may: "hold", until: at(until), because: "quiet hours" });
  });

  test("quiet hours are over to the millisecond, and are theirs", () => {
    expect(go(nights, "2026-03-03T19:59:59.999Z")).toEqual({ may: "go" });
    expect(go(nights, "2026-03-04T07:00:00Z")).toEqual({ may: "go" });
    expect(go(nights, "2026-03-04T03:00:00Z", { to: { zone: "Asia/Tokyo" } })).toEqual({ may: "go" });
  });

  const workdays = rulesOf({ window: { weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" } });
  test.each([
    ["before it opens", "2026-03-03T07:59:59Z", "2026-03-03T08:00:00Z"],
    ["when it has closed", "2026-03-03T16:00:00Z", "2026-03-04T08:00:00Z"],
    ["on Friday evening, until Monday", "2026-03-06T18:00:00Z", "2026-03-09T08:00:00Z"],
  ])("send window: %s", (_, now, until) => {
    expect(go(workdays, now)).toEqual({ may: "hold", until: at(until), because: "outside the send window" });
  });

  test("a window over midnight belongs to the day on which it begins", () => {
    const late = rulesOf({ window: { weekdays: [5], from: "22:00", to: "02:00" } });
    expect(go(late, "2026-03-07T00:30:00Z"), "Saturday, half past one").toEqual({ may: "go" });
    expect(go(late, "2026-03-07T01:00:00Z")).toMatchObject({ until: at("2026-03-13T21:00:00Z") });
  });

  test("whole days, where a window ends when it begins", () => {
    const weekend = rulesOf({ window: { weekdays: [6, 7], from: "00:00", to: "00:00" } });
    expect(go(weekend, "2026-03-07T22:59:59Z")).toEqual({ may: "go" });
    expect(go(weekend, "2026-03-08T22:59:59Z")).toEqual({ may: "go" });
    expect(go(weekend, "2026-03-08T23:00:00Z")).toMatchObject({ until: at("2026-03-13T23:00:00Z") });
  });

  test("rules that leave no hour are refused; were they there, nobody would be mailed", () => {
    const never = {
      window: { weekdays: [1, 2], from: "09:00", to: "17:00" },
      quiet: { from: "08:00", to: "18:00" },
    };
    expect(mailRules.safeParse(never).error?.issues[0]?.message).toMatch(/no time is left/);
    expect(mailRules.safeParse({ ...never, quiet: { from: "10:00", to: "16:00" } }).success).toBe(true);
    const all = rulesOf(never as Partial<MailRules>);
    expect(go(all, "2026-03-03T10:00:00Z")).toEqual({
      may: "hold",
      until: at("2026-03-04T10:00:00Z"),
      because: "the rules leave no hour for sending",
    });
  });
});

describe("caps and gap, over all funnels", () => {
  const noon = "2026-03-03T11:00:00Z";
  const ago = (ms: number) => at(noon) - ms;
  test.each([
    [{ perDay: 2 }, [HOUR, 30 * HOUR], null, ""],
    [{ perDay: 2 }, [HOUR, 4 * HOUR], 20 * HOUR, "they have had 2 marketing emails within 24 hours"],
    [{ perDay: 1 }, [DAY], null, ""],
    [{ perDay: 1 }, [DAY - 1], 1, "they have had a marketing email within 24 hours"],
    [{ perWeek: 3 }, [HOUR, DAY, 6 * DAY], DAY, "they have had 3 marketing emails within 7 days"],
    [{ gapMs: 4 * HOUR }, [HOUR], 3 * HOUR, "4 hours between two emails"],
    [{ gapMs: 4 * HOUR }, [4 * HOUR], null, ""],
  ] as const)("%o, left before %o: held for %s ms", (rules, left, holdMs, because) => {
    const going = go(rulesOf(rules), noon, { history: { left: left.map(ago) } });
    expect(going).toEqual(
      holdMs === null ? { may: "go" } : { may: "hold", until: at(noon) + holdMs, because },
    );
  });

  test("what is on its way counts as leaving now", () => {
    const daily = rulesOf({ perDay: 2 });
    expect(go(daily, noon, { history: { inFlight: 1 } })).toEqual({ may: "go" });
    expect(go(daily, noon, { history: { inFlight: 2 } })).toMatchObject({ until: at(noon) + DAY });
    expect(go(daily, noon, { history: { inFlight: 1, left: [ago(HOUR)] } })).toMatchObject({
      until: at(noon) + 23 * HOUR,
    });
  });

  test("what has been waited for is said in order", () => {
    const rules = rulesOf({ perDay: 1, quiet: { from: "10:00", to: "14:00" } });
    expect(go(rules, noon, { history: { left: [ago(30 * MINUTE)] } })).toEqual({
      may: "hold",
      until: at("2026-03-04T13:00:00Z"),
      because: "they have had a marketing email within 24 hours, then quiet hours",
    });
  });
});

describe("what passes", () => {
  const closed = rulesOf({ quiet: { from: "21:00", to: "08:00" }, perDay: 1, gapMs: HOUR });
  const night = "2026-03-03T22:10:00Z";
  test("service mail, and what somebody asked for, go at any hour", () => {
    const history = { left: [at(night) - MINUTE], inFlight: 3 };
    expect(go(closed, night, { history })).toMatchObject({ may: "hold" });
    expect(go(closed, night, { history, mail: { kind: "service" } })).toEqual({ may: "go" });
    expect(go(closed, night, { history, mail: { askedFor: true } })).toEqual({ may: "go" });
  });

  test("what was asked for still needs consent", () => {
    expect(go(closed, night, { mail: { askedFor: true }, to: { marketing: "unsubscribed" } })).toMatchObject({
      may: "drop",
    });
  });
});

describe("useful until", () => {
  const until = (text: string, mail: Partial<Leaving> = {}) => ({ mail: { ...mail, usefulUntil: at(text) } });
  test("to the millisecond; afterwards it is skipped, service mail as well", () => {
    const noon = "2026-03-03T11:00:00Z";
    expect(go(NO_RULES, noon, until(noon))).toEqual({ may: "go" });
    for (const kind of ["marketing", "service"] as const) {
      expect(go(NO_RULES, "2026-03-03T11:00:00.001Z", until(noon, { kind }))).toEqual({
        may: "drop",
        because: "It was only useful until Tue 3 Mar 2026 12:00, their time.",
      });
    }
  });

  test("what could only go after it is skipped at once, and says what held it", () => {
    expect(go(nights, "2026-03-03T22:10:00Z", until("2026-03-04T06:59:59Z"))).toEqual({
      may: "drop",
      because:
        "It was only useful until Wed 4 Mar 2026 07:59, their time, and was held until Wed 4 Mar 2026 08:00: quiet hours.",
    });
    expect(go(nights, "2026-03-03T22:10:00Z", until("2026-03-04T07:00:00Z"))).toMatchObject({ may: "hold" });
  });
});

const zones = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "America/Santiago",
  "Pacific/Kiritimati",
  "Asia/Kathmandu",
  "UTC",
);
const two = (number: number) => String(number).padStart(2, "0");
const time = fc.tuple(fc.nat(23), fc.constantFrom(0, 1, 30, 59)).map(([h, m]) => `${two(h)}:${two(m)}`);
const weekdays = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 });
const someRules = fc
  .record({
    customers: fc.boolean(),
    window: fc.option(fc.record({ weekdays, from: time, to: time })),
    quiet: fc.option(fc.record({ from: time, to: time })),
    perDay: fc.option(fc.integer({ min: 1, max: 3 })),
    perWeek: fc.option(fc.integer({ min: 1, max: 5 })),
    gapMs: fc.option(fc.constantFrom(MINUTE, 4 * HOUR, 3 * DAY)),
  })
  .filter((rules) => mailRules.safeParse(rules).success);
/** Around the nights on which clocks change, half of the time. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
  fc
    .tuple(
      fc.constantFrom(
        "2026-03-08",
        "2026-03-29",
        "2026-04-05",
        "2026-04-24",
        "2026-10-04",
        "2026-10-25",
        "2026-11-01",
      ),
      fc.integer({ min: -36 * 60, max: 36 * 60 }),
    )
    .map(([day, minutes]) => at(`${day}T00:00:00Z`) + minutes * MINUTE),
);

/** Whether hours are open, as a clock on the wall there shows them: written without the code it looks at. */
function open(rules: MailRules, zone: string, now: number): boolean {
  const wall = shown(zone, now);
  const day = dayOf(wall);
  const clock = new Date(wall).toISOString().slice(11, 16);
  const within = ({ from, to }: { from: string; to: string }, allowed: (weekday: number) => boolean) => {
    const today = allowed(weekdayOf(day)) && clock >= from && (to <= from || clock < to);
    return today || (to <= from && allowed(weekdayOf(day - DAY)) && clock < to);
  };
  const { window, quiet } = rules;
  return (
    (!window || within(window, (weekday) => window.weekdays.includes(weekday as Weekday))) &&
    !(quiet && within(quiet, () => true))
  );
}

/** On the two nights a year a wall clock shows times twice or not at all; there only whole days tell. */
const isPlainNight = (zone: string, now: number) =>
  shown(zone, now + DAY) - shown(zone, now - DAY) === 2 * DAY;

describe("whatever the rules, the zone and the hour", () => {
  test("it goes only while hours are open, and is held to the first moment at which it may go", () => {
    fc.assert(
      fc.property(someRules, zones, instant, (rules, zone, now) => {
        const ask = (moment: number) => mayGo(news, { ...anna, zone }, rules, nothing, moment);
        const going = ask(now);
        if (isPlainNight(zone, now)) expect(going.may === "go").toBe(open(rules, zone, now));
        if (going.may !== "hold") return;
        expect(going.until).toBeGreaterThan(now);
        expect(ask(going.until)).toEqual({ may: "go" });
        for (const part of [0.001, 0.25, 0.5, 0.9, 0.999]) {
          const before = Math.floor(now + (going.until - now) * part);
          if (before < going.until) expect(ask(before)).toMatchObject({ may: "hold", until: going.until });
        }
        expect(ask(going.until - 1).may).toBe("hold");
      }),
      { numRuns: 100 },
    );
  });

  test("several funnels at once never exceed a cap, and every mail goes in the end, asked a few times only", () => {
    const mails = fc.array(fc.integer({ min: 0, max: 5 * DAY }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(someRules, zones, instant, mails, (rules, zone, start, offsets) => {
        const waiting = offsets.map((offset) => start + offset).toSorted((a, b) => a - b);
        const left: number[] = [];
        let asked = 0;
        // As the outbox does: whoever is first in line is asked, and comes again when it was told to.
        while (waiting.length > 0) {
          const now = waiting.shift() as number;
          const history = { left: left.toSorted((a, b) => b - a), inFlight: 0 };
          const going = mayGo(news, { ...anna, zone }, rules, history, now);
          asked++;
          expect(asked).toBeLessThan(offsets.length ** 2 + 2 * offsets.length + 2);
          if (going.may === "drop") throw new Error(going.because);
          if (going.may === "go") left.push(now);
          else {
            waiting.push(going.until);
            waiting.sort((a, b) => a - b);
          }
        }
        expect(left).toHaveLength(offsets.length);
        const most = (n: number | null, ms: number) => {
          for (const one of left) {
            const within = left.filter((other) => other > one - ms && other <= one).length;
            expect(within).toBeLessThanOrEqual(n ?? Number.POSITIVE_INFINITY);
          }
        };
        most(rules.perDay, DAY);
        most(rules.perWeek, 7 * DAY);
        most(rules.gapMs === null ? null : 1, rules.gapMs ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});
