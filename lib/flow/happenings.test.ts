import { expect, test } from "vitest";
import { asks, clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
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

test("what it must say to count comes with it: what goals ask first", () => {
  const form = { id: "00000000-0000-4000-8000-000000000001", name: "Guide" };
  const where = [{ property: "course", is: "is", value: "yoga" }];
  const flow = drawing(
    {
      t: onEvent("signed up"),
      ask: asks({ test: "happened", event: "lesson.done", where: [{ ...where[0], value: "chess" }] }, 0),
      done: goal({ what: "event", event: "lesson.done", where }),
      sent: goal({ what: "form", form }),
      vip: goal({ what: "tag", tag: "vip" }),
      again: asks({ test: "happened", event: "seen", where }, 0),
    },
    ["t > ask", "ask:yes > done > sent > vip > again"],
    { rule: "once" },
    { leave: { events: [{ event: "replied", where }] } },
  );
  expect(happenings(flow).map(({ name, properties, about }) => [name, properties, about ?? ""])).toEqual([
    ["lesson.done", { course: "yoga" }, ""],
    ["form.submitted", { formId: form.id }, "Guide"],
    ["tag.added", { tag: "vip" }, ""],
    ["lesson.done", { course: "chess" }, ""],
    ["seen", { course: "yoga" }, ""],
    ["replied", { course: "yoga" }, ""],
  ]);
});

test("one name is offered as often as something else is asked of it, and bare where that is enough", () => {
  const bought = (product: string, atLeast: number | null = null) =>
    ({ test: "purchased", product, atLeast, currency: "EUR" }) as const;
  const flow = drawing(
    {
      t: onEvent("signed up"),
      lesson: until("lesson.done"),
      ask: asks(
        { test: "happened", event: "lesson.done", where: [{ property: "course", is: "is", value: "yoga" }] },
        0,
      ),
      course: asks(bought("Course"), 0),
      twice: asks(bought("Course"), 0),
      dear: asks(bought("Course", 20_000), 0),
      buys: goal({ product: "Mug" }),
    },
    [
      "t > lesson",
      "lesson:happened > ask",
      "ask:yes > course",
      "course:yes > twice",
      "twice:yes > dear",
      "dear:yes > buys",
    ],
    { rule: "once" },
    { leave: { purchased: { product: "Tea" } } },
  );
  expect(
    happenings(flow).map(({ name, properties, value }) => [name, Object.values(properties).join(), value]),
  ).toEqual([
    ["purchase", "Mug", 4_900],
    ["purchase", "Course", 4_900],
    ["purchase", "Course", 20_000],
    ["purchase", "Tea", 4_900],
    ["lesson.done", "", null],
    ["lesson.done", "yoga", null],
  ]);
});
