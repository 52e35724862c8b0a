import { isOfThisEntry } from "./entry";
import type { Flow } from "./flow";
import type { Fact, World } from "./world";

/**
 * The world as goals and rules see it: of two carts of one person, the order of the one is nothing to the other. What
 * happened before they entered says something of the person, whichever cart it was about.
 */
export function ofThisEntry({ entry }: Pick<Flow, "entry">, world: World): World {
  if (entry.rule !== "per-key") return world;
  const own = (fact: Fact) => fact.at < world.enteredAt || isOfThisEntry(entry, world.entry, fact);
  return {
    ...world,
    facts: (name) => world.facts(name).filter(own),
    everFacts: (name) => world.everFacts(name).filter(own),
  };
}
