import { applyAnswer } from "./apply";
import { settle } from "./branches";
import { type Call, callFunction } from "./call";
import type { Task } from "./jobs";
import type { Surroundings } from "./postgres";

/**
 * Calls the function of a task and stores the answer, again and again until the run ends, pauses or the server
 * stops. Between steps the job stays in hand: going on costs no claim.
 */
export async function carryOn(
  at: Surroundings & { call: Call; signingKey: string; stopping: () => boolean },
  task: Task,
): Promise<void> {
  const isEndedBranch = task.siblings > 0 && (task.kind === "pause" || task.kind === "resume");
  let current = isEndedBranch ? await insist(() => settle(at, task)) : task;
  while (current && !at.stopping()) {
    const called: Task = current;
    const answer = await callFunction(called, at.call, at.signingKey);
    current = await insist(() => applyAnswer(at, called, answer));
  }
}

/** The step has run: its result deserves a second try at being stored before the step is run again. */
async function insist<T>(store: () => Promise<T>): Promise<T> {
  for (const pause of [100, 500, 2000]) {
    try {
      return await store();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return store();
}
