import type { JsonValue } from "@/lib/json";
import { currency, sayMoney } from "@/lib/money";
import { harmless } from "./tokens";

/** What an email can print about one person and the event that started their enrollment. */
export type MergeValues = {
  contact: {
    name: string | null;
    firstName: string | null;
    email: string;
    fields: Record<string, JsonValue>;
  };
  event: Record<string, JsonValue>;
  /** Dates of the funnel by name, as this person reads them. */
  dates?: Record<string, string>;
  /** What the Webhook steps before were answered; of the same name, the last. */
  answer?: Record<string, JsonValue>;
  /** Inside a repeating block: the item being printed. */
  item?: JsonValue;
};

/** Minor units beside or inside something that names their currency. */
export type Look = "money" | undefined;

/**
 * What `path` (see `mergePath`) says about this person, as one line of text. Null when there is nothing
 * to print: absent, empty, a list or an object, or an amount whose currency is not known; the tag's fallback stands in.
 */
export function valueAt(values: MergeValues, path: string, as?: Look): string | null {
  const { contact } = values;
  if (path === "contact.email") return printed(contact.email);
  if (path === "contact.name") return printedName(contact.name);
  if (path === "contact.firstName") {
    return printedName(contact.firstName) ?? firstNameOf(printedName(contact.name));
  }
  const { value, around } = found(values, path);
  return as === "money" && typeof value === "number" ? printedMoney(value, around) : printed(value);
}

/** The items of the list at `path`. Nothing that could not be printed: what is neither text, number nor object is left out. */
export function itemsAt(values: MergeValues, path: string): JsonValue[] {
  const { value } = found(values, path);
  if (!Array.isArray(value)) return [];
  return value.filter((item) => item !== null && !Array.isArray(item) && item !== "");
}

/** What stands at a path, and the objects around it, the innermost first. */
function found(values: MergeValues, path: string): { value: JsonValue | undefined; around: JsonValue[] } {
  const fields = "contact.fields.";
  const field = path.startsWith(fields);
  const [root = "", ...steps] = field ? [fields, path.slice(fields.length)] : path.split(".");
  const around: JsonValue[] = [];
  let value: JsonValue | undefined;
  if (field) value = values.contact.fields;
  else if (root === "event") value = values.event;
  else if (root === "dates") value = values.dates;
  else if (root === "answer") value = values.answer ?? {};
  else if (root === "item") {
    value = values.item;
    around.push(values.event);
  }
  for (const step of steps) {
    if (value !== undefined) around.unshift(value);
    value = own(value, step);
  }
  return { value, around };
}

/** Only what the sender gave: an object's own property, never one of its prototype. */
function own(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, JsonValue>)[key];
}

function printed(value: JsonValue | undefined): string | null {
  if (typeof value === "boolean") return value ? "yes" : "no";
  // 12 digits keep every amount and drop the noise of binary fractions (0.30000000000000004).
  if (typeof value === "number") return Number.isFinite(value) ? String(Number(value.toPrecision(12))) : null;
  if (typeof value !== "string") return null;
  return harmless(value.replace(/\s+/g, " ")).trim() || null;
}

function printedMoney(minor: number, around: readonly JsonValue[]): string | null {
  const code = around.map((one) => own(one, "currency")).find((one) => typeof one === "string");
  const known = currency.safeParse(typeof code === "string" ? code.trim().toUpperCase() : undefined);
  // A part of a cent says that these are no minor units: rather no price than a wrong one.
  return known.success && Number.isSafeInteger(minor) ? sayMoney(minor, known.data) : null;
}

/**
 * Names come from open forms, where strangers type other people's addresses with an advertisement as the name.
 * A name that holds a web address is not one.
 */
export const isAdvertisement = (name: string): boolean => /:\/\/|www\.|[\w-]\.[a-z]{2,}\//i.test(name);

function printedName(name: string | null): string | null {
  const text = printed(name);
  return text && text.length <= 100 && !isAdvertisement(text) ? text : null;
}

const TITLES = /^((dr|prof|mr|mrs|ms|miss|mx|herr|frau|mme|mlle|sr|sra)\.?\s+)+/i;
// Family name first, and a name cut in two is an affront: the whole name is the greeting.
const UNCUT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** "Dr. Anna Berg" and "Berg, Anna" are Anna; "山田 太郎" stays whole. */
export function firstNameOf(name: string | null): string | null {
  const given = name?.includes(",") ? name.slice(name.indexOf(",") + 1) : name;
  const plain = given?.trim().replace(TITLES, "");
  if (!plain) return null;
  return UNCUT.test(plain) ? plain : (plain.split(/\s+/)[0] ?? null);
}
