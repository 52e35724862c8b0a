import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment } from "@/db/schema";
import { testKey } from "@/lib/flow/entry";
import { pathByJourneyClock } from "@/lib/flow/journey-clock";
import type { TestRun } from "@/lib/flow/test-run";
import { findPath } from "./path";

/** A member's test of a funnel, under way or over. Null when they never began one. */
export async function findTestRun(
  db: Db,
  { workspaceId, funnelId, userId }: { workspaceId: string; funnelId: string; userId: string },
): Promise<TestRun | null> {
  const [row] = await db
    .select({
      id: enrollment.id,
      enteredAt: enrollment.enteredAt,
      speed: enrollment.speed,
      dueAt: enrollment.dueAt,
      failure: enrollment.failure,
    })
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, true),
        eq(enrollment.entryKey, testKey(userId)),
      ),
    );
  const path = row && (await findPath(db, { workspaceId, enrollmentId: row.id, test: true }));
  if (!row || !path) return null;
  const { enrollmentId: _id, contact: _contact, funnel: _funnel, versionNumber: _number, ...walked } = path;
  const { failure, ...rest } = row;
  return {
    ...rest,
    // A mail that cannot even be made ready waits for somebody; in a test, that is the member.
    trouble: failure ?? (walked.mail?.state === "held" ? walked.mail.reason : null),
    path: pathByJourneyClock({ ...walked, paused: false }, rest),
  };
}
