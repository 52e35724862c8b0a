import { sayMoment, sayMomentOrNull } from "@/app/_rest/fields";

/** Moments as the API writes them. */
export const sayMessage = <Row extends { dueAt: number; heldUntil: number | null; settledAt: number | null }>(
  row: Row,
) => ({
  ...row,
  dueAt: sayMoment(row.dueAt),
  heldUntil: sayMomentOrNull(row.heldUntil),
  settledAt: sayMomentOrNull(row.settledAt),
});
