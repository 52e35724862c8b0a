import "server-only";
import { inngest } from "@/inngest/client";
import { callPeople } from "@/lib/engine/call-people";
import { engine } from "@/lib/engine/current";
import { fold } from "@/lib/engine/fold";
import { sweep } from "@/lib/engine/sweep";

/**
 * The backup of the sweep that runs within the process: where processes come and go, this is what finds whoever was forgotten.
 */
export const sweepDue = inngest.createFunction(
  { id: "sweep-due", triggers: [{ cron: "*/5 * * * *" }], retries: 0 },
  async ({ step }) =>
    step.run("sweep", async () => {
      await fold(engine().db);
      await callPeople(engine());
      return sweep(engine());
    }),
);
