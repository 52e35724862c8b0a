import { sayMoment, sayMomentOrNull } from "@/app/_rest/fields";

/** Moments as the API writes them. */
export const sayMessage = <Row extends { dueAt: number; settledAt: number | null }>(row: Row) => ({
  ...row,
  dueAt: sayMoment(row.dueAt),
  settledAt: sayMomentOrNull(row.settledAt),
});
