import { expect, test } from "vitest";
import { aFact, aHistory, anOpening, aPlace, aWorkspace, aWorld } from "../sample-world";
import { type GoalSettings, goal, goalSettings } from "./definition";

const WEEK = 7 * 86_400_000;
const at = aPlace(1_000);
const names = { node: (id: string) => id };
/** An email “mail” with the link “a”, beside the goal. */
const neighbours = {
  node: (id: string) => (id === "mail" ? { id, type: "email", data: {} } : undefined),
  name: (id: string) => id,
  comesBefore: () => true,
  leadsTo: () => false,
  links: () => ["a"],
};
const issues = (settings: Partial<GoalSettings>) =>
  goal.issues(goalSettings.parse(settings), aWorkspace(), neighbours);
const bought = aFact("purchase", 500, {
  value: 4_990,
  currency: "EUR",
  properties: { product: "Course" },
});
const visit = (settings: Partial<GoalSettings>, now: number, facts = [bought]) =>
  goal.visit(goalSettings.parse(settings), at, aWorld(aHistory({ facts }), now));

test("met before or after arrival, it is left at once with the purchase as evidence", () => {
  const because = {
    v: 1,
    why: "goal",
    items: [{ topic: "event:purchase", factId: "purchase-500", value: 4_990, at: 500 }],
  };
  expect(visit({}, 1_000)).toEqual({ answer: "leave", by: "next", because });
  expect(visit({ product: "course", atLeast: 4_990 }, 1_000)).toEqual({
    answer: "leave",
    by: "next",
    because,
  });
});

test("unmet, people wait a week, then go on or end", () => {
  const other = { product: "Book" };
  expect(visit(other, 1_000)).toEqual({ answer: "wait", until: 1_000 + WEEK });
  expect(visit(other, 1_000 + WEEK)).toMatchObject({
    answer: "leave",
    by: "next",
    because: { why: "patience" },
  });
  expect(visit({ ...other, otherwise: "end" }, 1_000 + WEEK)).toMatchObject({
    answer: "end",
    reason: "goal not reached",
    because: { why: "patience" },
  });
});

test("the earliest purchase that counts meets it, with its value", () => {
  const meets = (settings: Partial<GoalSettings>, facts = [bought]) =>
    goal.meets(goalSettings.parse(settings), aWorld(aHistory({ facts }), 2_000));
  const cheap = aFact("purchase", 400, { value: 100, currency: "EUR", properties: { product: "Book" } });
  expect(meets({})).toEqual({ fact: bought, value: 4_990, currency: "EUR" });
  expect(meets({}, [bought, cheap])?.fact).toBe(cheap);
  expect(meets({ atLeast: 1_000 }, [bought, cheap])?.fact).toBe(bought);
  expect(meets({ atLeast: 1_000, currency: "USD" })).toBeNull();
  expect(meets({}, [{ ...bought, visibleAt: 2_001 }])).toBeNull();
});

test("the event that started the enrollment never meets its own goal", () => {
  const history = aHistory({ entry: bought, facts: [bought] });
  expect(goal.meets(goalSettings.parse({}), aWorld(history, 2_000))).toBeNull();
});

test("its sentence says what counts", () => {
  const say = (settings: Partial<GoalSettings>) => goal.summary(goalSettings.parse(settings), names);
  expect(say({})).toBe("Buys something");
  expect(say({ product: "Course", atLeast: 4_990 })).toBe("Buys “Course” for at least €49.90");
  expect(say({ atLeast: 500, currency: "JPY" })).toBe("Buys something for at least ¥500");
});

test("a goal that lets everyone pass at once warns", () => {
  expect(issues({ waitMs: 0 })).toEqual([
    {
      level: "warns",
      message: "Whoever has not bought goes on at once. Give them 7 days, or end here.",
    },
  ]);
  expect(issues({ waitMs: 0, otherwise: "end" })).toEqual([]);
  expect(issues({})).toEqual([]);
});

test("an event that says so, a form, a tag or a click meets it, each from entry on", () => {
  const met = (settings: Partial<GoalSettings>, known: Parameters<typeof aHistory>[0]) =>
    goal.meets(goalSettings.parse(settings), aWorld(aHistory(known), 2_000))?.fact.id ?? null;
  const booked = aFact("call.booked", 500, { properties: { plan: "pro" } });
  const pro = [{ property: "plan", is: "is" as const, value: "pro" }];
  expect(met({ what: "event", event: "call.booked", where: pro }, { facts: [booked] })).toBe(booked.id);
  expect(
    met({ what: "event", event: "call.booked", where: pro }, { facts: [{ ...booked, properties: {} }] }),
  ).toBe(null);
  const formId = "00000000-0000-4000-8000-000000000001";
  const sent = aFact("form.submitted", 600, { properties: { formId } });
  expect(met({ what: "form" }, { facts: [sent] })).toBe(sent.id);
  expect(met({ what: "form", form: { id: formId, name: "Webinar" } }, { facts: [sent] })).toBe(sent.id);
  const other = { id: "00000000-0000-4000-8000-000000000002", name: "Other" };
  expect(met({ what: "form", form: other }, { facts: [sent] })).toBe(null);
  expect(met({ what: "form" }, { entry: sent, facts: [sent] })).toBe(null);
  const tagged = aFact("tag.added", 700, { properties: { tag: "vip" } });
  expect(met({ what: "tag", tag: "vip" }, { facts: [tagged] })).toBe(tagged.id);
  expect(met({ what: "tag", tag: "new" }, { facts: [tagged], person: { tags: ["new"] } })).toBe(null);
  const engagements = [anOpening("mail", 700), anOpening("mail", 800, "clicked", "a")];
  expect(met({ what: "link", email: "mail", link: "a" }, { engagements })).toBe("clicked-mail-800");
  expect(met({ what: "link", email: "mail" }, { engagements })).toBe("clicked-mail-800");
  expect(met({ what: "link", email: "mail", link: "b" }, { engagements })).toBe(null);
  expect(met({ what: "link", email: "other" }, { engagements })).toBe(null);
});

test("what does not say its value is worth what its author says; a purchase is worth its amount", () => {
  const worth = (settings: Partial<GoalSettings>, facts = [bought]) => {
    const { value, currency } =
      goal.meets(goalSettings.parse(settings), aWorld(aHistory({ facts }), 2_000)) ?? {};
    return [value, currency];
  };
  const booked = [aFact("call.booked", 500)];
  const event = { what: "event" as const, event: "call.booked" };
  expect(worth({ ...event, value: 12_000, currency: "USD" }, booked)).toEqual([12_000, "USD"]);
  expect(worth(event, booked)).toEqual([null, null]);
  expect(worth({ value: 12_000, currency: "USD" })).toEqual([4_990, "EUR"]);
});

test("what is not chosen, or is gone, blocks Publish", () => {
  const says = (settings: Partial<GoalSettings>) => issues(settings).map(({ message }) => message);
  expect(says({ what: "event" })).toEqual([
    "Name the event that reaches this goal, for example “call.booked”.",
  ]);
  expect(says({ what: "tag" })).toEqual(["Name the tag that reaches this goal."]);
  expect(says({ what: "link" })).toEqual(["Choose the email whose link reaches this goal."]);
  expect(says({ what: "link", email: "gone" })).toEqual(["Choose the email whose link reaches this goal."]);
  expect(says({ what: "link", email: "mail", link: "b" })).toEqual([
    "The link that reaches this goal is not in “mail” any more. Choose another link.",
  ]);
  expect(says({ what: "link", email: "mail", link: "a" })).toEqual([]);
  expect(says({ what: "form" })).toEqual([]);
  expect(says({ what: "form", form: { id: "00000000-0000-4000-8000-000000000001", name: "X" } })).toEqual([
    "The form of “X” does not exist any more. Choose another form.",
  ]);
});

test("its sentences say what is waited for, and what came", () => {
  const settings = goalSettings.parse({ what: "link", email: "mail", otherwise: "end" });
  const reader = {
    names,
    until: "Tue 09:00",
    follows: () => "“Email 2”",
    isTheirs: () => false,
    mail: null,
    heldUntil: null,
  };
  expect(goal.summary(settings, names)).toBe("Clicks a link in “mail”");
  expect(goal.awaits(settings, reader)).toBe(
    "Waits until Tue 09:00 for them to click a link in “mail”. If they do not, they leave the funnel.",
  );
  const telling = {
    names,
    fact: () => undefined,
    engagement: () => ({ kind: "clicked" as const, label: "Book now", afterMs: null }),
  };
  const visited = visit({ what: "link", email: "mail" }, 1_000 + WEEK, []);
  if (visited.answer !== "leave") throw new Error("They go on.");
  expect(goal.tells(settings, { exit: "next", because: visited.because, mail: null }, telling)).toBe(
    "Did not click a link in “mail” within 7 days.",
  );
  const items = [{ topic: "event:email.clicked", factId: "x", value: null, at: 0 }];
  const because = { v: 1 as const, why: "goal" as const, items };
  expect(goal.tells(settings, { exit: "next", because, mail: null }, telling)).toBe(
    "Clicked “Book now” in “mail”.",
  );
});
