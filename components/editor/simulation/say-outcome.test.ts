import { describe, expect, test } from "vitest";
import type { Flow } from "@/lib/flow/flow";
import type { Path } from "@/lib/flow/path";
import { stepsOf } from "@/lib/flow/path-steps";
import { NAMED, type Persona } from "@/lib/flow/personas";
import { firstTrigger, sampleEntry } from "@/lib/flow/sample-entry";
import { simulate } from "@/lib/flow/simulate";
import { pathOf } from "@/lib/flow/simulated-path";
import { sampleValues } from "@/lib/mail/samples";
import { abandonedCart } from "@/lib/templates/abandoned-cart";
import { welcomeSeries } from "@/lib/templates/welcome-series";
import { drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import { sayDay } from "../trial/test-moment";
import { sayOutcome } from "./say-outcome";

const DAY = 86_400_000;
const startAt = Date.UTC(2026, 2, 2, 9);
const own = { business: "Berg & Daughters", site: "https://berg.example" };

function watch(flow: Flow, persona: Persona, more: { agreed?: boolean } = {}) {
  const trigger = firstTrigger(flow);
  const lived = simulate(flow, {
    persona,
    seed: "any",
    startAt,
    triggerId: trigger?.id ?? "",
    event: trigger ? sampleEntry(flow, trigger) : { name: "", properties: {}, value: null, currency: null },
    person: sampleValues({ subject: [], preview: [], body: [] }).contact,
    agreed: more.agreed ?? true,
    measured: true,
  });
  const path = pathOf(flow, lived);
  return { path, ...sayOutcome(flow, lived, path, (at) => sayDay({ enteredAt: startAt }, at, "UTC")) };
}

describe("what became of somebody", () => {
  test("who never opens", () => {
    expect(watch(welcomeSeries.flow(own), NAMED.neverOpens)).toMatchObject({
      sentence: "Left the funnel: goal not reached.",
      more: "That was on day 14. They got 4 emails.",
    });
  });

  test("who buys on day 3, with what it brought", () => {
    expect(watch(welcomeSeries.flow(own), NAMED.buysOnDay3)).toMatchObject({
      sentence: "Left the funnel: became a customer.",
      more: "That was on day 3. They got 2 emails. Reached “First order” on day 3 with €49.00.",
    });
  });

  test("who never agreed", () => {
    expect(watch(abandonedCart.flow(own), NAMED.clicksAtOnce, { agreed: false }).more).toMatch(
      /They got no email\.$/,
    );
  });

  test("who cannot come in", () => {
    const flow = drawing({ a: mail("A") }, []);
    expect(watch(flow, NAMED.neverOpens)).toMatchObject({
      sentence: "They never come in.",
      more: "Nobody can enter yet. Add a trigger at the top.",
      path: null,
    });
  });

  test("who is still waiting after more than a year", () => {
    const year = wait(365 * DAY);
    const flow = drawing({ t: onEvent("joined"), one: year, two: year, three: mail("Late") }, [
      "t > one > two > three",
    ]);
    expect(watch(flow, NAMED.neverOpens).sentence).toBe("Still at “Wait 2” after 400 days.");
  });
});

test("their path says why, as it does for a real person", () => {
  const { path } = watch(welcomeSeries.flow(own), NAMED.clicksAtOnce);
  const steps = stepsOf(path as Path);
  expect(steps.map(({ name, path: taken }) => (taken ? `${name}: ${taken}` : name)).slice(0, 6)).toEqual([
    "Trigger 1",
    "Welcome",
    "Wait 1",
    "What you can hold us to",
    "Did they click?: Yes",
    "Let it rest",
  ]);
  expect(steps[1]?.lines.map(({ text }) => text)).toContain("Clicked “Have a look around”.");
  for (const step of steps) expect(step.lines.length).toBeGreaterThan(0);
});
