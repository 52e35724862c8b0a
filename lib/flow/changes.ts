import type { JsonValue } from "@/lib/json";
import type { Change } from "@/lib/nodes/contract";
import type { Person, Topic } from "./world";

/** What can be changed about a contact. */
export type Changeable = Pick<Person, "tags" | "fields">;

/** What a change that really changed something is told as: an event of the contact. */
export type ChangeFact = {
  name: "tag.added" | "tag.removed" | "field.changed";
  properties: Record<string, JsonValue>;
  topic: Topic;
};

/** What stands in a field; null when nothing does. What every object has of that name is nobody's field. */
export const fieldOf = ({ fields }: Changeable, name: string): JsonValue =>
  Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;

const same = (a: JsonValue, b: JsonValue): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Whether the change would change anything. */
export const changes = (person: Changeable, change: Change): boolean =>
  change.about === "tag"
    ? person.tags.includes(change.tag) !== change.has
    : !same(fieldOf(person, change.field), change.value);

/** The contact after these changes, in order. */
export const changed = (person: Changeable, list: readonly Change[]): Changeable =>
  list.reduce<Changeable>((now, change) => (changes(now, change) ? one(now, change) : now), {
    tags: person.tags,
    fields: person.fields,
  });

function one({ tags, fields }: Changeable, change: Change): Changeable {
  if (change.about === "field") return { tags, fields: { ...fields, [change.field]: change.value } };
  const { tag, has } = change;
  return { tags: has ? [...tags, tag] : tags.filter((other) => other !== tag), fields };
}

/** The events by which changes become known: one for each that really changed something, in order. */
export function factsOfChanges(person: Changeable, list: readonly Change[]): ChangeFact[] {
  let now = person;
  return list.flatMap((change) => {
    if (!changes(now, change)) return [];
    const fact = told(now, change);
    now = one(now, change);
    return [fact];
  });
}

function told(before: Changeable, change: Change): ChangeFact {
  if (change.about === "tag") {
    const { tag, has } = change;
    return { name: has ? "tag.added" : "tag.removed", properties: { tag }, topic: { topic: "tag", tag } };
  }
  const { field, value } = change;
  return {
    name: "field.changed",
    properties: { field, value, before: fieldOf(before, field) },
    topic: { topic: "field", field },
  };
}
