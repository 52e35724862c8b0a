import { murmur } from "./murmur";

/** Whose path is asked for, and where. */
export type Who = { funnelId: string; nodeId: string; contactId: string };

/**
 * Which of these paths a contact takes, as its index, in proportion to the shares. Always the same for the same contact
 * at the same step of the same funnel, and independent of what they take at another. The paths lie side by side on one
 * stretch, in order, and a contact has a fixed place on it: when shares change, only those between the old and the
 * new borders change paths. The way is laid down in docs/journey.md and pinned by a test, since another one would send
 * people elsewhere.
 */
export function drawnPath(shares: readonly number[], { funnelId, nodeId, contactId }: Who): number {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  // A place of 32 bits times a sum this small is exact.
  const place = (murmur([funnelId, nodeId, contactId].join("\0")) / 2 ** 32) * whole;
  let border = 0;
  for (const [index, share] of shares.entries()) {
    border += share;
    if (place < border) return index;
  }
  return 0;
}
