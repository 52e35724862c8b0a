import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFlow } from "@/lib/flow/arbitrary";
import { emptyFlow } from "@/lib/flow/flow";
import { clicked, drawing, end, mail, onEvent, onForm, wait } from "@/tests/engine/drawings";
import { DAY, HOUR, MINUTE, MONDAY } from "@/tests/engine/kit";
import { aboutFlow } from "./about";

const about = (flow: Parameters<typeof aboutFlow>[0]) => aboutFlow(flow, MONDAY);

test.each([
  ["No emails in no steps.", emptyFlow()],
  ["When someone sends the form: 1 email in 2 steps.", drawing({ t: onForm(), a: mail("A") }, ["t > a"])],
  [
    "When someone sends the form: 2 emails in 4 steps. Somebody who never opens one gets all of them within 1 day 12 hours.",
    drawing({ t: onForm(), a: mail("A"), w: wait(36 * HOUR + MINUTE), b: mail("B") }, ["t > a > w > b"]),
  ],
  [
    "When someone sends the form: 2 emails in 3 steps. Somebody who never opens one gets all of them at once.",
    drawing({ t: onForm(), a: mail("A"), b: mail("B") }, ["t > a > b"]),
  ],
  [
    "When “came” happens, or when someone sends the form: 3 emails in 7 steps. Somebody who never opens one gets 2 of them within 2 days.",
    drawing(
      {
        t: onEvent("came"),
        u: onForm(),
        a: mail("A"),
        ask: clicked("a", 2 * DAY),
        b: mail("B"),
        c: mail("C"),
        bye: end(),
      },
      ["t > a > ask:yes > b > bye", "u > a", "ask:no > c > bye"],
    ),
  ],
])("%s", (sentence, flow) => {
  expect(about(flow)).toBe(sentence);
});

test("there is a sentence about whatever is drawn", () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      expect(about(flow)).toMatch(/^.+ steps?\.( Somebody .+\.)?$/);
    }),
  );
});
