import type { Entry } from "@/lib/flow/flow";
import type { Result } from "@/lib/result";

/** One person, and the visit at which they were seen. */
export type Target = { id: string; visit: number };

export type Wish = { do: "skip" } | { do: "move"; to: string } | { do: "remove" };

/** A mail that somebody gets at once. */
export type PromptMail = { name: string; again: boolean; not: string | null };

/** What was done, or in a rehearsal would be. */
export type Outcome = {
  /** `actId` is what takes it back; null where nothing can be. */
  done: { id: string; actId: string | null }[];
  refused: { id: string; because: string }[];
  mails: PromptMail[];
};

/** A funnel into which somebody can be brought. */
export type StartableFunnel = {
  id: string;
  name: string;
  paused: boolean;
  entry: Entry;
  triggers: { id: string; name: string }[];
};

/** What members do to people by hand. Each is a server action that takes at most `AT_ONCE` people. */
export type HandActions = {
  takeInHand(input: {
    funnelId: string;
    wish: Wish;
    people: Target[];
    rehearse: boolean;
  }): Promise<Result<Outcome>>;
  takeBack(input: { funnelId: string; acts: { id: string; actId: string }[] }): Promise<Result<Outcome>>;
  retryPeople(input: { funnelId: string; ids: string[] }): Promise<Result<Outcome>>;
  startFunnel(input: {
    funnelId: string;
    contactIds: string[];
    triggerId: string | null;
    key: string | null;
    requestId: string;
    rehearse: boolean;
  }): Promise<Result<Outcome>>;
  startableFunnels(input: Record<string, never>): Promise<Result<StartableFunnel[]>>;
};

/** So many go in one call; more are sent one after the other. */
export const AT_ONCE = 25;

/** So many can be chosen. */
export const MOST_CHOSEN = 500;

export const NOTHING: Outcome = { done: [], refused: [], mails: [] };

const both = (one: Outcome, other: Outcome): Outcome => ({
  done: [...one.done, ...other.done],
  refused: [...one.refused, ...other.refused],
  mails: [...one.mails, ...other.mails],
});

/**
 * Calls for some after the others, and says in between how far it is. It ends early when it is stopped, or when a
 * call fails: what was done by then is in the answer.
 */
export async function inParts<T>(
  items: readonly T[],
  call: (part: T[]) => Promise<Result<Outcome>>,
  { onPart, stopped }: { onPart(done: number): void; stopped(): boolean },
): Promise<{ outcome: Outcome; trouble: string | null; rest: number }> {
  let outcome = NOTHING;
  for (let at = 0; at < items.length; at += AT_ONCE) {
    onPart(at);
    if (stopped()) return { outcome, trouble: null, rest: items.length - at };
    const result = await call(items.slice(at, at + AT_ONCE)).catch(() => null);
    if (!result?.ok) {
      const trouble =
        result?.message ?? "The server could not be reached. Try again with those who are left.";
      return { outcome, trouble, rest: items.length - at };
    }
    outcome = both(outcome, result.value);
  }
  onPart(items.length);
  return { outcome, trouble: null, rest: 0 };
}
