import { z } from "zod";

/** The header by which a request that makes something can be sent again. */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, `${IDEMPOTENCY_KEY} has 1 to 200 letters, digits and signs, without blanks.`)
  .describe(
    "Chosen by you, for example a random UUID: sent again with the same key within 24 hours, the same request makes nothing new and gets the same answer.",
  );
