import "server-only";
import { and, eq, isNotNull, or, sql } from "drizzle-orm";
import { mailAccount } from "@/db/schema";
import type { Engine } from "./engine";
import type { Answer, MailAccount } from "./transport/transport";

/** So many calls in a row without an answer, and the breaker opens: nobody calls for a while. */
export const SILENCES = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
/** When the pause is over, one call alone is tried; whoever made it is believed dead after this long. */
export const PROBE_MS = 20_000;

/**
 * Writes down what an answer says about the account as a whole: how many calls it takes, whether anybody is there, and
 * whether it may be used at all. Costs one statement that mostly finds nothing to change.
 */
export async function noteAnswer(engine: Engine, { id }: MailAccount, answer: Answer<object>): Promise<void> {
  if (answer.outcome === "ambiguous" && !answer.alive) return noteSilence(engine, id, answer.because);
  const { perSecond } = answer;
  await engine.db
    .update(mailAccount)
    .set({
      silences: 0,
      openings: 0,
      probeUntil: null,
      ...(perSecond === undefined ? {} : { perSecond }),
    })
    .where(
      and(
        eq(mailAccount.id, id),
        or(
          sql`${mailAccount.silences} > 0`,
          perSecond === undefined
            ? undefined
            : sql`${mailAccount.perSecond} is distinct from ${perSecond}::real`,
        ),
      ),
    );
  if (answer.outcome === "later") await holdAccount(engine, id, answer.afterMs, null);
  if (answer.outcome === "account") await holdAccount(engine, id, answer.holdMs, answer.because);
}

/** One more call without an answer. Calls that were under way when the breaker opened do not open it further. */
async function noteSilence(engine: Engine, id: string, because: string): Promise<void> {
  const now = engine.clock();
  const opens = sql`${mailAccount.silences} + 1 >= ${SILENCES} and coalesce(${mailAccount.heldUntil}, 0) <= ${now}::bigint`;
  const pauseMs = sql`least(${LONGEST_PAUSE_MS}::bigint, ${FIRST_PAUSE_MS}::bigint << least(${mailAccount.openings}, 10))`;
  const sentence = `The mail provider does not answer (${because}). Every email is kept, and we keep asking; sending goes on by itself as soon as it answers.`;
  await engine.db
    .update(mailAccount)
    .set({
      silences: sql`${mailAccount.silences} + 1`,
      openings: sql`${mailAccount.openings} + case when ${opens} then 1 else 0 end`,
      heldUntil: sql`case when ${opens} then ${now}::bigint + ${pauseMs} else ${mailAccount.heldUntil} end`,
      heldBecause: sql`case when ${opens} then ${sentence} else ${mailAccount.heldBecause} end`,
      probeUntil: null,
    })
    .where(eq(mailAccount.id, id));
}

/** Stops all calls on an account for a while, with a sentence for the owner if it is any of their business. */
export async function holdAccount(
  engine: Engine,
  id: string,
  forMs: number,
  because: string | null,
): Promise<void> {
  const now = engine.clock();
  const until = now + forMs;
  const longer = sql`coalesce(${mailAccount.heldUntil}, 0) < ${until}::bigint`;
  await engine.db
    .update(mailAccount)
    .set({ heldUntil: until, heldBecause: because })
    .where(and(eq(mailAccount.id, id), longer));
}

/**
 * Lets the next call through at once although the account is held: somebody says it is mended. If it is not, the provider
 * says so again, and it is held again. Answers whether it was held.
 */
export async function tryAgainNow(engine: Engine, { id }: MailAccount): Promise<boolean> {
  const freed = await engine.db
    .update(mailAccount)
    .set({ heldUntil: null, heldBecause: null, probeUntil: null })
    .where(
      and(
        eq(mailAccount.id, id),
        sql`${mailAccount.heldUntil} > ${engine.clock()}::bigint`,
        // What is held without a word only waits for its turn.
        isNotNull(mailAccount.heldBecause),
      ),
    )
    .returning({ id: mailAccount.id });
  return freed.length > 0;
}
