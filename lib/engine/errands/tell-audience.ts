import "server-only";
import { and, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { adAudience, audienceCall, audienceMember, contact, workspaceSettings } from "@/db/schema";
import type { Engine } from "../engine";
import { lockContact } from "../lock-contact";
import { type Came, type SignedCall, signedCall } from "../web/signed-call";
import { LEASE_S, pauseAfter } from "./again";
import type { DueAudienceCall } from "./due-audience-calls";

type Call = typeof audienceCall.$inferSelect;

/**
 * Tells one address of an ad audience where one person stands. Right before the call it is asked once more where that is, and
 * whether they agree to advertising: nobody is told as added who is not, and whoever was never told is not told as removed
 * either. False: somebody else has it. One that throws counts as an attempt and keeps nobody else waiting.
 */
export async function tellAudience(engine: Engine, due: DueAudienceCall): Promise<boolean> {
  let taken: Awaited<ReturnType<typeof take>> = null;
  try {
    const began = engine.clock();
    taken = await engine.db.transaction((tx) => take(tx, engine, due));
    if (taken === null || taken === "nothing to tell") return taken !== null;
    // A process that was stopped for a while may have lost the lease: then somebody else makes this call.
    if (engine.clock() - began > (LEASE_S * 1_000) / 2) return true;
    if ("because" in taken) {
      await conclude(engine, taken.row, taken);
      return true;
    }
    const came = await signedCall(engine, taken.call);
    await conclude(engine, taken.row, came);
    await noteListening(engine, taken.row, came);
  } catch (error) {
    console.error("An ad audience's address could not be told; the others go on.", error);
    const because = "It could not be made ready here; the log of this app says why.";
    const row = taken !== null && typeof taken === "object" ? taken.row : await countAttempt(engine, due);
    if (row) await conclude(engine, row, { came: "later", because, afterMs: null });
  }
  return true;
}

/** One that was not even taken: what is open is not looked at again at once. */
async function countAttempt(engine: Engine, due: DueAudienceCall): Promise<Call | undefined> {
  const [row] = await engine.db
    .update(audienceCall)
    .set({ attempts: sql`${audienceCall.attempts} + 1` })
    .where(and(mine(due), eq(audienceCall.progress, "open")))
    .returning();
  return row;
}

type Taken = { row: Call } & ({ call: SignedCall } | Extract<Came, { came: "failed" }>);

const mine = ({ workspaceId, id }: { workspaceId: string; id: string }) =>
  and(eq(audienceCall.workspaceId, workspaceId), eq(audienceCall.id, id));

/** Takes the lease, and decides by what is so now what this call says. */
async function take(tx: Tx, engine: Engine, due: DueAudienceCall): Promise<Taken | "nothing to tell" | null> {
  const { workspaceId, contactId } = due;
  const locked = contactId ? await lockContact(tx, { workspaceId, contactId, clock: engine.clock }) : null;
  // Deleted a moment ago: the next look finds them so.
  if (contactId && !locked) return null;
  const [row] = await tx
    .update(audienceCall)
    .set({
      leasedUntil: sql`now() + ${LEASE_S} * interval '1 second'`,
      attempts: sql`${audienceCall.attempts} + 1`,
    })
    .where(
      and(
        mine(due),
        or(
          eq(audienceCall.progress, "open"),
          and(isNull(audienceCall.contactId), eq(audienceCall.state, "on")),
        ),
        or(isNull(audienceCall.leasedUntil), lt(audienceCall.leasedUntil, sql`now()`)),
      ),
    )
    .returning();
  if (!row) return null;
  const { url, demo, agreed, shared } = await standing(tx, row);
  const known = row.known || shared;
  const state = agreed ? "on" : "off";
  if (url === null || (state === "off" && !known)) {
    await tx.delete(audienceCall).where(mine(row));
    return "nothing to tell";
  }
  // Of somebody deleted: not now, or it would be newer than their coming again under the same address.
  const since = Math.max(row.since + 1, locked?.instant ?? row.since + 1);
  const [now = row] = await tx
    .update(audienceCall)
    .set({
      known: true,
      ...(state === row.state
        ? {}
        : { state, since, callId: sql`gen_random_uuid()`, attempts: 1, progress: "open" as const }),
    })
    .where(mine(row))
    .returning();
  if (demo) return { row: now, came: "failed", because: "The demo workspace calls nobody." };
  if (state === "on" && !shared) {
    await tx.update(audienceMember).set({ sharedAt: sql`now()` }).where(memberOf(row));
  }
  return { row: now, call: { id: now.callId, workspaceId, url, body: bodyOf(now) } };
}

const memberOf = ({ workspaceId, audience, contactId }: Call) =>
  and(
    eq(audienceMember.workspaceId, workspaceId),
    eq(audienceMember.audience, audience),
    eq(audienceMember.contactId, contactId ?? sql`null`),
  );

/** How things are now. `agreed`: they are on it, and agree to advertising. */
async function standing(tx: Tx, row: Call) {
  const [found] = await tx
    .select({
      url: adAudience.url,
      demo: workspaceSettings.demo,
      agreed: sql<boolean>`coalesce(${audienceMember.state} = 'on' and ${contact.mayAdvertise}, false)`,
      shared: sql<boolean>`${audienceMember.sharedAt} is not null`,
    })
    .from(workspaceSettings)
    .leftJoin(adAudience, and(eq(adAudience.workspaceId, row.workspaceId), eq(adAudience.name, row.audience)))
    .leftJoin(audienceMember, memberOf(row))
    .leftJoin(
      contact,
      and(eq(contact.workspaceId, audienceMember.workspaceId), eq(contact.id, audienceMember.contactId)),
    )
    .where(eq(workspaceSettings.workspaceId, row.workspaceId));
  return found ?? { url: null, demo: false, agreed: false, shared: false };
}

/** The same at every attempt: all of it is kept with the call. */
const bodyOf = ({ audience, hash, state, since }: Call): string => {
  const timestamp = new Date(since).toISOString();
  return JSON.stringify({
    type: "audience.member",
    timestamp,
    data: { audience, state, since: timestamp, emailSha256: hash },
  });
};

/** Writes what came of it, unless something newer is to be told by now. */
async function conclude(engine: Engine, row: Call, came: Came): Promise<void> {
  const same = and(
    mine(row),
    eq(audienceCall.progress, "open"),
    eq(audienceCall.callId, row.callId),
    eq(audienceCall.attempts, row.attempts),
  );
  // Nobody is left of whom a word would have to be kept.
  if (came.came === "done" && row.contactId === null) {
    await engine.db.delete(audienceCall).where(same);
    return;
  }
  const pause = came.came === "later" ? pauseAfter(row.attempts, came.afterMs) : null;
  await engine.db
    .update(audienceCall)
    .set({
      leasedUntil: null,
      reason: came.came === "done" ? null : came.because,
      ...(pause === null
        ? { progress: came.came === "done" ? ("done" as const) : ("failed" as const) }
        : { nextAttemptAt: engine.clock() + pause }),
    })
    .where(same);
}

/** How long an address rests that did not take a call, unless it asks for longer. */
const REST_MS = 10_000;

/**
 * Whether an address listens is known by its last answer. While it does not, it is asked by one call at a time: else a
 * hundred thousand calls of ten seconds would keep everybody's waiting, or one of them everybody on it.
 */
async function noteListening(engine: Engine, { workspaceId, audience }: Call, came: Came): Promise<void> {
  const listens = came.came !== "later";
  const restsUntil = listens ? null : engine.clock() + Math.max(REST_MS, came.afterMs ?? 0);
  await engine.db
    .update(adAudience)
    .set({ restsUntil })
    .where(
      and(
        eq(adAudience.workspaceId, workspaceId),
        eq(adAudience.name, audience),
        listens ? isNotNull(adAudience.restsUntil) : undefined,
      ),
    );
}
