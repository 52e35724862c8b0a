import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { enrollment, errand } from "@/db/schema";
import type { JsonValue } from "@/lib/json";
import type { Engine } from "../engine";
import type { Hint } from "../hints";
import { type Contact, lockContact } from "../lock-contact";
import { wake } from "../tell-enrollments";
import type { Came } from "../web/signed-call";
import { LEASE_S, pauseAfter } from "./again";
import { dueAudienceCalls } from "./due-audience-calls";
import { type DueErrand, dueErrands, type Whose } from "./due-errands";
import { fillAudiences } from "./fill-audiences";
import { notify } from "./notify";
import { tellAudience } from "./tell-audience";
import { webhook } from "./webhook";

export type Errand = typeof errand.$inferSelect;
export type Enrolled = typeof enrollment.$inferSelect;

/** How one kind of errand is made. */
export interface ErrandKind {
  /** What is said, made once under the contact's lock; every attempt says exactly this. Or why there is nothing to say. */
  say(
    tx: Tx,
    engine: Engine,
    row: Errand,
    who: { enrolled: Enrolled; contact: Contact },
  ): Promise<{ said: JsonValue } | { because: string }>;
  attempt(engine: Engine, row: Errand & { said: JsonValue }): Promise<Came>;
}

const kinds: { readonly [K in Errand["kind"]]: ErrandKind } = { webhook, notify };

const BATCH = 20;

/** Makes what is due, until nothing is or the budget is used up. Answers how many attempts were made. */
export async function runErrands(
  engine: Engine,
  { budgetMs = 5_000, only }: { budgetMs?: number; only?: Whose | undefined } = {},
): Promise<{ worked: number }> {
  const end = engine.clock() + budgetMs;
  // Side by side: a slow address of the one kind holds up no round of the other.
  const [errands, calls] = await Promise.all([
    whileDue(engine, end, async () => {
      const due = await dueErrands(engine, { only, most: BATCH });
      return Promise.all(due.map((one) => tryOne(engine, one)));
    }),
    whileDue(engine, end, async () => {
      const filled = await fillAudiences(engine, { only });
      const due = await dueAudienceCalls(engine, { only, most: BATCH });
      return [...filled, ...(await Promise.all(due.map((one) => tellAudience(engine, one))))];
    }),
  ]);
  return { worked: errands + calls };
}

/** Goes round until nothing was done or the time is up. Answers how much was. */
async function whileDue(
  engine: Engine,
  end: number,
  round: () => Promise<readonly boolean[]>,
): Promise<number> {
  let worked = 0;
  for (;;) {
    const done = (await round()).filter(Boolean).length;
    worked += done;
    if (done === 0 || engine.clock() >= end) return worked;
  }
}

/** One that throws is noted, counts as an attempt, and keeps nobody else waiting. */
async function tryOne(engine: Engine, due: DueErrand): Promise<boolean> {
  try {
    return await run(engine, due);
  } catch (error) {
    console.error("Something to be done outside could not be; the others go on.", error);
    const because = error instanceof Error ? error.message.slice(0, 300) : "It could not be made ready.";
    const hints: Hint[] = [];
    await engine.db.transaction(async (tx) => {
      const [row] = await tx
        .update(errand)
        .set({ attempts: sql`${errand.attempts} + 1` })
        .where(and(eq(errand.workspaceId, due.workspaceId), eq(errand.id, due.id), eq(errand.state, "open")))
        .returning();
      if (row) await conclude(tx, engine, due, row, { came: "later", because, afterMs: null }, hints);
    });
    await engine.hint(hints);
    return true;
  }
}

/** One attempt. The lease is taken and what is said is frozen before; what came is written after. False: somebody else has it. */
async function run(engine: Engine, due: DueErrand): Promise<boolean> {
  const hints: Hint[] = [];
  const began = engine.clock();
  const taken = await engine.db.transaction((tx) => take(tx, engine, due, hints));
  if (taken?.said != null) {
    // A process that was stopped for a while may have lost the lease: then somebody else makes this call.
    if (engine.clock() - began > (LEASE_S * 1_000) / 2) return true;
    const came = await kinds[taken.kind].attempt(engine, { ...taken, said: taken.said });
    await engine.db.transaction((tx) => conclude(tx, engine, due, taken, came, hints));
  }
  await engine.hint(hints);
  return taken !== null;
}

async function take(tx: Tx, engine: Engine, due: DueErrand, hints: Hint[]): Promise<Errand | null> {
  const { workspaceId, contactId } = due;
  const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
  if (!locked) return null;
  const [row] = await tx
    .update(errand)
    .set({
      leasedUntil: sql`now() + ${LEASE_S} * interval '1 second'`,
      attempts: sql`${errand.attempts} + 1`,
    })
    .where(
      and(
        eq(errand.workspaceId, workspaceId),
        eq(errand.id, due.id),
        eq(errand.state, "open"),
        or(isNull(errand.leasedUntil), lt(errand.leasedUntil, sql`now()`)),
      ),
    )
    .returning();
  if (!row || row.said !== null) return row ?? null;
  const [enrolled] = await tx
    .select()
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, row.enrollmentId)));
  if (!enrolled) return null;
  const made = await kinds[row.kind].say(tx, engine, row, { enrolled, contact: locked.contact });
  if ("because" in made) {
    hints.push(...(await settle(tx, row, { came: "failed", because: made.because }, locked.instant)));
    return row;
  }
  await tx.update(errand).set({ said: made.said }).where(mine(row));
  return { ...row, said: made.said };
}

async function conclude(tx: Tx, engine: Engine, due: DueErrand, row: Errand, came: Came, hints: Hint[]) {
  const { workspaceId, contactId } = due;
  const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
  if (!locked) return;
  const pause = came.came === "later" ? pauseAfter(row.attempts, came.afterMs) : null;
  if (came.came !== "later" || pause === null) {
    const final: Exclude<Came, { came: "later" }> =
      came.came === "later" ? { came: "failed", because: came.because } : came;
    hints.push(...(await settle(tx, row, final, locked.instant)));
    return;
  }
  await tx
    .update(errand)
    .set({
      leasedUntil: null,
      reason: came.because,
      nextAttemptAt: locked.instant + pause,
    })
    .where(and(mine(row), eq(errand.attempts, row.attempts)));
}

const mine = (row: Errand) =>
  and(eq(errand.workspaceId, row.workspaceId), eq(errand.id, row.id), eq(errand.state, "open"));

/** Writes how it ended, once, and wakes whoever stays for it. */
async function settle(
  tx: Tx,
  row: Errand,
  final: Exclude<Came, { came: "later" }>,
  instant: number,
): Promise<Hint[]> {
  const settled = await tx
    .update(errand)
    .set({
      state: final.came,
      reason: final.came === "failed" ? final.because : null,
      answer: final.answer ?? null,
      settledAt: instant,
      leasedUntil: null,
    })
    .where(mine(row))
    .returning({ id: errand.id });
  if (settled.length === 0) return [];
  const waiting = await tx
    .select()
    .from(enrollment)
    .where(
      and(
        eq(enrollment.workspaceId, row.workspaceId),
        eq(enrollment.id, row.enrollmentId),
        eq(enrollment.status, "active"),
        eq(enrollment.visit, row.visit),
      ),
    );
  return wake(tx, row.workspaceId, waiting, instant);
}
