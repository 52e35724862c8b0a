import { z } from "zod";

/** Name of an event: "purchase", "cart.updated", "Lesson completed". */
export const eventName = z
  .string()
  .trim()
  .min(1, "Name the event.")
  .max(100, "Event names have at most 100 characters.")
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]*$/u,
    "Use letters, digits, spaces and . _ : / - in an event’s name.",
  );
