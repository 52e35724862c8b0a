import "server-only";
import type { Engine } from "./engine";
import { abandonedEnrollings } from "./enroll-many";
import { enterByDate } from "./enter-by-date";
import { runSchedules } from "./run-schedules";

/**
 * Lets those in whose date has come, begins what a schedule calls for, and comes for runs that nobody is at. What is due
 * stands in the database, so looking late or twice loses and doubles nothing.
 */
export async function callPeople(engine: Engine): Promise<void> {
  const [hints] = await Promise.all([abandonedEnrollings(engine), enterByDate(engine), runSchedules(engine)]);
  if (hints.length > 0) await engine.hint(hints);
}
