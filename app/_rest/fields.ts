import { z } from "zod";

/** Most rows of one page. */
export const MOST_ROWS = 100;

/** ISO 8601 in universal time, with milliseconds: "2026-03-02T09:00:00.000Z". */
export const moment = z.iso.datetime();

/** Milliseconds since the epoch, as the API writes them. */
export const sayMoment = (instant: number): string => new Date(instant).toISOString();
export const sayMomentOrNull = (instant: number | null): string | null =>
  instant === null ? null : sayMoment(instant);

/** Minor units by currency: `{ "EUR": 4990 }`. */
export const revenue = z.record(z.string(), z.int());

export const count = z.int().min(0);

/** How many rows, and where to go on. */
export const paging = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_ROWS)
    .default(50)
    .describe(`How many at most, 1 to ${MOST_ROWS}.`),
};

/** One page of a list. `nextCursor` is null on the last one. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    data: z.array(row),
    nextCursor: z.string().nullable().describe("Send it as cursor to get the next page; null on the last."),
  });
