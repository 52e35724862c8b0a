import type { Flow } from "@/lib/flow/flow";
import type { JsonValue } from "@/lib/json";
import type { Own } from "./own";

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
  /** Some of its buttons lead to the business's own website. */
  usesSite: boolean;
  flow(own: Own): Flow;
  /** An event that starts it: for previews, for trying it out, and as an example to copy. */
  example: ExampleEvent;
};
