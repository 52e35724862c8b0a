import { expect, test } from "vitest";
import { mailRules } from "./mail-rules";
import { rulesExamples } from "./rules-examples";

const HOUR = 3_600_000;

test.each([
  [{}, ["Every email goes out as soon as it is due."]],
  [
    { quiet: { from: "21:00", to: "08:00" } },
    ["An email due Tuesday 23:10 goes out Wednesday 08:00, their time."],
  ],
  [
    { window: { weekdays: [1, 2, 3, 4, 5], from: "00:00", to: "00:00" } },
    ["An email due Saturday 10:00 goes out Monday 00:00, their time."],
  ],
  [
    { window: { weekdays: [2], from: "09:00", to: "17:00" } },
    ["An email due Tuesday 23:10 goes out Tuesday 09:00, 6 days later, their time."],
  ],
  [
    { perDay: 2 },
    [
      "Somebody got 2 emails within the last 24 hours: the next one, due Wednesday 15:00, goes out Wednesday 19:00.",
    ],
  ],
  [
    { quiet: { from: "21:00", to: "08:00" }, gapMs: 4 * HOUR },
    [
      "An email due Tuesday 23:10 goes out Wednesday 08:00, their time.",
      "Somebody got an email a minute ago: the next one, due Wednesday 15:00, goes out Wednesday 18:59.",
    ],
  ],
])("%o", (rules, examples) => {
  expect(rulesExamples(mailRules.parse(rules))).toEqual(examples);
});
