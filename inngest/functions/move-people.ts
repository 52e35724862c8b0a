import "server-only";
import { inngest } from "@/inngest/client";
import { events } from "@/inngest/events";
import { engine } from "@/lib/engine/current";
import { movePeople } from "@/lib/engine/move-people";

/** Takes the people of a funnel along to a version that went live, in bounded steps. */
export const movePeopleAlong = inngest.createFunction(
  {
    id: "move-people",
    triggers: [{ event: "version/moving" }],
    // The sweep is the retry.
    retries: 0,
    concurrency: { key: "event.data.versionId", limit: 1 },
  },
  async ({ event, step }) => {
    const data = events["version/moving"].parse(event.data);
    for (let round = 1; round <= 100; round++) {
      const { waitMs } = await step.run(`move ${round}`, () => movePeople(engine(), data));
      if (waitMs === null) return;
      if (waitMs > 0) await step.sleep(`watch ${round}`, waitMs);
    }
    // A long list goes on in a fresh run: this one's steps are all replayed at every call.
    await step.sendEvent("go on", { name: "version/moving", data });
  },
);
