import { z } from "zod";

/** What a date of a funnel is called where texts, links and waits name it: "close", "webinar". */
export const dateName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "Name a date with small letters, digits and _, for example close.")
  .refine((text) => !(text in {}), "This name is reserved.");
