import type { FlowNode } from "@/lib/flow/flow";
import type { JsonValue } from "@/lib/json";

type Rule = Extract<FlowNode, { type: "condition" }>["data"]["rule"];
type Test = Rule["groups"][number]["tests"][number];
export type Filter = Extract<Test, { test: "happened" }>["where"][number];
type Comparison = Pick<Filter, "is" | "value">;

/** Whether an object says what a filter asks of it. Written from docs/journey.md, rule 6, alone. */
export function says(thing: Record<string, JsonValue>, { property, ...comparison }: Filter): boolean {
  return isLike(
    Object.hasOwn(thing, property) ? one(thing[property]) : below(thing, property.split(".")),
    comparison,
  );
}

const one = (value: JsonValue | undefined): JsonValue[] =>
  value === undefined ? [] : Array.isArray(value) ? [...value] : [value];

function below(value: JsonValue | undefined, steps: readonly string[]): JsonValue[] {
  const [step, ...rest] = steps;
  if (step === undefined) return one(value);
  if (Array.isArray(value)) return value.flatMap((item) => (Array.isArray(item) ? [] : below(item, steps)));
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return [];
  return below(value[step], rest);
}

/** The values that stand somewhere, compared. */
export function isLike(values: readonly JsonValue[], { is, value: asked }: Comparison): boolean {
  const written = values
    .filter((value) => value !== null && typeof value !== "object")
    .map((value) => `${value}`.trim().toLowerCase())
    .filter((text) => text.length > 0);
  const wish = asked.toLowerCase();
  const day = (text: string) =>
    /^\d\d\d\d-\d\d-\d\d(?:$|t)/.test(text) && isDay(text) ? text.slice(0, 10) : null;
  const isDay = (text: string) => Number(text.slice(5, 7)) % 13 > 0 && Number(text.slice(8, 10)) % 32 > 0;
  const number = (text: string) =>
    /^[-+]?[0-9]+(?:[.][0-9]+)?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  const equal = (text: string) => text === wish || number(text) === number(wish);
  switch (is) {
    case "is":
      return written.some(equal);
    case "is-not":
      return written.every((text) => !equal(text));
    case "contains":
      return written.some((text) => text.indexOf(wish) >= 0);
    case "contains-not":
      return written.every((text) => text.indexOf(wish) < 0);
    case "more":
      return written.some((text) => number(text) > number(wish));
    case "less":
      return written.some((text) => number(text) < number(wish));
    case "before":
    case "after": {
      const to = day(wish);
      return written.some((text) => {
        const from = day(text);
        return from !== null && to !== null && (is === "before" ? from < to : from > to);
      });
    }
    case "is-empty":
    case "is-filled": {
      const full = values.some((value) =>
        value !== null && typeof value === "object"
          ? Object.keys(value).length > 0
          : `${value ?? ""}`.trim().length > 0,
      );
      return full === (is === "is-filled");
    }
  }
}
