import { applyAnswer } from "./apply";
import { settle } from "./branches";
import { type Call, callFunction } from "./call";
import type { Task } from "./jobs";
import type { Surroundings } from "./postgres";

/** Calls the function of a task once and stores the answer. The job is then due again, paused or gone. */
export async function runTask(
  at: Surroundings & { call: Call; signingKey: string },
  task: Task,
): Promise<void> {
  // A branch of a parallel group that has paused long enough: only the last one calls the function.
  const isEndedBranch = task.siblings > 0 && (task.kind === "pause" || task.kind === "resume");
  if (isEndedBranch) return insist(() => settle(at, task));
  const answer = await callFunction(task, at.call, at.signingKey);
  await insist(() => applyAnswer(at, task, answer));
}

/** The step has run: its result deserves more than one try at being stored before the step is run again. */
async function insist(store: () => Promise<void>): Promise<void> {
  for (const pause of [100, 500, 2000]) {
    try {
      return await store();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return store();
}
