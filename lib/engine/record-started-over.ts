import "server-only";
import type { Tx } from "@/db/client";
import { act, type enrollment } from "@/db/schema";
import type { GoneOn } from "@/lib/mail/backlog";

type Row = typeof enrollment.$inferSelect;

/**
 * Writes down, as part of a person's path, that their waits at these visits began again because it was chosen when the
 * funnel went on. In the transaction that stores where they are: a wait that began again is not found to have ended twice.
 */
export async function recordStartedOver(
  tx: Tx,
  { workspaceId, id }: Row,
  goneOn: GoneOn | null,
  visits: readonly number[],
): Promise<void> {
  if (goneOn === null || visits.length === 0) return;
  await tx.insert(act).values(
    visits.map((visit) => ({
      workspaceId,
      enrollmentId: id,
      kind: "restarted" as const,
      at: goneOn.at,
      userId: goneOn.by,
      visit,
    })),
  );
}
