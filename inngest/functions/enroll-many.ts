import "server-only";
import { inngest } from "@/inngest/client";
import { events } from "@/inngest/events";
import { engine } from "@/lib/engine/current";
import { enrollSome } from "@/lib/engine/enroll-many";

/** Turns before a run hands over: Inngest replays all steps of a run at every call. */
const TURNS = 100;

/** Lets many people enter at one trigger, a hundred a turn. The sweep comes for a run that nobody is at work on. */
export const enrollMany = inngest.createFunction(
  {
    id: "enroll-many",
    triggers: [{ event: "people/enrolling" }],
    retries: 0,
    // However many runs a workspace has, one of them has a turn at a time.
    concurrency: { key: "event.data.workspaceId", limit: 1 },
  },
  async ({ event, step }) => {
    const data = events["people/enrolling"].parse(event.data);
    for (let turn = 1; turn <= TURNS; turn++) {
      if ((await step.run(`turn ${turn}`, () => enrollSome(engine(), data))) !== "more") return;
    }
    await step.sendEvent("go on", { name: "people/enrolling", data });
  },
);
