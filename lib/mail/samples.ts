import type { JsonValue } from "@/lib/json";
import { type Body, type Inline, type Line, mergeLabel } from "./document";
import type { MergeValues } from "./merge";

type Written = { subject: Line; preview: Line; body: Body };

/**
 * Somebody to preview an email for: believable values for every tag it uses. `real` (the last event, a chosen
 * contact) is used as it is, so that what is missing there shows its fallback, as it will when sending.
 */
export function sampleValues(written: Written, real: Partial<MergeValues> = {}): MergeValues {
  const contact: MergeValues["contact"] = {
    name: "Anna Berg",
    firstName: "Anna",
    email: "anna.berg@example.org",
    fields: {},
  };
  const event: Record<string, JsonValue> = {};
  for (const path of pathsOf(written)) {
    const steps = path.split(".");
    if (steps.some((step) => step === "__proto__" || step === "constructor" || step === "prototype"))
      continue;
    if (path.startsWith("contact.fields.")) plant(contact.fields, steps.slice(2), sampleOf(path));
    else if (path.startsWith("event.")) plant(event, steps.slice(1), sampleOf(path));
  }
  return { contact: real.contact ?? contact, event: real.event ?? event };
}

/** Every merge path an email uses, in its text or as the target of a link. */
export function pathsOf({ subject, preview, body }: Written): string[] {
  const found = new Set<string>();
  const take = (part: Inline | Line[number]) => {
    if (part.type === "merge") found.add(part.path);
    if ("link" in part && typeof part.link === "object") found.add(part.link.path);
  };
  subject.forEach(take);
  preview.forEach(take);
  for (const block of body) {
    if ("link" in block && typeof block.link === "object") found.add(block.link.path);
    if ("content" in block) block.content.forEach(take);
    if (block.type === "list") block.items.flat().forEach(take);
  }
  return [...found];
}

function plant(into: Record<string, JsonValue>, steps: readonly string[], value: string): void {
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

/** First match on the words of the path's last name ("cart url", "total") wins. */
const SAMPLES: readonly [RegExp, string][] = [
  [/\b(url|link|href|website)\b/, "https://example.org/your-cart"],
  [/\b(e-?mail)\b/, "anna.berg@example.org"],
  [/\b(currency)\b/, "EUR"],
  [/\b(total|price|amount|value|sum|subtotal|discount)\b/, "49.00"],
  [/\b(count|quantity|number of|seats|items)\b/, "2"],
  [/\b(phone|mobile)\b/, "+49 30 1234567"],
  [/\b(time|hour)\b/, "18:30"],
  [/\b(date|day|until|deadline|expires|starts|ends)\b/, "12 March"],
  [/\b(city|town)\b/, "Lisbon"],
  [/\b(country)\b/, "Portugal"],
  [/\b(company|organi[sz]ation|shop|store)\b/, "Berg & Daughters"],
  [/\b(product|item|title)\b/, "Walking shoes"],
  [/\b(plan|course|webinar)\b/, "Spring course"],
  [/\b(coupon|code|voucher)\b/, "SPRING10"],
  [/\b(id|order|reference|number)\b/, "10482"],
  [/\b(name)\b/, "Anna Berg"],
];

function sampleOf(path: string): string {
  const words = mergeLabel(path);
  return SAMPLES.find(([pattern]) => pattern.test(words))?.[1] ?? words;
}
