import { expect, test } from "vitest";
import { checkExpression, equalityIn, isTrue, valueIn } from "./expression";

const event = {
  name: "t/order",
  data: { k: "A", n: 5, big: 150.5, yes: true, tags: ["vip"], deep: { x: 1 }, none: null },
};

test.each([
  ["event.data.k == 'A'", true],
  ["event.data.n == 5.0", true],
  ["event.data.n == '5'", false],
  ["event.data.missing == null", true],
  ["event.data.missing.deeper == null", true],
  ["event.data.missing > 3", false],
  ["event.data.n <= 5 && event.data.big >= 150", true],
  ["event.data.k < 'B'", true],
  ["event.data.missing || event.data.yes", true],
  ["!event.data.none", true],
  ["!(event.data.k in ['B', 'C'])", true],
  ["event.data['deep'].x + 1 == 2", true],
  ["event.data.tags.exists(t, t == 'vip')", true],
  ["event.data.tags.all(t, t == 'new')", false],
  ["has(event.data.deep.x) && !has(event.data.deep.y)", true],
  ["event.data.k.startsWith('A') ? event.data.yes : false", true],
  ["size(event.data.tags) == 1 && event.data.tags.size() == 1", true],
  ["event.data.k.unknown()", false],
  ["event.data.k - 1 == 0", false],
  ["event.data.k ==", false],
  ["event.data.constructor.name == 'Object'", false],
])("%s is %s", (expression, holds) => {
  expect(isTrue(expression, { event })).toBe(holds);
});

test("a value is null where there is none", () => {
  expect(valueIn("event.data.big", { event })).toBe(150.5);
  expect(valueIn("event.data.missing", { event })).toBeNull();
  expect(valueIn("event.data.(", { event })).toBeNull();
});

test.each([
  ["event.data.k == async.data.k", { field: "k", value: "A", whole: true }],
  ["async.data.order == event.data.n", { field: "order", value: 5, whole: true }],
  ["async.data.id == 'e1:7'", { field: "id", value: "e1:7", whole: true }],
  ["async.data.n > 1 && async.data.k == event.data.k && true", { field: "k", value: "A", whole: false }],
  ["async.data.yes == event.data.yes", { field: "yes", value: true, whole: true }],
  ["async.data.k == event.data.missing", null],
  ["async.data.k == async.data.other", null],
  ["async.data.deep.x == 1", null],
  ["async.data.k == event.data.k || async.data.n > 1", null],
  ["async.ts == event.data.n", null],
  ["async.data.k ==", null],
])("the equality to look up in %s", (expression, equality) => {
  expect(equalityIn(expression, event)).toEqual(equality);
});

test("what is not an expression is told so", () => {
  expect(() => checkExpression("event.data.k ==")).toThrow();
  expect(() => checkExpression("event.data.k == 1")).not.toThrow();
});
