import { z } from "zod";
import type { JsonValue } from "@/lib/json";
import { sayDate } from "@/lib/time/say-date";

/** How what stands somewhere is compared. Those of `WITHOUT_VALUE` compare it with nothing. */
export const OPERATORS = [
  "is",
  "is-not",
  "contains",
  "contains-not",
  "is-filled",
  "is-empty",
  "more",
  "less",
  "before",
  "after",
] as const;

export const operator = z.enum(OPERATORS);
export type Operator = z.output<typeof operator>;

const WITHOUT_VALUE: ReadonlySet<Operator> = new Set(["is-filled", "is-empty"]);

/** Whether this comparison needs something to compare with. */
export const takesValue = (one: Operator): boolean => !WITHOUT_VALUE.has(one);

/** What is compared with, as it was typed. */
export const comparedWith = z.string().trim().max(200, "Compare with at most 200 characters.").default("");

/** What an event must say to count. Empty parts are unfinished. */
export const propertyFilter = z.strictObject({
  /** The name of a property; a dot leads into it: "cart.total", "items.sku" (of any item). */
  property: z.string().trim().max(200, "The name of a property has at most 200 characters.").default(""),
  is: operator.default("is"),
  value: comparedWith,
});
export type PropertyFilter = z.output<typeof propertyFilter>;

export const MOST_FILTERS = 5;

/** All of them must hold; none asks for nothing. */
export const propertyFilters = z
  .array(propertyFilter)
  .max(MOST_FILTERS, `Ask for at most ${MOST_FILTERS} properties.`);

type Properties = Readonly<Record<string, JsonValue>>;

/** Whether an event of these properties counts. */
export const fitsAll = (filters: readonly PropertyFilter[], properties: Properties): boolean =>
  filters.every((filter) => compares(filter, valuesAt(properties, filter.property)));

/** What stands at a path: nothing, one value, or those of every item of a list on the way. */
export function valuesAt(properties: Properties, path: string): JsonValue[] {
  // A name may have dots of its own.
  if (Object.hasOwn(properties, path)) return listed(properties[path] ?? null);
  let found: JsonValue[] = [properties as Record<string, JsonValue>];
  for (const name of path.split(".")) {
    found = found.flatMap((one) =>
      one !== null && typeof one === "object" && !Array.isArray(one) && Object.hasOwn(one, name)
        ? listed(one[name] ?? null)
        : [],
    );
  }
  return found;
}

const listed = (value: JsonValue): JsonValue[] => (Array.isArray(value) ? value : [value]);

type Comparison = { is: Operator; value: string };

/**
 * Whether what stands there compares as asked; of several values, one is enough. Letters count the same, large or small.
 * What is missing is empty, and is, contains, precedes and exceeds nothing.
 */
export function compares({ is, value }: Comparison, found: readonly JsonValue[]): boolean {
  const texts = found.flatMap(textOf);
  const wanted = value.toLowerCase();
  switch (is) {
    case "is":
      return texts.some((text) => same(text, wanted));
    case "is-not":
      return !texts.some((text) => same(text, wanted));
    case "contains":
      return texts.some((text) => text.includes(wanted));
    case "contains-not":
      return !texts.some((text) => text.includes(wanted));
    case "is-filled":
      return found.some(isFilled);
    case "is-empty":
      return !found.some(isFilled);
    case "more":
      return texts.some((text) => differ(text, wanted, (a, b) => a > b));
    case "less":
      return texts.some((text) => differ(text, wanted, (a, b) => a < b));
    case "before":
      return texts.some((text) => DAY.test(text) && DAY.test(wanted) && dayOf(text) < dayOf(wanted));
    case "after":
      return texts.some((text) => DAY.test(text) && DAY.test(wanted) && dayOf(text) > dayOf(wanted));
  }
}

const isFilled = (value: JsonValue): boolean =>
  value !== null &&
  (typeof value === "string" ? value.trim() !== "" : typeof value !== "object" || hasAny(value));

const hasAny = (value: object): boolean => Object.keys(value).length > 0;

/** A text, number or boolean in small letters; what has parts has no text of its own. */
const textOf = (value: JsonValue): string[] =>
  value === null || typeof value === "object" || String(value).trim() === ""
    ? []
    : [String(value).trim().toLowerCase()];

/** 42 and 42.0 are the same number, however written. */
const same = (text: string, wanted: string): boolean =>
  text === wanted || differ(text, wanted, (a, b) => a === b);

function differ(text: string, wanted: string, how: (a: number, b: number) => boolean): boolean {
  const [a, b] = [numberOf(text), numberOf(wanted)];
  return a !== null && b !== null && how(a, b);
}

const NUMBER = /^[+-]?\d{1,18}(\.\d{1,18})?$/;
const numberOf = (text: string): number | null => (NUMBER.test(text) ? Number(text) : null);

/** The day that a date or a moment is written with: zones turn nothing round. */
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(t.*)?$/;
const dayOf = (text: string): string => text.slice(0, 10);

/** How a comparison is said after what it is about: "is more than 50". */
export function sayComparison({ is, value }: Comparison): string {
  const day = DAY.test(value.toLowerCase()) ? sayDate(dayOf(value)) : value;
  switch (is) {
    case "is":
      return `is ${value}`;
    case "is-not":
      return `is not ${value}`;
    case "contains":
      return `contains “${value}”`;
    case "contains-not":
      return `does not contain “${value}”`;
    case "is-filled":
      return "is filled in";
    case "is-empty":
      return "is empty";
    case "more":
      return `is more than ${value}`;
    case "less":
      return `is less than ${value}`;
    case "before":
      return `is before ${day}`;
    case "after":
      return `is after ${day}`;
  }
}

/** "“cart.total” is more than 50 and “country” is AT"; empty without filters. */
export const sayFilters = (filters: readonly PropertyFilter[]): string =>
  filters.map((filter) => `“${filter.property}” ${sayComparison(filter)}`).join(" and ");

/** What is unfinished about a comparison, as a sentence to its author; null when nothing is. `name` is what it is about. */
export function comparisonIssue({ is, value }: Comparison, name: string): string | null {
  if (!takesValue(is)) return null;
  if (value === "") return `Say what “${name}” is compared with.`;
  if ((is === "more" || is === "less") && numberOf(value) === null) {
    return `“${name}” is compared as a number. Write one, for example 50.`;
  }
  if ((is === "before" || is === "after") && !DAY.test(value.toLowerCase())) {
    return `“${name}” is compared as a date. Choose one.`;
  }
  return null;
}

/** What is unfinished about filters, as sentences to their author. */
export const filterIssues = (filters: readonly PropertyFilter[]): string[] =>
  filters.flatMap((filter) => {
    if (filter.property === "") return ["Name the property that is compared, for example cart.total."];
    return comparisonIssue(filter, filter.property) ?? [];
  });
