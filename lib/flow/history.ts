/** Undo stack over any immutable value. Pure: every function returns a history, the same one when nothing changed. */
export type History<T> = { readonly past: readonly T[]; readonly present: T; readonly future: readonly T[] };

/** Most steps that can be undone. */
export const MOST_STEPS = 200;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

const isOpen = <T>(history: History<T>): boolean =>
  history.past.length > 0 && history.past.at(-1) === history.present;

/** Opens a step: undo will come back to here. Call when a gesture begins. */
export function mark<T>(history: History<T>): History<T> {
  if (isOpen(history)) return history;
  // One more than the limit while a step is open, so that a gesture that changes nothing costs no step.
  return { ...history, past: [...history.past, history.present].slice(-(MOST_STEPS + 1)) };
}

/** Changes the present inside the open step. Call while a gesture runs. */
export function replace<T>(history: History<T>, next: T): History<T> {
  if (next === history.present) return history;
  // What was undone is given up at the first change, not at the mark: a click that moves nothing keeps it.
  return { ...history, present: next, future: [] };
}

/** Closes the step, forgetting it when nothing changed. Call when a gesture ends. */
export function settle<T>(history: History<T>): History<T> {
  if (isOpen(history)) return { ...history, past: history.past.slice(0, -1) };
  if (history.past.length <= MOST_STEPS) return history;
  return { ...history, past: history.past.slice(-MOST_STEPS) };
}

/** A whole step at once. Handing back the same value is not a step. */
export const commit = <T>(history: History<T>, next: T): History<T> =>
  next === history.present ? history : settle(replace(mark(history), next));

/** Back to before the last step. An open step is closed first. */
export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = settle(history);
  if (past.length === 0) return settle(history);
  return { past: past.slice(0, -1), present: past[past.length - 1] as T, future: [present, ...future] };
}

/** Forward again to what was undone. */
export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = settle(history);
  if (future.length === 0) return settle(history);
  return { past: [...past, present], present: future[0] as T, future: future.slice(1) };
}

export const canUndo = <T>(history: History<T>): boolean => settle(history).past.length > 0;

export const canRedo = <T>(history: History<T>): boolean => history.future.length > 0;
