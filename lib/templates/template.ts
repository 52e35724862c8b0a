import type { Flow } from "@/lib/flow/flow";
import type { JsonValue } from "@/lib/json";

/** What a template says in the words of the business that uses it. */
export type Own = {
  /** As readers know it: "Berg & Daughters". */
  business: string;
  /** Its website, where the buttons lead: an http(s) address. Null: they lead to a stand-in until somebody changes them. */
  site: string | null;
};

/** An event as a shop or a form sends it. `value` is in minor units of `currency`. */
export type ExampleEvent = {
  name: string;
  properties: Record<string, JsonValue>;
  value?: number;
  currency?: string;
};

/** A complete funnel without people: steps, emails and form, ready to change and publish. */
export type Template = {
  /** Kept with what was made from it, so it never changes. */
  id: string;
  name: string;
  /** What it does, in one sentence. */
  about: string;
  /** How people come into it, in one sentence. */
  starts: string;
  flow(own: Own): Flow;
  /** An event that starts it: for previews, for trying it out, and as an example to copy. */
  example: ExampleEvent;
};
