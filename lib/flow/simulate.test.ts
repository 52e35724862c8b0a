import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abandonedCart } from "@/lib/templates/abandoned-cart";
import { templates } from "@/lib/templates/templates";
import { welcomeSeries } from "@/lib/templates/welcome-series";
import { anyFlow } from "./arbitrary";
import { emptyFlow, type Flow } from "./flow";
import { isTrigger } from "./graph";
import { DEMO_MIX, NAMED, type Persona } from "./personas";
import { firstTrigger, sampleEntry } from "./sample-entry";
import { LONGEST_SIMULATION_MS, MOST_SIMULATED_MOVES, type Simulation, simulate } from "./simulate";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 2, 9);

const anna = { name: "Anna Berg", firstName: "Anna", email: "anna.berg@example.org", fields: {} };
const own = { business: "Berg & Daughters", site: "https://berg.example" };

function live(flow: Flow, persona: Persona, more: Partial<Simulation> = {}) {
  const trigger = firstTrigger(flow);
  return simulate(flow, {
    persona,
    seed: "any",
    startAt: START,
    triggerId: trigger?.id ?? "",
    event: trigger ? sampleEntry(flow, trigger) : { name: "", properties: {}, value: null, currency: null },
    person: anna,
    agreed: true,
    measured: true,
    ...more,
  });
}

const days = (at: number) => Math.round(((at - START) / DAY) * 100) / 100;
type Lived = ReturnType<typeof live>;
const wayOf = ({ visits }: Lived) => visits.map(({ nodeId, exit, by }) => `${nodeId}:${exit ?? by}`);
const mailsOf = ({ mails }: Lived) => mails.map(({ nodeId, at, state }) => [nodeId, days(at), state]);

describe("the welcome series", () => {
  const flow = welcomeSeries.flow(own);

  test("one who never opens gets four letters on the path for those who do not click", () => {
    const lived = live(flow, NAMED.neverOpens);
    expect(mailsOf(lived)).toEqual([
      ["welcome", 0, "sent"],
      ["promise", 2, "sent"],
      ["ask", 4, "sent"],
      ["questions", 7, "sent"],
    ]);
    expect(wayOf(lived).at(-1)).toBe("goal:ended");
    expect(lived.end).toMatchObject({ why: "ended", reason: "goal not reached" });
    expect(lived.mails[0]?.subject).toBe("Welcome to Berg & Daughters");
  });

  test("one who clicks at once takes yes when the condition asks, and the click says why", () => {
    const lived = live(flow, NAMED.clicksAtOnce);
    expect(mailsOf(lived).map(([node]) => node)).toEqual(["welcome", "promise", "begin", "questions"]);
    const asked = lived.visits.find(({ nodeId }) => nodeId === "interested");
    expect(asked).toMatchObject({ exit: "yes", because: { why: "decided" } });
    expect(asked?.leftAt).toBe(asked?.at);
    expect(lived.deeds.filter(({ does }) => does === "clicks")).toHaveLength(4);
  });

  test("one who buys on day 3 is brought to the goal, and gets no more letters", () => {
    const lived = live(flow, NAMED.buysOnDay3);
    expect(mailsOf(lived).map(([node]) => node)).toEqual(["welcome", "promise"]);
    expect(wayOf(lived).slice(-3)).toEqual(["interested:pulled", "goal:next", "customer:ended"]);
    expect(lived.conversions).toEqual([
      { nodeId: "goal", at: START + 3 * DAY + HOUR, value: 4_900, currency: "EUR" },
    ]);
    expect(lived.end).toEqual({ why: "ended", at: START + 3 * DAY + HOUR, reason: "became a customer" });
  });

  test("who unsubscribes walks on without marketing mail; who never agreed gets none at all", () => {
    const leaver: Persona = {
      ...NAMED.neverOpens,
      opens: NAMED.clicksAtOnce.opens,
      unsubscribes: { chance: 1, after: { from: MINUTE, to: MINUTE } },
    };
    expect(live(flow, leaver).mails.map(({ state, reason }) => reason ?? state)).toEqual([
      "sent",
      "They have unsubscribed.",
      "They have unsubscribed.",
      "They have unsubscribed.",
    ]);
    const never = live(flow, NAMED.clicksAtOnce, { agreed: false });
    expect(new Set(never.mails.map(({ reason }) => reason))).toEqual(
      new Set(["They never agreed to marketing mail."]),
    );
    expect(never.deeds).toEqual([]);
  });

  test("opens that are not measured are not seen", () => {
    const lived = live(flow, NAMED.clicksAtOnce, { measured: false });
    expect(new Set(lived.deeds.map(({ does }) => does))).toEqual(new Set(["clicks"]));
  });
});

test("a purchase after the end still counts, for two weeks", () => {
  const flow = abandonedCart.flow(own);
  const buysAfter = (ms: number): Persona => ({
    ...NAMED.buysOnDay3,
    buys: { chance: 1, after: { from: ms, to: ms } },
  });
  const end = live(flow, NAMED.neverOpens).end;
  const endsAfter = end.why === "ended" ? end.at - START : 0;
  expect(live(flow, buysAfter(endsAfter + 13 * DAY)).conversions).toHaveLength(1);
  expect(live(flow, buysAfter(endsAfter + 15 * DAY)).conversions).toHaveLength(0);
});

describe("who cannot enter is told what is missing", () => {
  test("without a trigger", () => {
    expect(live(emptyFlow(), NAMED.neverOpens)).toMatchObject({
      visits: [],
      end: { why: "not entered", because: "Nobody can enter yet. Add a trigger at the top." },
    });
  });

  test("by an event without the property they enter once per", () => {
    const flow = abandonedCart.flow(own);
    const event = { name: "cart.updated", properties: {}, value: null, currency: null };
    expect(live(flow, NAMED.neverOpens, { event }).end).toEqual({
      why: "not entered",
      because: "People enter once per “cartId”, and this event does not send one.",
    });
  });
});

test("every template is lived through by every persona", () => {
  for (const template of templates) {
    for (const persona of [...Object.values(NAMED), ...DEMO_MIX.map((one) => one.persona)]) {
      const lived = live(template.flow(own), persona);
      expect(lived.end.why).toBe("ended");
      expect(lived.mails.every(({ subject }) => subject.length > 0)).toBe(true);
    }
  }
});

test("on any drawing it ends or says why it stopped, the same for the same seed, and never throws", () => {
  const personas = [...Object.values(NAMED), ...DEMO_MIX.map(({ persona }) => persona)];
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(
      anyFlow(30),
      fc.constantFrom(...personas),
      fc.string(),
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      (flow, persona, seed, which, agreed, measured) => {
        const triggers = flow.nodes.filter(isTrigger);
        const trigger = triggers[which % Math.max(1, triggers.length)];
        const more = {
          seed,
          agreed,
          measured,
          ...(trigger ? { triggerId: trigger.id, event: sampleEntry(flow, trigger) } : {}),
        };
        const lived = live(flow, persona, more);
        expect(live(flow, persona, more)).toEqual(lived);
        ends.set(lived.end.why, (ends.get(lived.end.why) ?? 0) + 1);
        expect(lived.visits.length).toBeLessThanOrEqual(MOST_SIMULATED_MOVES);
        let at = START;
        for (const visit of lived.visits) {
          expect(visit.at).toBeGreaterThanOrEqual(at);
          at = visit.leftAt ?? visit.at;
          if (visit.by !== null) expect(visit.because).not.toBeNull();
        }
        for (const one of [...lived.mails, ...lived.deeds, ...lived.conversions]) {
          expect(one.at).toBeGreaterThanOrEqual(START);
          expect(one.at).toBeLessThanOrEqual(START + LONGEST_SIMULATION_MS + MINUTE);
        }
        if (lived.end.why === "ended") expect(lived.visits.at(-1)?.leftAt).toBe(lived.end.at);
        const deeds = lived.deeds.map((one) => one.at);
        expect(new Set(deeds).size).toBe(deeds.length);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(ends.get("ended")).toBeGreaterThan(30);
  expect(ends.get("not entered")).toBeGreaterThan(20);
});
