import { z } from "zod";
import { tagName } from "@/lib/flow/tag-name";
import { isStorable, propertyName } from "@/lib/json";

export const MOST_CHANGES = 10;
/** Most that a number is raised or lowered by at once. */
export const MOST_BY = 1_000_000_000;

const tag = z.union([z.literal(""), tagName]);
const field = z.union([z.literal(""), propertyName]);
const by = z
  .number("Say by how much, with a number.")
  .min(0, "Write a number above 0; to go the other way, choose “Lower a number”.")
  .max(MOST_BY, "A number changes by at most 1,000,000,000 at once.");
const value = z.union([
  z.string().max(500, "A field holds at most 500 characters.").refine(isStorable),
  z.number(),
  z.boolean(),
]);

const change = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("add-tag"), tag }),
  z.strictObject({ do: z.literal("remove-tag"), tag }),
  z.strictObject({ do: z.literal("set-field"), field, value }),
  z.strictObject({ do: z.literal("raise"), field, by }),
  z.strictObject({ do: z.literal("lower"), field, by }),
]);
export type ContactChange = z.output<typeof change>;

export const updateContactSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  changes: z
    .array(change)
    .max(MOST_CHANGES, `One step changes at most ${MOST_CHANGES} things. Add another step.`)
    .default([{ do: "add-tag", tag: "" }]),
});
export type UpdateContactSettings = z.output<typeof updateContactSettings>;
