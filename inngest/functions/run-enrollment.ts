import "server-only";
import { inngest } from "@/inngest/client";
import { events } from "@/inngest/events";
import { advance } from "@/lib/engine/advance";
import { engine } from "@/lib/engine/current";
import { sleepFor } from "@/lib/engine/hints";
import { recordFailure } from "@/lib/engine/record-failure";

/** A run hands over after so many waits: Inngest replays all steps of a run at every call. */
const HOPS = 50;

/** Walks one enrollment: advances it, waits until it is woken or its time has come, and so on until it ends. */
export const runEnrollment = inngest.createFunction(
  {
    id: "run-enrollment",
    triggers: [{ event: "enrollment/started" }],
    // The sweep is the retry: it starts a new generation, which a retry of this one would only be in the way of.
    retries: 0,
    // One workspace's rush must not keep the others waiting.
    concurrency: { key: "event.data.workspaceId", limit: 12 },
    async onFailure({ event, error }) {
      const { enrollmentId, workspaceId, generation } = events["enrollment/started"].parse(
        event.data.event.data,
      );
      await recordFailure(engine(), { workspaceId, enrollmentId, generation, message: error.message });
    },
  },
  async ({ event, step }) => {
    const data = events["enrollment/started"].parse(event.data);
    for (let hop = 1; hop <= HOPS; hop++) {
      const at = await step.run(`advance ${hop}`, () => advance(engine(), data));
      if (at.state !== "waiting") return at.state;
      await step.waitForEvent(`wait ${hop}`, {
        event: "enrollment/woken",
        if: `async.data.turn == '${at.turn}'`,
        timeout: sleepFor(at.until, at.now),
      });
    }
    await step.sendEvent("hand over", { name: "enrollment/started", data });
    return "handed over";
  },
);
