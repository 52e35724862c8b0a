import "server-only";
import { RetryAfterError } from "inngest";
import { inngest } from "@/inngest/client";
import { events } from "@/inngest/events";
import { engine } from "@/lib/engine/current";
import { deliver } from "@/lib/engine/deliver";

/** Sends what is queued on one account, in bounded steps, one at a time per account. */
export const deliverMail = inngest.createFunction(
  {
    id: "deliver-mail",
    triggers: [{ event: "mail/queued" }],
    retries: 10,
    concurrency: { key: "event.data.accountId", limit: 1 },
  },
  async ({ event, step }) => {
    const { accountId } = events["mail/queued"].parse(event.data);
    for (let round = 1; round <= 100; round++) {
      const { worked } = await step.run(`deliver ${round}`, async () => {
        const delivered = await deliver(engine(), accountId);
        if (delivered.waitMs !== null) {
          // Nothing is lost and nothing failed: the provider said when to come again.
          throw new RetryAfterError("The account may not be used yet.", delivered.waitMs);
        }
        return delivered;
      });
      if (worked === 0) return;
    }
    // A long backlog goes on in a fresh run: this one's steps are all replayed at every call.
    await step.sendEvent("go on", { name: "mail/queued", data: { accountId } });
  },
);
