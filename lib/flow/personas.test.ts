import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEMO_MIX, deedsOf, NAMED, type Persona, personaFrom, reactionsTo } from "./personas";
import { randomFrom } from "./random";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const letter = { links: ["la", "lb", "lc"], unsubscribable: true };
const personas: Persona[] = [...Object.values(NAMED), ...DEMO_MIX.map(({ persona }) => persona)];
const anyPersona = fc.constantFrom(...personas);
const anyMail = fc.record({
  links: fc.uniqueArray(fc.constantFrom("la", "lb", "lc"), { maxLength: 3 }),
  unsubscribable: fc.boolean(),
});

describe("the three to watch a drawing with", () => {
  const does = (persona: Persona) => reactionsTo(persona, letter, randomFrom("any"));

  test("one never opens", () => {
    expect(does(NAMED.neverOpens)).toEqual([]);
    expect(deedsOf(NAMED.neverOpens, randomFrom("any"))).toEqual([]);
  });

  test("one clicks the first link at once", () => {
    expect(does(NAMED.clicksAtOnce)).toEqual([
      { does: "opens", afterMs: 2 * MINUTE },
      { does: "clicks", afterMs: 3 * MINUTE, link: "la" },
    ]);
  });

  test("one buys on day 3", () => {
    expect(does(NAMED.buysOnDay3)).toEqual([{ does: "opens", afterMs: HOUR }]);
    expect(deedsOf(NAMED.buysOnDay3, randomFrom("any"))).toEqual([{ does: "buys", afterMs: 3 * DAY + HOUR }]);
  });
});

test("whatever they do is possible, in order, and follows from the seed", () => {
  fc.assert(
    fc.property(anyPersona, anyMail, fc.string(), (persona, mail, seed) => {
      const reactions = reactionsTo(persona, mail, randomFrom(seed));
      expect(reactionsTo(persona, mail, randomFrom(seed))).toEqual(reactions);
      const times = reactions.map(({ afterMs }) => afterMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const ms of [...times, ...deedsOf(persona, randomFrom(seed)).map(({ afterMs }) => afterMs)]) {
        expect(Number.isSafeInteger(ms) && ms > 0).toBe(true);
      }
      if (reactions.length > 0) expect(reactions[0]?.does).toBe("opens");
      for (const one of reactions) {
        if (one.does === "clicks") expect(mail.links).toContain(one.link);
        if (one.does === "unsubscribes") expect(mail.unsubscribable).toBe(true);
      }
    }),
  );
});

test("the mix is made of people: its shares are one, and of 4,000 most do little", () => {
  expect(DEMO_MIX.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
  const counts = { nothing: 0, opened: 0, clicked: 0, unsubscribed: 0, bought: 0 };
  const people = 4_000;
  for (let person = 0; person < people; person++) {
    const persona = personaFrom(DEMO_MIX, randomFrom("who", person));
    const did = reactionsTo(persona, letter, randomFrom("mail", person)).map(({ does }) => does);
    if (did.length === 0) counts.nothing++;
    if (did.includes("opens")) counts.opened++;
    if (did.includes("clicks")) counts.clicked++;
    if (did.includes("unsubscribes")) counts.unsubscribed++;
    if (deedsOf(persona, randomFrom("deeds", person)).length > 0) counts.bought++;
  }
  const share = (count: number) => count / people;
  expect(share(counts.nothing)).toBeGreaterThan(0.4);
  expect(share(counts.opened)).toBeGreaterThan(0.4);
  expect(share(counts.clicked)).toBeGreaterThan(0.15);
  expect(share(counts.clicked)).toBeLessThan(0.3);
  expect(share(counts.bought)).toBeGreaterThan(0.07);
  expect(share(counts.bought)).toBeLessThan(0.16);
  expect(share(counts.unsubscribed)).toBeGreaterThan(0.005);
  expect(share(counts.unsubscribed)).toBeLessThan(0.04);
});

test("streams of different words have nothing to do with each other, and fill [0, 1) evenly", () => {
  const buckets = Array.from({ length: 10 }, () => 0);
  for (let seed = 0; seed < 1_000; seed++) {
    const random = randomFrom("stream", seed);
    for (let draw = 0; draw < 10; draw++) {
      const number = random();
      expect(number >= 0 && number < 1).toBe(true);
      const bucket = Math.floor(number * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
  }
  for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  const firsts = new Set(Array.from({ length: 1_000 }, (_, seed) => randomFrom("first", seed)()));
  expect(firsts.size).toBe(1_000);
  expect(randomFrom("a", "bc")()).not.toBe(randomFrom("ab", "c")());
});
