import type { Happening } from "@/lib/flow/happenings";
import type { JsonValue } from "@/lib/json";
import { sayMoney } from "@/lib/money";

/** What is pretended: "Pretend I bought", "Pretend “lesson.done” happened". */
export function sayHappening({ name, properties, about }: Happening): string {
  switch (name) {
    case "purchase":
      return "Pretend I bought";
    case "form.submitted":
      return about ? `Pretend I sent the form of “${about}”` : "Pretend I sent a form";
    case "tag.added":
      return typeof properties.tag === "string" && properties.tag !== ""
        ? `Pretend I got the tag “${properties.tag}”`
        : "Pretend I got a tag";
    default:
      return `Pretend “${name}” happened`;
  }
}

/** What tells it from others of its name: "“Course” for €49.00", "course: yoga · plan: pro". */
export function sayItsDetails({ name, properties, value, currency }: Happening): string | undefined {
  if (name === "form.submitted" || name === "tag.added") return undefined;
  if (value !== null && currency !== null) {
    const { product } = properties;
    return `${typeof product === "string" ? `“${product}” for ` : ""}${sayMoney(value, currency)}`;
  }
  const said = leaves(properties).map(([property, text]) => `${property}: ${text}`);
  return said.length > 0 ? said.join(" · ") : undefined;
}

/** Properties within properties are named as filters name them: "cart.plan". */
const leaves = (properties: Readonly<Record<string, JsonValue>>, above = ""): [string, string][] =>
  Object.entries(properties).flatMap(([name, value]): [string, string][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? leaves(value, `${above}${name}.`)
      : [[`${above}${name}`, String(value)]],
  );
