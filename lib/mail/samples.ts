import type { JsonValue } from "@/lib/json";
import {
  addressOf,
  type Body,
  type Inline,
  type Line,
  type LinkTarget,
  linesOf,
  mergeLabel,
  singleBlocks,
} from "./document";
import type { Look, MergeValues } from "./merge";

export type Written = { subject: Line; preview: Line; body: Body };

/** What a preview knows that no path says. */
type Known = {
  /** A picture to show for an item; without one the place of pictures stays empty. */
  picture?: string | undefined;
};

/**
 * Somebody to preview an email for: believable values for every tag it uses, and two items in every list. `real`
 * (the last event, a chosen contact) is used as it is, so that what is missing there shows its fallback, as it will when sending.
 */
export function sampleValues(
  written: Written,
  real: Partial<MergeValues> = {},
  { picture }: Known = {},
): MergeValues {
  const contact: MergeValues["contact"] = {
    name: "Anna Berg",
    firstName: "Anna",
    email: "anna.berg@example.org",
    fields: {},
  };
  // Amounts are in it; a list's own items win over what their list is called elsewhere.
  const event: Record<string, JsonValue> = { currency: "EUR" };
  for (const block of written.body) {
    if (block.type !== "repeat") continue;
    const used = usesOf({ subject: [], preview: [], body: [block] }).filter(({ path }) =>
      path.startsWith("item."),
    );
    const items = [0, 1].map((nth) => {
      const item: Record<string, JsonValue> = {};
      for (const use of used) {
        const sample = use.picture ? picture : sampleOf(use, nth);
        if (sample !== undefined) plant(item, stepsOf(use.path), sample);
      }
      return Object.keys(item).length > 0 ? item : (sampleOf({ path: "item.title" }, nth) ?? "");
    });
    plant(event, stepsOf(block.list), items);
  }
  const dates: Record<string, string> = {};
  const answer: Record<string, JsonValue> = {};
  for (const use of usesOf(written)) {
    const sample = use.picture ? picture : sampleOf(use, 0);
    if (sample === undefined) continue;
    if (use.path.startsWith("contact.fields.")) plant(contact.fields, use.path.split(".").slice(2), sample);
    else if (use.path.startsWith("dates.")) dates[use.path.slice("dates.".length)] = "12 Mar 2026, 18:00";
    else if (use.path.startsWith("event.")) plant(event, stepsOf(use.path), sample);
    else if (use.path.startsWith("answer.")) plant(answer, stepsOf(use.path), sample);
  }
  return {
    contact: real.contact ?? contact,
    event: real.event ?? event,
    dates: real.dates ?? dates,
    answer: real.answer ?? answer,
  };
}

/** Every merge path an email uses, in its text, as the target of a link or as the place of a picture. */
export const pathsOf = (written: Written): string[] => [...new Set(usesOf(written).map(({ path }) => path))];

type Use = { path: string; as?: Look; picture?: true };

function usesOf({ subject, preview, body }: Written): Use[] {
  const found: Use[] = [];
  const leads = (target: LinkTarget | undefined) => {
    const to = target === undefined ? "" : addressOf(target);
    if (typeof to === "object") found.push({ path: to.path });
  };
  const take = (part: Inline | Line[number]) => {
    if (part.type === "merge") found.push({ path: part.path, as: part.as });
    if ("link" in part) leads(part.link);
  };
  subject.forEach(take);
  preview.forEach(take);
  for (const block of singleBlocks(body)) {
    if ("link" in block) leads(block.link);
    if (block.type === "row" && block.picture) found.push({ path: block.picture, picture: true });
    linesOf(block).flat().forEach(take);
  }
  return found;
}

/** The names to go along below what a path begins with. What every object has is none of ours to plant. */
function stepsOf(path: string): string[] {
  const steps = path.split(".").slice(1);
  return steps.some((step) => step === "__proto__" || step === "constructor" || step === "prototype")
    ? []
    : steps;
}

function plant(into: Record<string, JsonValue>, steps: readonly string[], value: JsonValue): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (rest.length === 0) {
    // A path that also goes deeper (`event.cart` beside `event.cart.total`) keeps what is inside.
    if (!Object.hasOwn(into, step)) into[step] = value;
    return;
  }
  const known = Object.hasOwn(into, step) ? into[step] : undefined;
  const inner = typeof known === "object" && known !== null && !Array.isArray(known) ? known : {};
  into[step] = inner;
  plant(inner, rest, value);
}

/** First match on the words of a path ("cart url", "total") wins. The second of two items takes the second sample, if there is one. */
const SAMPLES: readonly [RegExp, string, string?][] = [
  [/\b(url|link|href|website)\b/, "https://example.org/your-cart"],
  [/\b(e-?mail)\b/, "anna.berg@example.org"],
  [/\b(currency)\b/, "EUR"],
  [/\b(price|amount)\b/, "89.00", "14.50"],
  [/\b(total|value|sum|subtotal|discount)\b/, "118.00"],
  [/\b(quantity)\b/, "1", "2"],
  [/\b(count|number of|seats|items)\b/, "2"],
  [/\b(phone|mobile)\b/, "+49 30 1234567"],
  [/\b(time|hour)\b/, "18:30"],
  [/\b(date|day|until|deadline|expires|starts|ends)\b/, "12 March"],
  [/\b(city|town)\b/, "Lisbon"],
  [/\b(country)\b/, "Portugal"],
  [/\b(company|organi[sz]ation|shop|store)\b/, "Berg & Daughters"],
  [/\b(product|item|title)\b/, "Walking shoes", "Wool socks"],
  [/\b(plan|course|webinar)\b/, "Spring course"],
  [/\b(coupon|code|voucher)\b/, "SPRING10"],
  [/\b(id|order|reference|number)\b/, "10482"],
  [/\b(name)\b/, "Anna Berg"],
];

function sampleOf({ path, as }: Use, nth: number): JsonValue | undefined {
  if (as === "money") return path.startsWith("item") ? [8_900, 1_450][nth] : 11_800;
  // An event's own value is printed with its currency.
  if (path === "event.value") return "€118.00";
  const words = mergeLabel(path);
  const known = path === "item.name" ? "title" : words;
  const sample = SAMPLES.find(([pattern]) => pattern.test(known));
  return sample ? ((nth === 1 ? sample[2] : undefined) ?? sample[1]) : words;
}
