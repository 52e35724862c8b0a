import "server-only";
import { inngest } from "@/inngest/client";
import { events } from "@/inngest/events";
import { engine } from "@/lib/engine/current";
import { deliver } from "@/lib/engine/deliver";

const SHORT_HOLD_MS = 5_000;

/** Sends what is queued on one account, in bounded steps, one at a time per account. */
export const deliverMail = inngest.createFunction(
  {
    id: "deliver-mail",
    triggers: [{ event: "mail/queued" }],
    retries: 0,
    concurrency: { key: "event.data.accountId", limit: 1 },
  },
  async ({ event, step }) => {
    const { accountId } = events["mail/queued"].parse(event.data);
    for (let round = 1; round <= 100; round++) {
      const { worked, waitMs } = await step.run(`deliver ${round}`, () => deliver(engine(), accountId));
      if (waitMs !== null && waitMs <= SHORT_HOLD_MS) await step.sleep(`hold ${round}`, waitMs);
      // Longer holds are left to the sweep, which rings when they are over: no run waits in the meantime.
      else if (waitMs !== null || worked === 0) return;
    }
    // A long backlog goes on in a fresh run: this one's steps are all replayed at every call.
    await step.sendEvent("go on", { name: "mail/queued", data: { accountId } });
  },
);
