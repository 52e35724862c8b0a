import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrollment } from "@/db/schema";
import { turnOf, type Woken } from "./hints";

/**
 * A real Inngest forgets an event that comes before its wait is registered. So a wake-up is sent again after so many
 * milliseconds, each counted from the first.
 */
const AGAIN_MS = [1_000, 5_000, 25_000];

type Repeating = {
  send(hints: Woken[]): Promise<void>;
  /** Of these wake-ups, those that nobody has followed yet. */
  stillAwaited(hints: Woken[]): Promise<Woken[]>;
};

/** Sends wake-ups again and again until their turn has moved: whoever was woken by one has taken the next turn. */
export function repeatWakeUps(hints: readonly Woken[], { send, stillAwaited }: Repeating): void {
  let awaited = [...hints];
  const again = async () => {
    if (awaited.length === 0) return;
    // A database that does not answer is no reason not to ring: an old turn matches nothing.
    awaited = await stillAwaited(awaited).catch(() => awaited);
    if (awaited.length > 0) await send(awaited);
  };
  if (awaited.length === 0) return;
  for (const ms of AGAIN_MS) setTimeout(() => void again(), ms).unref();
}

/** By the turns that the enrollments are at now. */
export async function stillAwaited(db: Db, hints: Woken[]): Promise<Woken[]> {
  const rows = await db
    .select({ id: enrollment.id, turn: enrollment.turn })
    .from(enrollment)
    .where(
      and(
        inArray(
          enrollment.id,
          hints.map(({ data }) => data.enrollmentId),
        ),
        eq(enrollment.status, "active"),
      ),
    );
  const now = new Set(rows.map(({ id, turn }) => turnOf(id, turn)));
  return hints.filter(({ data }) => now.has(data.turn));
}
