import { setTimeout as pause } from "node:timers/promises";
import type { Flow } from "@/lib/flow/flow";
import { asks, drawing, mail, onEvent, wait } from "../engine/drawings";
import { buy, type Persona, SECOND, submit, subscriber } from "../engine/kit";
import { forAll, type Rig } from "./rig";
import type { Chance } from "./size";

/** Two mails, one of them on either path of a condition, with two waits: what most runs send people through. */
export const twoMails = (): Flow =>
  drawing(
    {
      start: onEvent("signed up"),
      hello: mail("Hello"),
      pause: wait(SECOND),
      ask: asks({ test: "purchased" }, 2 * SECOND),
      thanks: mail("Thanks"),
      again: mail("Still there?"),
    },
    ["start > hello > pause > ask", "ask:yes > thanks", "ask:no > again"],
  );

/** Five mails for everybody, the third of them on either path of a condition. */
export const fiveMails = (): Flow =>
  drawing(
    {
      start: onEvent("signed up"),
      one: mail("One"),
      pause: wait(SECOND),
      two: mail("Two"),
      ask: asks({ test: "purchased" }, 3 * SECOND),
      yes: mail("Three, bought"),
      no: mail("Three, not bought"),
      rest: wait(2 * SECOND),
      four: mail("Four"),
      last: wait(SECOND),
      five: mail("Five"),
    },
    [
      "start > one > pause > two > ask",
      "ask:yes > yes > rest",
      "ask:no > no > rest",
      "rest > four > last > five",
    ],
  );

export const crowd = (count: number): Persona[] =>
  Array.from({ length: count }, (_, n) => subscriber(`person-${n}`));

/** Everybody signs up, a few at a time, and about every third buys something some seconds later. */
export async function enterAll(
  { web, place }: Rig,
  people: readonly Persona[],
  chance: Chance,
  { atOnce = 6, within = 4 * SECOND }: { atOnce?: number; within?: number } = {},
): Promise<void> {
  const buyers: Promise<unknown>[] = [];
  await forAll(
    people,
    async (who) => {
      await submit(web, place.workspaceId, who, "signed up", { id: `signed up ${who.email}` });
      if (chance.below(3) > 0) return;
      const after = chance.between(0, within);
      buyers.push(pause(after).then(() => buy(web, place.workspaceId, who, { id: `bought ${who.email}` })));
    },
    atOnce,
  );
  await Promise.all(buyers);
}
