import type { Fact } from "@/lib/flow/world";
import { sayMoney } from "@/lib/money";
import { fulfilling } from "@/lib/rules/fulfilling";
import { filterIssues, fitsAll, sayFilters } from "@/lib/rules/property-filter";
import { type PurchaseFilter, purchaseMatches } from "@/lib/rules/purchase";
import type { Here, NodeIssue, Surroundings } from "../contract";
import { mailIssues, sayMail } from "./mail-way";
import { sayDateWay, saySchedule } from "./say";
import { detail, type TriggerSettings, type WayIn } from "./settings";

type Told = Pick<Fact, "name" | "value" | "currency" | "properties">;

/** One way in: everything that differs between them. */
type Way = {
  /** As the panel's list says it, after "People enter". */
  label: string;
  /** The name of the event that can start an enrollment; empty: none does by itself. */
  event(settings: TriggerSettings): string;
  /** Whether an event of that name does. Without it every one. */
  fits?(settings: TriggerSettings, fact: Told, here: Here): boolean;
  /** The sentence on the card. */
  says(settings: TriggerSettings): string;
  /** What is said of somebody who came this way. */
  tells(settings: TriggerSettings): string;
  issues?(settings: TriggerSettings, surroundings: Surroundings): NodeIssue[];
  /** What the event carries that starts it, for tests and previews. */
  sample?(settings: TriggerSettings, here: Here): Partial<Told>;
  /** It comes round again by itself, so that people could enter again. */
  repeats?(settings: TriggerSettings): boolean;
};

/** The event by which somebody comes in who is brought in by hand. */
export const STARTED_BY_HAND = "started.by-hand";

const sayWanted = ({ product, atLeast, currency }: PurchaseFilter): string =>
  `${product ? `“${product}”` : "something"}${atLeast === null ? "" : ` for at least ${sayMoney(atLeast, currency)}`}`;

const blocks = (message: string): NodeIssue => ({ level: "blocks", message });

export const DATE_CAME = "date.came";
export const SCHEDULE_CAME = "schedule.came";
export const HOOK_RECEIVED = "hook.received";

/** Facts that are made for one trigger name it by this property. */
export const MADE_FOR = "trigger";
export const triggerKey = ({ funnelId, nodeId }: Here): string => `${funnelId}/${nodeId}`;

const madeForIt = (_settings: TriggerSettings, fact: Told, here: Here): boolean =>
  fact.properties[MADE_FOR] === triggerKey(here);
const sampleForIt = (_settings: TriggerSettings, here: Here): Partial<Told> => ({
  properties: { [MADE_FOR]: triggerKey(here) },
});

const plain = (value: unknown): string =>
  String(value ?? "")
    .trim()
    .toLowerCase();

/** A page's address without what follows it, as people write it: no scheme, no final slash. */
const address = (text: string): string =>
  plain(text)
    .replace(/^https?:\/\//, "")
    .replace(/[#?].*$/, "")
    .replace(/\/$/, "");

export const ways: { [Kind in WayIn]: Way } = {
  form: {
    label: "when they send the form",
    event: () => "form.submitted",
    fits: (_, fact, { formId }) => formId !== null && fact.properties.formId === formId,
    says: () => "When someone sends the form",
    tells: () => "Came in by the form.",
    issues: ({ form }) =>
      form.consent ? [] : [blocks("Write the sentence that people agree to on the form.")],
    sample: (_, { formId }) => ({ properties: { formId } }),
  },
  event: {
    label: "when something happens",
    event: ({ event }) => event,
    fits: ({ where = [] }, fact) => fitsAll(where, fact.properties),
    says({ event, where = [] }) {
      if (!event) return "Choose the event that starts this";
      const filters = sayFilters(where.filter(({ property }) => property !== ""));
      return `When “${event}” happens${filters ? ` and ${filters}` : ""}`;
    },
    tells: ({ event }) => `Came in when “${event}” happened.`,
    issues: ({ event, where = [] }) => [
      ...(event ? [] : [blocks("Name the event that starts the funnel, for example “cart.updated”.")]),
      ...filterIssues(where).map(blocks),
    ],
    sample: ({ where = [] }) => ({ properties: fulfilling(where) }),
  },
  purchase: {
    label: "when they buy something",
    event: () => "purchase",
    fits: (settings, fact) => purchaseMatches(detail.purchase(settings), fact),
    says: (settings) => `When they buy ${sayWanted(detail.purchase(settings))}`,
    tells: () => "Came in by a purchase.",
    sample(settings) {
      const { product, atLeast, currency } = detail.purchase(settings);
      return {
        properties: { product: product || "Spring course" },
        value: atLeast ?? 4_900,
        currency,
      };
    },
  },
  tag: {
    label: "when a tag is added",
    event: () => "tag.added",
    fits: ({ tag = "" }, fact) => tag !== "" && fact.properties.tag === tag,
    says: ({ tag }) => (tag ? `When they get the tag “${tag}”` : "Choose the tag that starts this"),
    tells: ({ tag }) => `Came in when they got the tag “${tag}”.`,
    issues: ({ tag }) => (tag ? [] : [blocks("Name the tag that starts the funnel.")]),
    sample: ({ tag = "" }) => ({ properties: { tag } }),
  },
  field: {
    label: "when a field changes",
    event: () => "field.changed",
    fits(settings, fact) {
      const { field, to } = detail.field(settings);
      if (field === "" || fact.properties.field !== field) return false;
      return to === null || plain(fact.properties.value) === plain(to);
    },
    says(settings) {
      const { field, to } = detail.field(settings);
      if (!field) return "Choose the field that starts this";
      return to === null ? `When their “${field}” changes` : `When their “${field}” becomes “${to}”`;
    },
    tells: (settings) => `Came in when their “${detail.field(settings).field}” changed.`,
    issues(settings) {
      const { field, to } = detail.field(settings);
      if (!field) return [blocks("Name the field that starts the funnel.")];
      return to === "" ? [blocks(`Say what “${field}” must become, or let any change count.`)] : [];
    },
    sample(settings) {
      const { field, to } = detail.field(settings);
      return { properties: { field, value: to ?? "new", before: null } };
    },
  },
  mail: {
    label: "when they click or open an email",
    event: (settings) => `email.${detail.mail(settings).does}`,
    fits(settings, { properties }, here) {
      const { does, funnelId, nodeId, link, address: wanted } = detail.mail(settings);
      // Nobody is to start a funnel over and over by reading its own emails.
      if (funnelId === null ? properties.funnelId === here.funnelId : properties.funnelId !== funnelId) {
        return false;
      }
      if (nodeId !== null && properties.nodeId !== nodeId) return false;
      if (does === "opened") return true;
      if (nodeId !== null && link !== null) return properties.link === link;
      return wanted === "" || plain(properties.url).includes(plain(wanted));
    },
    says(settings) {
      const { does, address: wanted, ...chosen } = detail.mail(settings);
      const which = sayMail(chosen);
      if (does === "opened") return `When they open ${which}`;
      if (chosen.nodeId !== null && chosen.link !== null) {
        return `When they click ${chosen.named.link ? `“${chosen.named.link}”` : "that link"} in ${which}`;
      }
      return `When they click ${wanted ? `a link to “${wanted}”` : "a link"} in ${which}`;
    },
    tells: (settings) =>
      detail.mail(settings).does === "opened"
        ? "Came in by opening an email."
        : "Came in by clicking in an email.",
    issues: (settings, { opens, funnels }) => [
      ...(detail.mail(settings).does === "opened" && opens === "off"
        ? [blocks("Opens are not measured in this workspace, so nobody would enter. Let a click start it.")]
        : []),
      ...mailIssues(detail.mail(settings), funnels),
    ],
    sample(settings) {
      const { funnelId, nodeId, link, address: wanted } = detail.mail(settings);
      const url = wanted || "https://example.org/";
      return { properties: { funnelId: funnelId ?? "", nodeId: nodeId ?? "", link: link ?? "", url } };
    },
  },
  page: {
    label: "when they view a page",
    event: () => "page.viewed",
    fits(settings, fact) {
      const { is, address: given } = detail.page(settings);
      const [wanted, seen] = [address(given), address(String(fact.properties.url ?? ""))];
      if (wanted === "") return false;
      return is === "is"
        ? seen === wanted
        : is === "begins"
          ? seen.startsWith(wanted)
          : seen.includes(wanted);
    },
    says(settings) {
      const { is, address: given } = detail.page(settings);
      if (!given) return "Choose the page that starts this";
      const how = { is: "", begins: "a page that begins with ", contains: "a page with " }[is];
      return `When they view ${how}“${given}”`;
    },
    tells: () => "Came in by viewing a page.",
    issues: (settings) =>
      detail.page(settings).address ? [] : [blocks("Write the address of the page that starts the funnel.")],
    sample: (settings) => ({ properties: { url: detail.page(settings).address } }),
  },
  date: {
    label: "on a date of theirs",
    event: () => DATE_CAME,
    fits: (settings, fact, here) => detail.date(settings).field !== "" && madeForIt(settings, fact, here),
    says: (settings) => sayDateWay(detail.date(settings)),
    tells: (settings) => `Came in by their “${detail.date(settings).field}”.`,
    issues: (settings) =>
      detail.date(settings).field
        ? []
        : [blocks("Name the field that holds the date, for example birthday.")],
    sample: (settings, here) => ({
      properties: { field: detail.date(settings).field, ...sampleForIt(settings, here).properties },
    }),
    repeats: (settings) => detail.date(settings).yearly,
  },
  schedule: {
    label: "at a time you choose",
    event: () => SCHEDULE_CAME,
    fits: madeForIt,
    says: (settings) => saySchedule(detail.schedule(settings)),
    tells: () => "Came in by the schedule.",
    sample: sampleForIt,
    repeats: (settings) => detail.schedule(settings).every !== "once",
  },
  webhook: {
    label: "when another service calls",
    event: () => HOOK_RECEIVED,
    fits: madeForIt,
    says: () => "When another service calls this funnel’s address",
    tells: () => "Came in because another service called.",
    issues: (settings) =>
      detail.hook(settings).email
        ? []
        : [blocks("Say where the email address stands in what the other service sends.")],
    sample: sampleForIt,
  },
  funnel: {
    label: "when another funnel starts it",
    event: () => "funnel.started",
    fits: (_, fact, { funnelId }) => fact.properties.funnelId === funnelId,
    says: () => "When another funnel starts this one",
    tells: () => "Came in from another funnel.",
    sample: (_, { funnelId }) => ({ properties: { funnelId } }),
  },
  hand: {
    label: "when you start it for them",
    event: () => STARTED_BY_HAND,
    says: () => "When a member starts it for them",
    tells: () => "Was started by hand.",
  },
};
