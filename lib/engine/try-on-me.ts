import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consent, contact, enrollment, funnel, funnelVersion, testFact, visit } from "@/db/schema";
import { testKey } from "@/lib/flow/entry";
import { type Flow, flow as flowSchema } from "@/lib/flow/flow";
import { graphOf, isTrigger } from "@/lib/flow/graph";
import { firstTrigger, sampleEntry } from "@/lib/flow/sample-entry";
import { blocksTest } from "@/lib/flow/try-on-me";
import { startJourney } from "@/lib/flow/walk";
import type { Instant } from "@/lib/flow/world";
import type { CallReach } from "@/lib/nodes/call-reach";
import { ok, problem, type Result } from "@/lib/result";
import { compileAll, type Emails, keepEmails } from "./compile-all";
import { deadlinesAtEntry } from "./deadlines-at-entry";
import { dayIn } from "./deltas";
import type { Engine } from "./engine";
import { started } from "./hints";
import { type Contact, lockContact } from "./lock-contact";
import { surroundingsOf, zoneOf } from "./surroundings";

type Input = {
  workspaceId: string;
  funnelId: string;
  /** The draft the person looks at; null tries whatever the draft is. */
  revision: number | null;
  member: { id: string; name: string; email: string };
  /** How many times as fast as real time: see `SPEEDS`. */
  speed: number;
  /** The trigger they come in by; null for the first. */
  triggerId: string | null;
  shortWaits: boolean;
  callReach?: CallReach;
};

/**
 * Lets a member walk through the draft themselves: frozen as a version without a number, run by the real engine with a
 * fast clock. What was left of their last test of this funnel is removed. Nobody else's numbers, lists or mail change.
 */
export async function tryOnMe(
  engine: Engine,
  input: Input,
): Promise<Result<{ enrollmentId: string }, "not-found" | "stale" | "blocked">> {
  const [row] = await engine.db
    .select()
    .from(funnel)
    .where(and(eq(funnel.workspaceId, input.workspaceId), eq(funnel.id, input.funnelId)));
  if (!row || row.archivedAt) return problem("not-found", "This funnel does not exist any more.");
  if (input.revision !== null && row.revision !== input.revision) {
    return problem("stale", "The funnel was changed meanwhile. Look at it again, then try it.");
  }
  const draft = flowSchema.parse(row.draft);
  const issues = blocksTest(draft, await surroundingsOf(engine.db, { ...input, now: engine.clock() }));
  if (issues.length > 0) return problem("blocked", issues.map(({ message }) => message).join("\n"));
  const chosen = input.triggerId === null ? undefined : graphOf(draft).node(input.triggerId);
  const trigger = chosen && isTrigger(chosen) ? chosen : firstTrigger(draft);
  // Without one it would have been blocked.
  if (!trigger) throw new Error("A checked drawing has no trigger.");
  const entry = sampleEntry(draft, trigger);
  const emails = await compileAll(draft);

  const made = await engine.db.transaction(async (tx) => {
    const { contact: double, instant } = await lockDouble(tx, engine, input);
    const versionId = await freeze(tx, input, draft, emails);
    const journey = startJourney(trigger.id, instant);
    const { workspaceId } = input;
    const entered = { workspaceId, contactId: double.id, enteredAt: instant, deadlines: null };
    const [row] = await tx
      .insert(enrollment)
      .values({
        workspaceId: input.workspaceId,
        funnelId: input.funnelId,
        versionId,
        contactId: double.id,
        entryKey: testKey(input.member.id),
        entryEventId: ENTRY,
        enteredAt: instant,
        deadlines: await deadlinesAtEntry(tx, entered, draft),
        entryDay: dayIn(await zoneOf(tx, input.workspaceId), instant),
        test: true,
        speed: input.speed,
        nodeId: journey.nodeId,
        visit: journey.visit,
        arrivedAt: journey.arrivedAt,
        dueAt: instant,
        // As with everybody who enters: the hint is the timer, and the sweep comes if it is lost.
        armedFor: instant,
      })
      .returning();
    if (!row) throw new Error("The test was not stored.");
    const scope = { workspaceId: input.workspaceId, enrollmentId: row.id };
    await tx.insert(testFact).values({ ...scope, ...entry, id: ENTRY, visibleAt: instant });
    await tx.insert(visit).values({ ...scope, visit: 1, nodeId: trigger.id, enteredAt: instant });
    return row;
  });
  await engine.hint([started(made)]);
  return ok({ enrollmentId: made.id });
}

const ENTRY = "entry";

/**
 * Whoever stands in for the member in their tests, locked and made equal to the contact of that address, if there is
 * one. It has agreed to everything, because its member asked for this mail; the real contact is never touched.
 */
async function lockDouble(
  tx: Tx,
  engine: Engine,
  { workspaceId, member }: Input,
): Promise<{ contact: Contact; instant: Instant }> {
  const email = member.email.toLowerCase();
  const withAddress = (test: boolean) =>
    and(eq(contact.workspaceId, workspaceId), eq(contact.email, email), eq(contact.test, test));
  await tx.insert(contact).values({ workspaceId, email, test: true }).onConflictDoNothing();
  const [found] = await tx.select({ id: contact.id }).from(contact).where(withAddress(true));
  const locked = found && (await lockContact(tx, { workspaceId, contactId: found.id, clock: engine.clock }));
  if (!locked) throw new Error("The contact of a test was not stored.");
  const [real] = await tx.select().from(contact).where(withAddress(false));
  await tx
    .update(contact)
    .set({
      name: real?.name || member.name,
      timeZone: real?.timeZone ?? null,
      language: real?.language ?? null,
      fields: real?.fields ?? {},
      tags: real?.tags ?? [],
      marketing: "subscribed",
      mayMeasure: true,
    })
    .where(withAddress(true));
  await tx
    .delete(consent)
    .where(and(eq(consent.workspaceId, workspaceId), eq(consent.contactId, locked.contact.id)));
  return locked;
}

/** Removes the member's last test of this funnel, and writes its version anew: nobody is on it any more. */
async function freeze(tx: Tx, input: Input, flow: Flow, emails: Emails): Promise<string> {
  const { workspaceId, funnelId, member } = input;
  const [last] = await tx
    .delete(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.test, true),
        eq(enrollment.entryKey, testKey(member.id)),
      ),
    )
    .returning({ versionId: enrollment.versionId });
  const version = {
    flow,
    emails: await keepEmails(tx, workspaceId, emails),
    publishedAt: new Date(),
    publishedBy: member.id,
  };
  const [written] = last
    ? await tx
        .update(funnelVersion)
        .set(version)
        .where(and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, last.versionId)))
        .returning({ id: funnelVersion.id })
    : await tx
        .insert(funnelVersion)
        .values({ workspaceId, funnelId, ...version })
        .returning({ id: funnelVersion.id });
  if (!written) throw new Error("The version of a test was not stored.");
  return written.id;
}
