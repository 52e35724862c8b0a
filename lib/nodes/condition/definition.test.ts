import { describe, expect, test } from "vitest";
import { aFact, aHistory, anOpening, aPlace, aWorkspace, aWorld } from "../sample-world";
import { type ConditionSettings, condition, conditionSettings } from "./definition";

const DAY = 86_400_000;
const ARRIVED = 1_000;

const asking = (test: object, patienceMs = 2 * DAY): ConditionSettings =>
  conditionSettings.parse({ rule: { groups: [{ tests: [test] }] }, patienceMs });

const clicks = [anOpening("a", ARRIVED + 50, "clicked", "l1")];

const visit = (settings: ConditionSettings, now: number, known: Parameters<typeof aHistory>[0] = {}) =>
  condition.visit(settings, aPlace(ARRIVED), aWorld(aHistory(known), now));

const took = (settings: ConditionSettings, now: number, known: Parameters<typeof aHistory>[0] = {}) => {
  const outcome = visit(settings, now, known);
  return outcome.answer === "leave" ? [outcome.by, outcome.because.why] : [outcome.answer];
};

describe("clicked", () => {
  const clicked = asking({ test: "clicked", email: "a" });

  test("a click takes Yes at once, with the click as evidence", () => {
    expect(visit(clicked, ARRIVED + 50, { engagements: clicks })).toEqual({
      answer: "leave",
      by: "yes",
      because: {
        v: 1,
        why: "decided",
        items: [
          {
            topic: "engagement:a",
            test: "groups.0.tests.0",
            factId: "clicked-a-1050",
            value: true,
            at: ARRIVED + 50,
          },
        ],
      },
    });
  });

  test("without one, people have their time and then take No", () => {
    expect(visit(clicked, ARRIVED)).toEqual({ answer: "wait", until: ARRIVED + 2 * DAY });
    expect(took(clicked, ARRIVED + 2 * DAY - 1)).toEqual(["wait"]);
    expect(took(clicked, ARRIVED + 2 * DAY)).toEqual(["no", "patience"]);
  });

  test("a click that becomes visible in the last millisecond counts", () => {
    const last = [anOpening("a", ARRIVED + 2 * DAY, "clicked")];
    expect(took(clicked, ARRIVED + 2 * DAY, { engagements: last })).toEqual(["yes", "decided"]);
  });

  test("an open is no click; another email's click and another link's are not this one's", () => {
    const end = ARRIVED + 2 * DAY;
    expect(took(clicked, end, { engagements: [anOpening("a", ARRIVED)] })[0]).toBe("no");
    expect(took(clicked, end, { engagements: [anOpening("b", ARRIVED, "clicked")] })[0]).toBe("no");
    const thatLink = asking({ test: "clicked", email: "a", link: "l2" });
    expect(took(thatLink, end, { engagements: clicks })[0]).toBe("no");
    expect(took(asking({ test: "clicked", email: "a", link: "l1" }), end, { engagements: clicks })[0]).toBe(
      "yes",
    );
  });

  test("turned round: a click takes No at once, none takes Yes when the time is up", () => {
    const not = asking({ test: "clicked", email: "a", not: true });
    expect(took(not, ARRIVED + 50, { engagements: clicks })).toEqual(["no", "decided"]);
    expect(took(not, ARRIVED)).toEqual(["wait"]);
    expect(took(not, ARRIVED + 2 * DAY)).toEqual(["yes", "decided"]);
  });
});

test("a click proves an open", () => {
  expect(took(asking({ test: "opened", email: "a" }), ARRIVED + 50, { engagements: clicks })[0]).toBe("yes");
});

test("with no patience it decides on arrival", () => {
  const now = asking({ test: "purchased" }, 0);
  expect(took(now, ARRIVED)).toEqual(["no", "patience"]);
  expect(took(now, ARRIVED, { facts: [aFact("purchase", 10)] })).toEqual(["yes", "decided"]);
});

test("the event that started the enrollment is no purchase since entry", () => {
  const entry = aFact("purchase", 0);
  expect(took(asking({ test: "purchased" }, 0), ARRIVED, { entry, facts: [entry] })[0]).toBe("no");
});

test("its sentence names the email", () => {
  const names = { node: () => "Welcome" };
  expect(condition.summary(asking({ test: "clicked", email: "a" }), names)).toBe(
    "Clicked a link in “Welcome” within 2 days?",
  );
  expect(condition.summary(asking({ test: "purchased" }, 0), names)).toBe("Bought something?");
  expect(condition.summary(condition.initial(), names)).toBe("Choose the email it asks about");
});

describe("issues", () => {
  const surroundings = aWorkspace({ opens: "off" });
  const neighbours = (type: string | null, before = true) => ({
    node: (id: string) => (type ? { id, type, data: {} } : undefined),
    name: () => "Welcome",
    comesBefore: () => before,
    leadsTo: () => false,
  });
  const said = (settings: ConditionSettings, around = neighbours("email"), within = surroundings) =>
    condition.issues(settings, within, around, "c").map((issue) => `${issue.level}: ${issue.message}`);

  test("an email must be chosen, be an email, and come before", () => {
    const choose = ["blocks: Choose the email that this condition asks about."];
    expect(said(asking({ test: "clicked", email: "" }), neighbours(null))).toEqual(choose);
    expect(said(asking({ test: "clicked", email: "w" }), neighbours("wait"))).toEqual(choose);
    expect(said(asking({ test: "clicked", email: "a" }), neighbours("email", false))).toEqual([
      "blocks: “Welcome” is not sent before this condition, so nobody can have read it yet.",
    ]);
    expect(said(asking({ test: "clicked", email: "a" }))).toEqual([]);
  });

  test("opens must be measured to be asked about", () => {
    const opened = asking({ test: "opened", email: "a" });
    expect(said(opened)).toEqual([
      "blocks: Opens are not measured in this workspace. Ask about a click instead, or change it in Settings.",
    ]);
    expect(said(opened, undefined, aWorkspace())).toEqual([]);
  });

  test("people need time to click, and seconds are for tests", () => {
    const clicked = { test: "clicked", email: "a" };
    expect(said(asking(clicked, 0))).toEqual([
      "warns: People have no time to open or click. Give them a day or two.",
    ]);
    expect(said(asking(clicked, 5_000))).toEqual(["blocks: Give people at least one minute."]);
    expect(said(asking(clicked, 5_000), undefined, { ...surroundings, shortWaits: true })).toEqual([]);
    expect(said(asking({ test: "purchased" }, 0))).toEqual([]);
  });
});
