import { mergePath } from "@/lib/mail/document";

/** What a chip can be filled from. `named` ones need a name besides. */
export const SOURCES = [
  { value: "contact.firstName", label: "First name", named: false },
  { value: "contact.name", label: "Full name", named: false },
  { value: "contact.email", label: "Email address", named: false },
  { value: "field", label: "A field of the contact", named: true },
  { value: "event", label: "A property of the event that started this", named: true },
  { value: "answer", label: "The answer of a Webhook step", named: true },
  { value: "date", label: "A date of this funnel", named: true },
  { value: "item", label: "A property of the item", named: true },
] as const;

export type Source = (typeof SOURCES)[number]["value"];

/** What can be asked for there: something of an item only where one is being printed. */
export const sourcesFor = ({ inList }: { inList: boolean }) =>
  SOURCES.filter(({ value }) => inList || value !== "item");

export type Asked = { source: Source; name: string };

const PREFIX: Partial<Record<Source, string>> = {
  field: "contact.fields.",
  event: "event.",
  answer: "answer.",
  date: "dates.",
  item: "item.",
};

/** What a stored path asks for. */
export function askedBy(path: string): Asked {
  if (path === "item") return { source: "item", name: "" };
  for (const source of ["field", "event", "answer", "date", "item"] as const) {
    const prefix = PREFIX[source] ?? "";
    if (path.startsWith(prefix)) return { source, name: path.slice(prefix.length) };
  }
  const known = SOURCES.find((source) => source.value === path);
  return { source: known?.value ?? "contact.firstName", name: "" };
}

/** The path to store, or null while the name is missing or cannot be one. */
export function pathFor({ source, name }: Asked): string | null {
  // In a list of plain words the item itself is what one wants.
  if (source === "item" && name.trim() === "") return "item";
  const path = `${PREFIX[source] ?? ""}${PREFIX[source] === undefined ? source : name.trim()}`;
  const parsed = mergePath.safeParse(path);
  return parsed.success ? parsed.data : null;
}
