import { z } from "zod";
import { isStorable } from "@/lib/json";

/** Name of a tag: "VIP", "bought the course". */
export const tagName = z
  .string()
  .trim()
  .min(1, "Name the tag.")
  .max(100, "Names of tags have at most 100 characters.")
  .refine(isStorable, "A text holds a character that cannot be kept. Delete it and type it again.");
