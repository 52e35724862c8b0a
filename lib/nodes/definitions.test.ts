import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settingsFor } from "@/lib/flow/arbitrary-settings";
import { Lacking, topicKey, worldAt } from "@/lib/flow/world";
import { evidence, LONGEST_STAY_MS } from "./contract";
import { definitionFor, definitions, type NodeType, nodeTypes } from "./definitions";
import { aFact, aHistory, anOpening, aPlace } from "./sample-world";

// What every node type owes to the canvas, the checks and the engine. A new type is tested by being registered.

const EMAILS = ["email-1", "email-2"];
const names = { node: (id: string) => `name of ${id}` };

const anyInstant = fc.oneof(
  fc.nat(10_000),
  fc.integer({ min: 0, max: 60 }).map((days) => days * 86_400_000),
);

/** What may be known of a contact who stands at the node since `arrivedAt`. */
const anyHistory = fc
  .record({
    purchases: fc.array(fc.tuple(anyInstant, fc.constantFrom("Course", "sku-1", ""), fc.nat(1_000_000))),
    opens: fc.array(
      fc.tuple(
        anyInstant,
        fc.constantFrom(...EMAILS),
        fc.constantFrom("opened" as const, "clicked" as const),
        fc.constantFrom("l1", null),
      ),
    ),
    mail: fc.option(
      fc.record({
        settled: fc.option(fc.constantFrom("sent" as const, "dropped" as const, "failed" as const)),
        settledAt: anyInstant,
      }),
    ),
  })
  .map(({ purchases, opens, mail }) =>
    aHistory({
      facts: purchases.map(([at, product, value]) =>
        aFact("purchase", at, { value, currency: "EUR", properties: { product } }),
      ),
      engagements: opens.map(([at, nodeId, kind, link]) => anOpening(nodeId, at, kind, link)),
      effects: mail
        ? [
            {
              visit: 2,
              nodeId: EMAILS[0] ?? "",
              key: "mail",
              settled: mail.settled,
              settledAt: mail.settled && mail.settledAt,
              reason: null,
            },
          ]
        : [],
    }),
  );

describe.each(nodeTypes)("%s", (type) => {
  const definition = definitionFor(type);
  const anySettings = settingsFor(type, EMAILS);

  test("says what it is", () => {
    expect(definition.type).toBe(type);
    for (const text of [definition.label, definition.hint]) expect(text).toMatch(/^\p{Lu}/u);
    expect(definition.icon).toMatch(/^[a-z-]+$/);
  });

  test("begins with settings that its own schema lets in, fresh each time", () => {
    const initial = definition.initial();
    expect(definition.settings.parse(initial)).toEqual(initial);
    expect(definition.initial()).toEqual(initial);
    expect(definition.initial()).not.toBe(initial);
    expect(definition.settings.parse({})).toEqual(initial);
  });

  test("has paths of different names, each with a word", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const exits = definition.exits(settings);
        expect(new Set(exits.map((exit) => exit.id)).size).toBe(exits.length);
        for (const exit of exits) expect(exit.label).toMatch(/^\p{Lu}/u);
      }),
    );
  });

  test("has a sentence for its card, whatever its settings", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const sentence = definition.summary(settings, names);
        expect(sentence.trim()).not.toBe("");
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
      }),
    );
  });

  test("refuses settings it does not know", () => {
    expect(definition.settings.safeParse({ nonsense: 1 }).success).toBe(false);
  });

  test("what it names is followed when it is copied, and forgotten when it is gone", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const named = definition.references?.(settings) ?? [];
        expect(named.every((id) => EMAILS.includes(id))).toBe(true);
        if (named.length === 0) return;
        const remap = definition.remap;
        if (!remap) throw new Error("What names other nodes must say how to follow them.");
        expect(remap(settings, (id) => id)).toEqual(settings);
        const copied = remap(settings, (id) => `${id}-copy`);
        expect(definition.references?.(copied)).toEqual(named.map((id) => `${id}-copy`));
        const cleared = remap(settings, () => undefined);
        expect(definition.references?.(cleared)).toEqual([]);
        expect(definition.settings.parse(cleared)).toEqual(cleared);
      }),
    );
  });

  test("answers every visit: by a path it has, until a moment to come, or with a reason", () => {
    fc.assert(
      fc.property(anySettings, anyHistory, anyInstant, anyInstant, (settings, history, arrivedAt, later) => {
        const now = arrivedAt + later;
        const at = aPlace(arrivedAt);
        const outcome = definition.visit(settings, at, worldAt(history, now, 2));
        if (outcome.answer === "wait") {
          expect(outcome.until).toBeGreaterThan(now);
          expect(outcome.until).toBeLessThanOrEqual(arrivedAt + LONGEST_STAY_MS);
          return;
        }
        expect(evidence.parse(outcome.because)).toEqual(outcome.because);
        if (outcome.answer === "end") expect(outcome.reason).not.toBe("");
        else expect(later).toBeGreaterThanOrEqual(definition.dwells?.(settings, outcome.by) ?? 0);
        if (outcome.answer === "leave")
          expect(definition.exits(settings).map((exit) => exit.id)).toContain(outcome.by);
      }),
      { numRuns: 200 },
    );
  });

  test("asked at the end of its wait, it waits no longer, unless something happened meanwhile", () => {
    fc.assert(
      fc.property(anySettings, anyHistory, anyInstant, (settings, history, arrivedAt) => {
        const at = aPlace(arrivedAt);
        const ask = (now: number) => definition.visit(settings, at, worldAt(history, now, 2));
        let outcome = ask(arrivedAt);
        for (let since = arrivedAt; outcome.answer === "wait"; ) {
          const { until } = outcome;
          outcome = ask(until);
          const news = history.facts.some(({ visibleAt }) => visibleAt > since && visibleAt <= until);
          if (!news) expect(outcome.answer).not.toBe("wait");
          since = until;
        }
      }),
    );
  });

  test("what it has read of their zone holds while they wait", () => {
    fc.assert(
      fc.property(anySettings, anyHistory, anyInstant, anyInstant, (settings, history, arrivedAt, later) => {
        const at = aPlace(arrivedAt);
        const first = definition.visit(settings, at, worldAt(history, arrivedAt, 2));
        if (first.answer !== "wait") return;
        const known = { ...at, kept: first.keep ?? null };
        const ask = (zone: string) =>
          definition.visit(settings, known, worldAt({ ...history, zone }, arrivedAt + later, 2));
        expect(ask("Pacific/Kiritimati")).toEqual(ask("Europe/Berlin"));
      }),
    );
  });

  test("in a test at speed, nothing it takes time for is over too soon; at once stays at once", () => {
    fc.assert(
      fc.property(
        anySettings,
        anyHistory,
        anyInstant,
        fc.integer({ min: 1_000, max: 86_400_000 }),
        (settings, history, arrivedAt, shortestMs) => {
          const longer = definition.lasting?.(settings, shortestMs) ?? settings;
          expect(definition.settings.parse(longer)).toEqual(longer);
          const ask = (one: unknown, came: number, known = history) =>
            definition.visit(one, aPlace(came), worldAt(known, came, 2));
          const [before, after] = [settings, longer].map((one) => ask(one, arrivedAt));
          expect(after?.answer).toBe(before?.answer);
          // Whoever comes a minute later and waits as long waits for a length of time, not for a moment.
          const [first, second] = [arrivedAt, arrivedAt + 60_000].map((came) => {
            const outcome = ask(longer, came, aHistory());
            return outcome.answer === "wait" ? outcome.until - came : null;
          });
          if (first != null && first === second) expect(first).toBeGreaterThanOrEqual(shortestMs);
        },
      ),
    );
  });

  test("reads no topic that it does not list", () => {
    fc.assert(
      fc.property(anySettings, anyHistory, anyInstant, (settings, history, now) => {
        const topics = new Set(definition.reads(settings).map(topicKey));
        const world = worldAt({ ...history, topics }, now, 2);
        const asking = () => {
          definition.visit(settings, aPlace(0), world);
          definition.meets?.(settings, world);
        };
        expect(asking).not.toThrow(Lacking);
      }),
    );
  });
});

test("the registry's names are the types", () => {
  expect(Object.entries(definitions).map(([name, definition]) => [name, definition.type])).toEqual(
    nodeTypes.map((type: NodeType) => [type, type]),
  );
});
