import type { FlowNode } from "@/lib/flow/flow";
import type { JsonValue } from "@/lib/json";

/** What a contact is: their tags in the order in which they came, and their fields. */
export type Being = { tags: string[]; fields: Record<string, JsonValue> };

/** What a change that changed something is told as. */
export type Told = { name: string; properties: Record<string, JsonValue> };

type Changes = Extract<FlowNode, { type: "update-contact" }>["data"]["changes"];

/** Does what an Update contact step says to this contact, in place, and answers what there is to tell of it. */
export function become(being: Being, changes: Changes): Told[] {
  const told: Told[] = [];
  for (const change of changes) {
    if (change.do === "add-tag" || change.do === "remove-tag") {
      const { tag } = change;
      const at = being.tags.indexOf(tag);
      if (tag === "") continue;
      if (change.do === "add-tag" && at < 0) {
        being.tags.push(tag);
        told.push({ name: "tag.added", properties: { tag } });
      }
      if (change.do === "remove-tag" && at >= 0) {
        being.tags.splice(at, 1);
        told.push({ name: "tag.removed", properties: { tag } });
      }
      continue;
    }
    const { field } = change;
    const before = Object.keys(being.fields).includes(field) ? being.fields[field]! : null;
    const value = change.do === "set-field" ? change.value : reckoned(before, change);
    if (field === "" || value === undefined || value === before) continue;
    being.fields[field] = value;
    told.push({ name: "field.changed", properties: { field, value, before } });
  }
  return told;
}

/** Undefined where there is nothing to count with. */
function reckoned(before: JsonValue, change: { do: "raise" | "lower"; by: number }): number | undefined {
  const written = typeof before === "string" && /^-?[0-9]{1,15}([.][0-9]{1,6})?$/.test(before.trim());
  if (before !== null && typeof before !== "number" && !written) return undefined;
  const from = before === null ? 0 : Number(before);
  const to = change.do === "raise" ? from + change.by : from - change.by;
  const rounded = Math.round(to * 1_000_000) / 1_000_000;
  if (rounded > 1e12) return 1e12;
  return rounded < -1e12 ? -1e12 : rounded;
}
