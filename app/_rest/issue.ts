import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const kinds: Record<string, string> = {
  string: "a text, in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, in [ ]",
  object: "an object, in { }",
  record: "an object, in { }",
};

/** Sentences for what a schema has no words of its own for. Undefined leaves it to zod. */
export const sayIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "unrecognized_keys": {
      const names = issue.keys.slice(0, 5).map((key) => `“${key.slice(0, 60)}”`);
      return `Not known here: ${names.join(", ")}${issue.keys.length > 5 ? "…" : ""}. Check the spelling, or leave it out.`;
    }
    case "invalid_type":
      if (issue.input === undefined)
        return `This is missing: send ${kinds[issue.expected] ?? issue.expected}.`;
      return `Send ${kinds[issue.expected] ?? issue.expected} here.`;
    case "invalid_value":
      return `Send ${issue.values.length === 1 ? "" : "one of "}${issue.values.map((value) => `“${String(value)}”`).join(", ")} here.`;
    case "too_big":
      if (issue.origin === "string") return `This text has at most ${issue.maximum} characters.`;
      if (issue.origin === "array") return `Send at most ${issue.maximum} at a time.`;
      return `Send at most ${issue.maximum} here.`;
    case "too_small":
      if (issue.origin === "string") return `This text has at least ${issue.minimum} characters.`;
      if (issue.origin === "array") return `Send at least ${issue.minimum}.`;
      return `Send at least ${issue.minimum} here.`;
    case "invalid_format":
      return issue.format === "uuid"
        ? "Send an id as the API gave it, for example 0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10."
        : undefined;
    case "invalid_union":
      return "Nothing of this kind can stand here. The description at /api/v1/openapi.json says what can.";
    default:
      return undefined;
  }
};

/** The first thing that is wrong: a sentence, and the way to the part that is meant. */
export function firstIssue(error: z.core.$ZodError): { message: string; path: PropertyKey[] } {
  const issue = error.issues[0];
  return issue ? meant(issue) : { message: "This does not fit.", path: [] };
}

/** Of a choice between shapes, what is wrong with the one that comes nearest; of unknown fields, the first. */
function meant(issue: Issue): { message: string; path: PropertyKey[] } {
  if (issue.code === "invalid_union") {
    const options = issue.errors.filter((issues) => issues.length > 0);
    const nearest = options.toSorted((a, b) => distance(a) - distance(b))[0]?.[0];
    if (nearest && distance([nearest]) < FAR) {
      const inner = meant(nearest);
      return { message: inner.message, path: [...issue.path, ...inner.path] };
    }
  }
  const key = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return { message: issue.message, path: [...issue.path, ...key] };
}

const FAR = 1_000_000;

/** How little a value was meant to be of this shape: it is of another kind altogether, or has fields it does not know. */
function distance(issues: readonly Issue[]): number {
  let sum = 0;
  for (const { code, path, ...more } of issues) {
    if (path.length > 0) continue;
    if (code === "invalid_type") return FAR;
    if (code === "unrecognized_keys") sum += (more as { keys: string[] }).keys.length;
  }
  return sum;
}
