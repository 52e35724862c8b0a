import type { z } from "zod";
import type { Rule } from "./rule";
import { testsOf } from "./rule";
import type { purchasedTest } from "./tests";

/** The emails a rule asks about, those not chosen yet aside. */
export const emailsAsked = (subject: Rule): string[] =>
  testsOf(subject).flatMap(({ test }) => ("email" in test && test.email ? [test.email] : []));

/** Whether one of its tests has no email to ask about yet. */
export const asksAboutNothing = (subject: Rule): boolean =>
  testsOf(subject).some(({ test }) => "email" in test && test.email === "");

/** The purchases a rule asks about. */
export const purchasesAsked = (subject: Rule): z.output<typeof purchasedTest>[] =>
  testsOf(subject).flatMap(({ test }) => (test.test === "purchased" ? [test] : []));

/**
 * The same rule with its emails followed through `map`; a missing id means the email is gone. `link` gives what became of
 * a link of an email; null: any link.
 */
export const remapRule = (
  subject: Rule,
  map: (id: string) => string | undefined,
  link?: (email: string, key: string) => string | null,
): Rule => ({
  ...subject,
  groups: subject.groups.map((group) => ({
    ...group,
    tests: group.tests.map((test) => {
      if (!("email" in test)) return test;
      const email = (test.email && map(test.email)) || "";
      if (!link || !("link" in test) || test.link === null) return { ...test, email };
      return { ...test, email, link: link(test.email, test.link) };
    }),
  })),
});
