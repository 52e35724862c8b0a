import { filterIssues } from "@/lib/rules/property-filter";
import { sayBought } from "@/lib/rules/purchase";
import { sayDuration } from "@/lib/time/duration";
import type { Names, Neighbours, NodeDefinition, NodeIssue, Surroundings } from "../contract";
import { noShorter } from "../contract";
import { type GoalSettings, goalSettings, SEVEN_DAYS_MS, wishOf } from "./settings";
import { wishes } from "./wishes";

export { type GoalSettings, goalSettings, SEVEN_DAYS_MS } from "./settings";

const kindOf = (settings: GoalSettings) => wishes[wishOf(settings)];

/** "buy “Course” for at least €20.00". */
const hoped = (settings: GoalSettings, names: Names, any = "something"): string =>
  `${kindOf(settings).verb[1]} ${kindOf(settings).object(settings, names, any)}`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const topicOf = (settings: GoalSettings): string => {
  const topic = kindOf(settings).topic(settings);
  return topic?.topic === "event" ? `event:${topic.name}` : "event:email.clicked";
};

const blocks = (message: string): NodeIssue => ({ level: "blocks", message });

/** What keeps this goal from being met. */
function unfinished(settings: GoalSettings, around: Surroundings, neighbours: Neighbours): NodeIssue[] {
  const missing = kindOf(settings).missing?.(settings) ?? null;
  if (missing !== null) return [blocks(missing)];
  const { email = "", link = null, where = [], form } = settings;
  switch (wishOf(settings)) {
    case "event":
      return filterIssues(where).map(blocks);
    case "form":
      return form && !around.funnels.some(({ formId }) => formId === form.id)
        ? [blocks(`The form of “${form.name}” does not exist any more. Choose another form.`)]
        : [];
    case "link":
      if (neighbours.node(email)?.type !== "email")
        return [blocks("Choose the email whose link reaches this goal.")];
      return link !== null && neighbours.links?.(email).includes(link) === false
        ? [
            blocks(
              `The link that reaches this goal is not in “${neighbours.name(email)}” any more. Choose another link.`,
            ),
          ]
        : [];
    default:
      return [];
  }
}

export const goal = {
  type: "goal",
  label: "Goal",
  hint: "What you hope for; catches people anywhere",
  icon: "flag",
  group: "outcome",
  settings: goalSettings,
  initial: () => goalSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary(settings, names) {
    const { verb, object, topic } = kindOf(settings);
    if (topic(settings) === null) return "Choose what reaches this goal";
    return `${verb[0]} ${object(settings, names, "something")}`;
  },
  issues(settings, surroundings, neighbours) {
    const found = unfinished(settings, surroundings, neighbours);
    if (settings.waitMs === 0 && settings.otherwise === "continue") {
      const not = wishOf(settings) === "purchase" ? "has not bought" : "has not reached it";
      found.push({
        level: "warns",
        message: `Whoever ${not} goes on at once. Give them ${sayDuration(SEVEN_DAYS_MS)}, or end here.`,
      });
    }
    return found;
  },
  references: ({ what, email = "" }) => (what === "link" && email !== "" ? [email] : []),
  remap(settings, map, follow) {
    const { what, email = "", link = null } = settings;
    if (what !== "link" || email === "") return settings;
    const kept = follow && link !== null ? follow(email, link) : link;
    return { ...settings, email: map(email) ?? "", ...(settings.link === undefined ? {} : { link: kept }) };
  },
  lasting: (settings, shortestMs) => ({ ...settings, waitMs: noShorter(settings.waitMs, shortestMs) }),
  hopes: (settings) => kindOf(settings).hopes?.(settings) ?? [],
  wishes: (settings) => (wishOf(settings) === "purchase" ? [settings] : []),
  // An unreached goal keeps people by itself.
  unsubscribed: () => "way",
  goesAlong: {
    name: true,
    what: true,
    product: true,
    atLeast: true,
    currency: true,
    event: true,
    where: true,
    // It is a form of this workspace.
    form: false,
    tag: true,
    email: true,
    link: true,
    value: true,
    catches: true,
    waitMs: true,
    otherwise: true,
  },
  catches: (settings) => settings.catches ?? "anywhere",
  ownKeyOnly: true,
  reads(settings) {
    const topic = kindOf(settings).topic(settings);
    return topic ? [topic] : [];
  },
  meets(settings, world) {
    const fact = kindOf(settings).first(settings, world);
    if (!fact) return null;
    const { value = null, currency } = settings;
    return wishOf(settings) === "purchase" || value === null
      ? { fact, value: fact.value, currency: fact.currency }
      : { fact, value, currency };
  },
  visit(settings, at, world) {
    const fact = kindOf(settings).first(settings, world);
    if (fact) {
      const items = [{ topic: topicOf(settings), factId: fact.id, value: fact.value, at: fact.at }];
      return { answer: "leave", by: "next", because: { v: 1, why: "goal", items } };
    }
    const until = at.arrivedAt + settings.waitMs;
    if (world.now < until) return { answer: "wait", until };
    const because = {
      v: 1 as const,
      why: "patience" as const,
      items: [{ topic: topicOf(settings), value: false, at: null }],
    };
    return settings.otherwise === "end"
      ? { answer: "end", reason: "goal not reached", because }
      : { answer: "leave", by: "next", because };
  },
  tells(settings, { because }, { fact, names, engagement }) {
    const { verb, object } = kindOf(settings);
    const factId = because.items[0]?.factId;
    if (factId !== undefined) {
      if (wishOf(settings) === "purchase") return `${capital(sayBought(fact(factId)))}.`;
      const label = engagement(factId)?.label;
      const what = label
        ? `“${label}” in “${names.node(settings.email ?? "")}”`
        : object(settings, names, "");
      return `${capital(verb[2])} ${what}.`;
    }
    const within = because.why === "patience" ? ` within ${sayDuration(settings.waitMs)}` : "";
    return `Did not ${hoped(settings, names, "anything")}${within}.`;
  },
  awaits: (settings, { until, follows, names }) =>
    `Waits until ${until} for them to ${hoped(settings, names)}. If they do not, ${
      settings.otherwise === "end" ? "they leave the funnel" : `${follows("next")} is next`
    }.`,
} satisfies NodeDefinition<"goal", GoalSettings>;
