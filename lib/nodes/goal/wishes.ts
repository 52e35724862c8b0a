import type { Engagement, Fact, Topic, World } from "@/lib/flow/world";
import { fulfilling } from "@/lib/rules/fulfilling";
import { fitsAll, sayFilters } from "@/lib/rules/property-filter";
import { purchaseMatches, sayPurchase } from "@/lib/rules/purchase";
import { sayLink } from "@/lib/rules/say-link";
import type { Names } from "../contract";
import type { GoalSettings, Wish } from "./settings";

/** One kind of goal: everything that differs between them. */
type WishKind = {
  /** As the panel's list says it, after "People reach it when they". */
  label: string;
  /** "Buys", "buy", "bought". */
  verb: readonly [third: string, base: string, past: string];
  /** What follows the verb; `any` stands for any product. */
  object(settings: GoalSettings, names: Names, any: string): string;
  /** What it reads; null while its author has not chosen. */
  topic(settings: GoalSettings): Topic | null;
  /** The earliest that counts, as of this world. A click is told as a fact of its own. */
  first(settings: GoalSettings, world: World): Fact | undefined;
  /** An event that reaches it, a purchase aside. */
  hopes?(settings: GoalSettings): (Pick<Fact, "name" | "properties"> & { about?: string })[];
  /** What its author has not chosen yet, as a sentence to them. */
  missing?(settings: GoalSettings): string | null;
};

const CLICKED = "email.clicked";

const eventTopic = (name: string): Topic => ({ topic: "event", name });

const clickFact = ({ id, nodeId, link, at, visibleAt }: Engagement): Fact => ({
  id,
  name: CLICKED,
  at,
  visibleAt,
  value: null,
  currency: null,
  properties: { nodeId, link },
});

export const wishes: { [Kind in Wish]: WishKind } = {
  purchase: {
    label: "buy something",
    verb: ["Buys", "buy", "bought"],
    object: (settings, _names, any) => sayPurchase(settings, any),
    topic: () => eventTopic("purchase"),
    first: (settings, world) => world.facts("purchase").find((one) => purchaseMatches(settings, one)),
  },
  event: {
    label: "do something else",
    verb: ["Does", "do", "did"],
    object({ event = "", where = [] }) {
      const filters = sayFilters(where.filter(({ property }) => property !== ""));
      return `“${event}”${filters ? ` where ${filters}` : ""}`;
    },
    topic: ({ event = "" }) => (event === "" ? null : eventTopic(event)),
    first: ({ event = "", where = [] }, world) =>
      event === "" ? undefined : world.facts(event).find((one) => fitsAll(where, one.properties)),
    hopes: ({ event = "", where = [] }) => [{ name: event, properties: fulfilling(where) }],
    missing: ({ event = "" }) =>
      event === "" ? "Name the event that reaches this goal, for example “call.booked”." : null,
  },
  form: {
    label: "send a form",
    verb: ["Sends", "send", "sent"],
    object: ({ form }) => (form ? `the form of “${form.name}”` : "a form"),
    topic: () => eventTopic("form.submitted"),
    first: ({ form }, world) =>
      world.facts("form.submitted").find(({ properties }) => !form || properties.formId === form.id),
    hopes: ({ form }) =>
      form ? [{ name: "form.submitted", properties: { formId: form.id }, about: form.name }] : [],
  },
  tag: {
    label: "get a tag",
    verb: ["Gets", "get", "got"],
    object: ({ tag = "" }) => `the tag “${tag}”`,
    topic: ({ tag = "" }) => (tag === "" ? null : eventTopic("tag.added")),
    first: ({ tag = "" }, world) =>
      tag === "" ? undefined : world.facts("tag.added").find(({ properties }) => properties.tag === tag),
    hopes: ({ tag = "" }) => [{ name: "tag.added", properties: { tag } }],
    missing: ({ tag = "" }) => (tag === "" ? "Name the tag that reaches this goal." : null),
  },
  link: {
    label: "click a link",
    verb: ["Clicks", "click", "clicked"],
    object: ({ email = "", link = null }, names) =>
      `${sayLink(names, { email, link })} in “${names.node(email)}”`,
    topic: ({ email = "" }) => (email === "" ? null : { topic: "engagement", nodeId: email }),
    first({ email = "", link = null }, world) {
      if (email === "") return undefined;
      const click = world
        .engagements(email)
        .find((one) => one.kind === "clicked" && (link === null || one.link === link));
      return click && clickFact(click);
    },
    missing: ({ email = "" }) => (email === "" ? "Choose the email whose link reaches this goal." : null),
  },
};
