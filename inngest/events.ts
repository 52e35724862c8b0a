import { z } from "zod";

/**
 * The catalogue of what the engine tells Inngest. Every event is a hint with the ids of what to look at;
 * what is true stands in Postgres. The shapes equal `Hint` of lib/engine/hints.ts.
 */
export const events = {
  /** An enrollment begins, or a new generation takes it over. Starts a run. */
  "enrollment/started": z.object({
    workspaceId: z.string(),
    enrollmentId: z.string(),
    generation: z.number(),
  }),
  /** Something an enrollment reads has happened. `turn` names the wait it is for: `<enrollment>:<turn>`. */
  "enrollment/woken": z.object({ enrollmentId: z.string(), turn: z.string() }),
  /** An account has mail to send. */
  "mail/queued": z.object({ accountId: z.string() }),
  /** Something is to be done outside the house: a web call, a word to a teammate. */
  "errand/waits": z.object({}),
  /** A version went live, and the people of its funnel are to be taken along. */
  "version/moving": z.object({ workspaceId: z.string(), versionId: z.string() }),
  /** Many people are to enter at one trigger. */
  "people/enrolling": z.object({ workspaceId: z.string(), id: z.string() }),
} as const;
