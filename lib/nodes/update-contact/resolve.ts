import type { World } from "@/lib/flow/world";
import type { JsonValue } from "@/lib/json";
import type { Change } from "../contract";
import type { ContactChange } from "./settings";

/** What one setting comes to for this contact. `change`: null where all stays as it is. `value`: what is so from then on. */
export type Resolved = { topic: string; value: string | number | boolean | null; change: Change | null };

/** Numbers are kept between minus and plus a million million, to six decimals. */
const LARGEST = 1e12;
const DECIMALS = 1e6;

/** What each setting comes to, in order: a later one sees what those before it have changed. Unfinished ones do nothing. */
export function resolved(
  list: readonly ContactChange[],
  world: Pick<World, "tagged" | "field">,
): (Resolved | null)[] {
  const tags = new Map<string, boolean>();
  const fields = new Map<string, JsonValue>();
  return list.map((one) => {
    if ("tag" in one) {
      if (one.tag === "") return null;
      const has = one.do === "add-tag";
      const had = tags.get(one.tag) ?? world.tagged(one.tag);
      tags.set(one.tag, has);
      const change: Change = { about: "tag", tag: one.tag, has };
      return { topic: `tag:${one.tag}`, value: has, change: had === has ? null : change };
    }
    if (one.field === "") return null;
    const before = fields.get(one.field) ?? world.field(one.field);
    const value = one.do === "set-field" ? one.value : counted(before, one.do === "raise" ? one.by : -one.by);
    const topic = `field:${one.field}`;
    if (value === null || value === before) return { topic, value: scalar(before), change: null };
    fields.set(one.field, value);
    return { topic, value, change: { about: "field", field: one.field, value } };
  });
}

/** The number after adding; nothing counts as 0, text that is written as a number as that. Null for anything else. */
function counted(before: JsonValue, by: number): number | null {
  const from = before === null ? 0 : numberIn(before);
  if (from === null) return null;
  const sum = Math.round((from + by) * DECIMALS) / DECIMALS;
  return Math.min(LARGEST, Math.max(-LARGEST, sum));
}

function numberIn(value: JsonValue): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\s*-?\d{1,15}(\.\d{1,6})?\s*$/.test(value) ? Number(value) : null;
}

const scalar = (value: JsonValue): Resolved["value"] =>
  value !== null && typeof value === "object" ? null : value;
