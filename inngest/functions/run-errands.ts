import "server-only";
import { inngest } from "@/inngest/client";
import { engine } from "@/lib/engine/current";
import { runErrands } from "@/lib/engine/errands/run-errands";

/** Makes web calls and tells teammates, in bounded steps. What is to be tried again later is found by the sweep. */
export const runErrandsDue = inngest.createFunction(
  { id: "run-errands", triggers: [{ event: "errand/waits" }], retries: 0, concurrency: { limit: 2 } },
  async ({ step }) => {
    for (let round = 1; round <= 50; round++) {
      const { worked } = await step.run(`run ${round}`, () => runErrands(engine()));
      if (worked === 0) return;
    }
    await step.sendEvent("go on", { name: "errand/waits", data: {} });
  },
);
