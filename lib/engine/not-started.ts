import "server-only";
import type { Tx } from "@/db/client";
import { notStarted } from "@/db/schema";
import type { NotStarted } from "@/lib/flow/path";
import type { Instant } from "@/lib/flow/world";

/** The visit that would have started them, and when. */
type At = { workspaceId: string; enrollmentId: string; visit: number; at: Instant };

/** Keeps which funnels a step would have started and did not, and why, for whoever looks at the path. */
export async function noteNotStarted(
  tx: Tx,
  visit: At,
  which: readonly { funnelId: string; because: NotStarted }[],
): Promise<void> {
  if (which.length === 0) return;
  await tx
    .insert(notStarted)
    .values(which.map((one) => ({ ...visit, ...one })))
    // Several changes of one step may each have started the same funnel. Once says it.
    .onConflictDoNothing();
}
