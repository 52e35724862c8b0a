import "server-only";
import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { adAudience, audienceCall, audienceMember, contact } from "@/db/schema";
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
 * is on, and of removals that the old one did not take or, since it was taken away, was not told of. Whoever it was told of
 * as removed already is nobody's business there. False: it was to be its first, and it has another one already.
 */
export async function setAudienceAddress(
  engine: Engine,
  { url, first = false, ...which }: Which & { url: string | null; first?: boolean },
): Promise<boolean> {
  const { workspaceId, name } = which;
  const done = await engine.db.transaction(async (tx) => {
    await lockAudiences(tx, workspaceId, "giving an address");
    const audience = and(eq(adAudience.workspaceId, workspaceId), eq(adAudience.name, name));
    if (url === null) {
      await tx.delete(adAudience).where(audience);
      await layAside(tx, which);
      return true;
    }
    const [other] = first
      ? await tx
          .select({ name: adAudience.name })
          .from(adAudience)
          .where(and(audience, ne(adAudience.url, url)))
      : [];
    if (other) return false;
    const changed = await tx
      .insert(adAudience)
      .values({ workspaceId, name, url })
      .onConflictDoUpdate({
        target: [adAudience.workspaceId, adAudience.name],
        set: { url, filledTo: null, filled: false, restsUntil: null },
        setWhere: ne(adAudience.url, url),
      })
      .returning({ name: adAudience.name });
    if (changed.length === 0) return true;
    const isOn = sql`exists (select from ${audienceMember} m
      join ${contact} c on c.workspace_id = m.workspace_id and c.id = m.contact_id
      where m.workspace_id = ${workspaceId} and m.audience = ${name} and m.contact_id = ${audienceCall.contactId}
        and m.state = 'on' and c.may_advertise)`;
    // Who is on is written anew, a turn at a time (fill-audiences.ts).
    await tx
      .delete(audienceCall)
      .where(
        and(callsOf(which), or(and(eq(audienceCall.state, "off"), eq(audienceCall.progress, "done")), isOn)),
      );
    // The rest is removals. They wait for no funnel.
    await tx
      .update(audienceCall)
      // What the old address says of a call that is on its way is not the new one's word.
      .set({ ...afresh(engine.clock()), callId: sql`gen_random_uuid()`, funnelId: null })
      .where(callsOf(which));
    return true;
  });
  if (done) await engine.hint([errandsWait]);
  return done;
}

/** Keeps of an audience without an address only whom a next one must be told of as removed, should they be by then. */
async function layAside(tx: Tx, which: Which): Promise<void> {
  const toldOfRemoval = and(eq(audienceCall.state, "off"), eq(audienceCall.progress, "done"));
  await tx
    .delete(audienceCall)
    .where(
      and(callsOf(which), or(toldOfRemoval, eq(audienceCall.known, false), isNull(audienceCall.contactId))),
    );
  await tx
    .update(audienceCall)
    .set({ progress: "failed", reason: null })
    .where(and(callsOf(which), eq(audienceCall.progress, "open")));
}

/** Tells the address again what it did not take, under the same ids, and at once. */
export async function tellAudienceAgain(engine: Engine, which: Which): Promise<void> {
  await engine.db
    .update(adAudience)
    .set({ restsUntil: null })
    .where(and(eq(adAudience.workspaceId, which.workspaceId), eq(adAudience.name, which.name)));
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
