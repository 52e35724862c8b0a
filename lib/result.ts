/** The outcome of something a person may get wrong. Bugs and outages are thrown, not returned. */
export type Result<T, P extends string = string> = Ok<T> | Problem<P>;

export type Ok<T> = { ok: true; value: T };

/** `message` is a sentence for the person: what happened, what it means, what to do. */
export type Problem<P extends string = string> = { ok: false; problem: P; message: string };

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const problem = <P extends string>(name: P, message: string): Problem<P> => ({
  ok: false,
  problem: name,
  message,
});
