import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { enrollment } from "@/db/schema";
import type { Engine } from "./engine";

/** After so many generations in a row that failed, a person is stuck: shown, and left alone until somebody retries. */
export const MOST_FAILURES = 5;

/** Notes that a whole generation could not advance this enrollment. */
export async function recordFailure(
  engine: Engine,
  input: { workspaceId: string; enrollmentId: string; generation: number; message: string },
): Promise<void> {
  await engine.db
    .update(enrollment)
    .set({
      failures: sql`${enrollment.failures} + 1`,
      stuck: sql`${enrollment.failures} + 1 >= ${MOST_FAILURES}`,
      failure: input.message.slice(0, 1_000),
      // The next generation comes later each time.
      armedFor: engine.clock(),
    })
    .where(
      and(
        eq(enrollment.workspaceId, input.workspaceId),
        eq(enrollment.id, input.enrollmentId),
        eq(enrollment.generation, input.generation),
        eq(enrollment.status, "active"),
      ),
    );
}
