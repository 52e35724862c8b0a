import "server-only";
import { eq, sql } from "drizzle-orm";
import { mailAccount } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { PROBE_MS, SILENCES } from "./breaker";
import type { Engine } from "./engine";
import type { MailAccount } from "./transport/transport";

/** `at`: the call may be made now. `heldMs`: the account may not be used for so long. */
export type Turn = { at: Instant; heldMs: null } | { at: null; heldMs: number };

/** A turn that is taken a little late brings the next one forward by as much, at most so long. */
const CATCH_UP_MS = 50;
/** A clock that was ahead once must not stop everything until that moment comes. */
const FAR_AHEAD_MS = 60_000;

type Clocked = Pick<Engine, "db" | "clock" | "pause">;

/** Whoever waits in this process, per account: one of them asks the database, the others stand behind. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Waits for the account's next turn. Calls are spaced evenly by a row that all processes share, so that together they
 * never make more in a second than the provider takes. Ask for it last: what comes between it and the call counts.
 */
export function takeTurn(engine: Clocked, account: MailAccount): Promise<Turn> {
  const before = lines.get(account.id) ?? Promise.resolve();
  const mine = before.then(() => wait(engine, account));
  lines.set(
    account.id,
    mine.catch(() => {}),
  );
  return mine;
}

async function wait(engine: Clocked, account: MailAccount): Promise<Turn> {
  for (;;) {
    const at = engine.clock();
    if (await take(engine, account, at)) return { at, heldMs: null };
    const row = await rowOf(engine, account.id);
    const now = engine.clock();
    const heldMs = heldFor(row, now);
    if (heldMs !== null) return { at: null, heldMs };
    await engine.pause(Math.min(Math.max(1, row.nextCallAt - now), FAR_AHEAD_MS));
  }
}

async function take(engine: Clocked, account: MailAccount, now: Instant): Promise<boolean> {
  const spacing = sql`ceil(1000 / coalesce(${mailAccount.perSecond}, ${account.perSecond}::float8))::bigint`;
  const taken = await engine.db
    .update(mailAccount)
    .set({
      nextCallAt: sql`${spacing} + case when ${mailAccount.nextCallAt} > ${now}::bigint then ${now}::bigint
        else greatest(${mailAccount.nextCallAt}, ${now}::bigint - least(${CATCH_UP_MS}, ${spacing} / 2)) end`,
      probeUntil: sql`case when ${mailAccount.silences} >= ${SILENCES} then ${now}::bigint + ${PROBE_MS} end`,
    })
    .where(
      sql`${mailAccount.id} = ${account.id}
        and (${mailAccount.nextCallAt} <= ${now}::bigint or ${mailAccount.nextCallAt} > ${now}::bigint + ${FAR_AHEAD_MS})
        and coalesce(${mailAccount.heldUntil}, 0) <= ${now}::bigint
        and (${mailAccount.silences} < ${SILENCES} or coalesce(${mailAccount.probeUntil}, 0) <= ${now}::bigint)`,
    )
    .returning({ id: mailAccount.id });
  return taken.length > 0;
}

type Row = typeof mailAccount.$inferSelect;

async function rowOf(engine: Clocked, id: string): Promise<Row> {
  const [row] = await engine.db.select().from(mailAccount).where(eq(mailAccount.id, id));
  if (!row) throw new Error("This mail account has no row.");
  return row;
}

/** How long nobody may call: because the account is held, or because one call is being tried after a silence. */
function heldFor({ heldUntil, silences, probeUntil }: Row, now: Instant): number | null {
  const until = Math.max(heldUntil ?? 0, silences >= SILENCES ? (probeUntil ?? 0) : 0);
  return until > now ? until - now : null;
}

/** Whether the account may not be used at the moment, without taking a turn. */
export async function isHeldFor(engine: Clocked, account: MailAccount): Promise<number | null> {
  return heldFor(await rowOf(engine, account.id), engine.clock());
}
