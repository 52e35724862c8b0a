import fc from "fast-check";
import type { Flow } from "@/lib/flow/flow";
import { asks, type Drawn, drawing, end, goal, mail, onEvent, serviceMail, wait } from "./drawings";
import { MINUTE, type Persona, SECOND, stranger, subscriber } from "./kit";

const STOPS = ["wait", "ask", "goal"] as const;
export type Stop = (typeof STOPS)[number];
export type Reaction = "opens" | "clicks" | "buys";

/** A flow, who goes through it, and what they do once they have come to a step. */
export type Life = {
  event: string;
  flow: Flow;
  who: Persona;
  reactions: ReadonlyMap<Stop, Reaction>;
};

const reaction = fc.constantFrom<Reaction | null>(null, null, "opens", "clicks", "buys");

const spec = fc.record({
  order: fc.shuffledSubarray([...STOPS], { minLength: STOPS.length }),
  asks: fc.constantFrom("opened" as const, "clicked" as const, "clicked" as const, "purchased" as const),
  not: fc.constantFrom(false, false, true),
  /** Where the No path leads: to the same step as Yes, to an email before it, or out. */
  no: fc.constantFrom("joins" as const, "is written to" as const, "leaves" as const),
  writes: fc.record({ wait: fc.boolean(), ask: fc.boolean(), goal: fc.boolean() }),
  otherwise: fc.constantFrom("continue" as const, "continue" as const, "end" as const),
  agreed: fc.constantFrom(true, true, true, false),
  does: fc.record({ wait: reaction, ask: reaction, goal: reaction }),
});
type Spec = typeof spec extends fc.Arbitrary<infer T> ? T : never;

/** Lives through flows that each have a wait, a condition and a goal: the same ones for the same seed. */
export const drawLives = (count: number, seed: number): Life[] =>
  fc.sample(spec, { numRuns: count, seed }).map(live);

/** What a condition is answered by. A click proves that the mail was opened. */
const answers: Record<Spec["asks"], readonly Reaction[]> = {
  opened: ["opens", "clicks"],
  clicked: ["clicks"],
  purchased: ["buys"],
};

/**
 * Nothing here depends on how fast the machine is. A step at which something is to happen that ends its wait waits for
 * minutes, so that it always happens in time; where nothing is to happen the wait is a second.
 */
function live(drawn: Spec, index: number): Life {
  const reactions = reactionsOf(drawn);
  const lengthOf = (stop: Stop) =>
    reactions.get(stop) === "buys" || (stop === "ask" && answeredBy(drawn, reactions, true))
      ? 10 * MINUTE
      : SECOND;
  const test = drawn.asks === "purchased" ? { test: drawn.asks } : { test: drawn.asks, email: "hello" };
  const event = `signed-up-${index}`;
  const steps: Record<string, Drawn> = {
    start: onEvent(event),
    hello: drawn.agreed ? mail("Hello") : serviceMail("Hello"),
    wait: wait(lengthOf("wait")),
    ask: asks({ ...test, not: drawn.not }, lengthOf("ask")),
    goal: goal({ waitMs: lengthOf("goal"), otherwise: drawn.otherwise }),
    bye: mail("Goodbye"),
  };
  const lines = ["start > hello"];
  let open = ["hello"];
  for (const stop of drawn.order) {
    lines.push(...open.map((path) => `${path} > ${stop}`));
    open = [stop === "ask" ? "ask:yes" : stop];
    if (drawn.writes[stop]) {
      steps[`after-${stop}`] = mail(`After ${stop}`);
      lines.push(...open.map((path) => `${path} > after-${stop}`));
      open = [`after-${stop}`];
    }
    if (stop !== "ask") continue;
    if (drawn.no === "joins") open.push("ask:no");
    else if (drawn.no === "leaves") {
      steps.out = end("not interested");
      lines.push("ask:no > out");
    } else {
      steps.nudge = mail("One more thing");
      lines.push("ask:no > nudge");
      open.push("nudge");
    }
  }
  lines.push(...open.map((path) => `${path} > bye`));
  const who = (drawn.agreed ? subscriber : stranger)(`Life${index}`);
  return { event, flow: drawing(steps, lines), who, reactions };
}

/** Whether something that happens before they come to the condition, or while they stand there, answers it. */
function answeredBy({ order, asks }: Spec, reactions: Life["reactions"], orThere: boolean): boolean {
  const upTo = order.slice(0, order.indexOf("ask") + (orThere ? 1 : 0));
  return upTo.some((stop) => {
    const what = reactions.get(stop);
    return what !== undefined && answers[asks].includes(what);
  });
}

/**
 * Somebody buys once, and never at a condition that they may have passed already: what they buy would find them a
 * little farther on or not, depending on the machine.
 */
function reactionsOf(drawn: Spec): Map<Stop, Reaction> {
  const found = new Map<Stop, Reaction>();
  for (const stop of drawn.order) {
    const what = drawn.does[stop];
    const buysAgain = what === "buys" && [...found.values()].includes("buys");
    const maybePast = what === "buys" && stop === "ask" && answeredBy(drawn, found, false);
    if (what && !buysAgain && !maybePast) found.set(stop, what);
  }
  return found;
}
