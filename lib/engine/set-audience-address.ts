import "server-only";
import { and, eq, gt, ne, or } from "drizzle-orm";
import { adAudience, audienceCall } from "@/db/schema";
import type { Engine } from "./engine";
import { errandsWait } from "./hints";
import { lockAudiences } from "./note-standing";

type Which = { workspaceId: string; name: string };

const callsOf = ({ workspaceId, name }: Which) =>
  and(eq(audienceCall.workspaceId, workspaceId), eq(audienceCall.audience, name));

const afresh = (now: number) => ({
  progress: "open" as const,
  reason: null,
  attempts: 0,
  nextAttemptAt: now,
  leasedUntil: null,
});

/**
 * Gives an ad audience the address that is told of it, or takes it away (null). A new address is first told of everybody who
 * is on, and of removals that the old one did not take. Whoever it was told of as removed already is nobody's business there.
 */
export async function setAudienceAddress(
  engine: Engine,
  { url, ...which }: Which & { url: string | null },
): Promise<void> {
  const { workspaceId, name } = which;
  await engine.db.transaction(async (tx) => {
    await lockAudiences(tx, workspaceId, "giving an address");
    if (url === null) {
      await tx
        .delete(adAudience)
        .where(and(eq(adAudience.workspaceId, workspaceId), eq(adAudience.name, name)));
      await tx.delete(audienceCall).where(callsOf(which));
      return;
    }
    const changed = await tx
      .insert(adAudience)
      .values({ workspaceId, name, url })
      .onConflictDoUpdate({
        target: [adAudience.workspaceId, adAudience.name],
        set: { url, filledTo: null, filled: false },
        setWhere: ne(adAudience.url, url),
      })
      .returning({ name: adAudience.name });
    if (changed.length === 0) return;
    // Who is on is written anew, a turn at a time (fill-audiences.ts).
    await tx
      .delete(audienceCall)
      .where(and(callsOf(which), or(eq(audienceCall.state, "on"), eq(audienceCall.progress, "done"))));
    await tx.update(audienceCall).set(afresh(engine.clock())).where(callsOf(which));
  });
  await engine.hint([errandsWait]);
}

/** Tells the address again what it did not take, under the same ids. */
export async function tellAudienceAgain(engine: Engine, which: Which): Promise<void> {
  await engine.db
    .update(audienceCall)
    .set(afresh(engine.clock()))
    .where(
      and(
        callsOf(which),
        or(
          eq(audienceCall.progress, "failed"),
          and(eq(audienceCall.progress, "open"), gt(audienceCall.attempts, 0)),
        ),
      ),
    );
  await engine.hint([errandsWait]);
}
