import { expect, test } from "vitest";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { happenings } from "./happenings";

const until = (event: string) => ({ type: "wait" as const, data: { until: { kind: "event", event } } });

test("each event that a drawing reads happens as it hopes for, a purchase first", () => {
  const flow = drawing(
    {
      t: onEvent("signed up"),
      lesson: until("lesson completed"),
      again: until("lesson completed"),
      buys: goal({ product: "Course", atLeast: 9_900, currency: "CHF" }),
      bye: end("bye"),
    },
    [
      "t > lesson",
      "lesson:happened > again",
      "lesson:timeout > bye",
      "again:happened > bye",
      "again:timeout > bye",
    ],
  );
  expect(happenings(flow)).toEqual([
    { name: "purchase", properties: { product: "Course" }, value: 9_900, currency: "CHF" },
    { name: "lesson completed", properties: {}, value: null, currency: null },
  ]);
});

test("a drawing that reads no event has none", () => {
  const flow = drawing(
    { t: onEvent("x"), hello: mail("Hello"), pause: wait(1_000), asked: clicked("hello", 0) },
    ["t > hello > pause > asked"],
  );
  expect(happenings(flow)).toEqual([]);
});
