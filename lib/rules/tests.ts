import { z } from "zod";
import { answer, answerTest } from "./kinds/answer";
import { clicked, clickedTest } from "./kinds/clicked";
import { entry, entryTest } from "./kinds/entry";
import { field, fieldTest } from "./kinds/field";
import { goal, goalTest } from "./kinds/goal";
import { happened, happenedTest } from "./kinds/happened";
import { opened, openedTest } from "./kinds/opened";
import { purchased, purchasedTest } from "./kinds/purchased";
import { tag, tagTest } from "./kinds/tag";
import type { TestDefinition } from "./test-definition";

export const ruleTest = z.discriminatedUnion("test", [
  openedTest,
  clickedTest,
  purchasedTest,
  happenedTest,
  tagTest,
  fieldTest,
  entryTest,
  goalTest,
  answerTest,
]);
export type RuleTest = z.output<typeof ruleTest>;
export type TestKind = RuleTest["test"];
export type TestOf<K extends TestKind> = Extract<RuleTest, { test: K }>;

/** Label, logic and sentences of each test from one table; its order is that of the menu. */
export const tests: { [K in TestKind]: TestDefinition<TestOf<K>> } = {
  opened,
  clicked,
  purchased,
  happened,
  tag,
  field,
  entry,
  goal,
  answer,
};

/** The row of a test, typed once here because a table indexed by a union cannot be. */
export function definitionOf<T extends RuleTest>(test: T): TestDefinition<T> {
  return tests[test.test] as unknown as TestDefinition<T>;
}

/** Whether it asks for the opposite. Comparisons have opposites of their own instead. */
export const isNegated = (test: RuleTest): boolean => "not" in test && test.not;
