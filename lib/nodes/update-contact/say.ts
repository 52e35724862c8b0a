import type { Evidence, NodeIssue } from "../contract";
import type { ContactChange } from "./settings";

/** Most changes that a card's sentence lists. */
const MOST_LISTED = 3;

const shown = (value: string | number | boolean): string =>
  typeof value === "boolean"
    ? value
      ? "yes"
      : "no"
    : typeof value === "number"
      ? String(value)
      : `“${value}”`;

const isFinished = (one: ContactChange): boolean =>
  "tag" in one ? one.tag !== "" : one.field !== "" && (one.do === "set-field" || one.by > 0);

function sayChange(one: ContactChange): string {
  switch (one.do) {
    case "add-tag":
      return `add the tag “${one.tag}”`;
    case "remove-tag":
      return `remove the tag “${one.tag}”`;
    case "set-field":
      return one.value === "" ? `empty “${one.field}”` : `set “${one.field}” to ${shown(one.value)}`;
    case "raise":
      return `raise “${one.field}” by ${one.by}`;
    case "lower":
      return `lower “${one.field}” by ${one.by}`;
  }
}

/** The sentence on the card. */
export function sayChanges(list: readonly ContactChange[]): string {
  const done = list.filter(isFinished);
  if (done.length === 0) return "Choose what changes";
  const more = done.length - MOST_LISTED;
  const said = done.slice(0, MOST_LISTED).map(sayChange);
  const sentence = more > 0 ? `${said.join(", ")} and ${more} more` : said.join(", ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

export function unfinished(list: readonly ContactChange[]): NodeIssue[] {
  if (list.length === 0)
    return [{ level: "blocks", message: "Say what this step changes about the person." }];
  return list.flatMap((one): NodeIssue[] => {
    if (isFinished(one)) return [];
    if ("tag" in one) {
      return [{ level: "blocks", message: `Name the tag to ${one.do === "add-tag" ? "add" : "remove"}.` }];
    }
    if (one.field === "") {
      return [{ level: "blocks", message: `Name the field to ${one.do === "set-field" ? "set" : one.do}.` }];
    }
    return [{ level: "blocks", message: `Say by how much to ${one.do} “${one.field}”.` }];
  });
}

/** What was changed about somebody, as it went. */
export function tellChanges(list: readonly ContactChange[], { items }: Evidence): string {
  const told = list.flatMap((one, index) => {
    const item = items.find(({ test }) => test === `changes.${index}`);
    return item ? [tell(one, item.value ?? null, item.at !== null)] : [];
  });
  return told.length > 0 ? told.join(" ") : "Nothing was changed.";
}

function tell(one: ContactChange, value: string | number | boolean | null, changed: boolean): string {
  if (one.do === "add-tag")
    return changed ? `Got the tag “${one.tag}”.` : `Had the tag “${one.tag}” already.`;
  if (one.do === "remove-tag") {
    return changed ? `Lost the tag “${one.tag}”.` : `Did not have the tag “${one.tag}”.`;
  }
  if (changed) {
    return value === "" ? `“${one.field}” was emptied.` : `“${one.field}” became ${shown(value ?? "")}.`;
  }
  const is =
    value === null ? "was no number" : value === "" ? "was empty already" : `was ${shown(value)} already`;
  return one.do === "set-field" || one.by === 0
    ? `“${one.field}” ${is}.`
    : `“${one.field}” is no number, so it stayed as it was.`;
}
