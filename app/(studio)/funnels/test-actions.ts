"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";
import { findTestRun } from "@/db/queries/test-runs";
import { engine } from "@/lib/engine/current";
import { happenInTest, stopTest as stopTestOf } from "@/lib/engine/test-under-way";
import { tryOnMe } from "@/lib/engine/try-on-me";
import { callReach } from "@/lib/engine/web/call-reach";
import { env } from "@/lib/env";
import { eventName } from "@/lib/flow/event-name";
import { happenings } from "@/lib/flow/happenings";
import { SPEEDS } from "@/lib/flow/try-on-me";
import { ok, problem } from "@/lib/result";

const funnelId = z.uuid();
const gone = () => problem("not-found", "This funnel does not exist any more.");
const isOver = () => problem("over", "This test is over. Start it again.");

export const startTest = action(
  z.strictObject({
    funnelId,
    revision: z.int().min(0),
    speed: z.literal(SPEEDS.map(({ speed }) => speed)),
    triggerId: z.string().max(64).nullable(),
  }),
  { role: "editor" },
  async (input, { workspaceId, userId, userName, userEmail }) =>
    tryOnMe(engine(), {
      ...input,
      workspaceId,
      member: { id: userId, name: userName, email: userEmail },
      shortWaits: env().ALLOW_SHORT_WAITS,
      callReach: callReach(),
    }),
);

export const stopTest = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId, userId }) => {
    const scope = { ...input, workspaceId, userId };
    if (!(await hasFunnel(db(), scope))) return gone();
    return ok({ stopped: await stopTestOf(engine(), scope) });
  },
);

export const pretendInTest = action(
  // `which`: of those of that name, as `happenings` gives them.
  z.strictObject({ funnelId, event: eventName, which: z.int().min(0).max(1_000).default(0) }),
  { role: "editor" },
  async ({ event, which, ...input }, { workspaceId, userId }) => {
    const scope = { ...input, workspaceId, userId };
    if (!(await hasFunnel(db(), scope))) return gone();
    const run = await findTestRun(db(), scope);
    if (!run) return isOver();
    const found = happenings(run.path.flow).filter(({ name }) => name === event)[which];
    if (!found) return problem("unread", `Nothing in this funnel waits for “${event}”.`);
    const { about: _, ...fact } = found;
    return (await happenInTest(engine(), scope, fact)) ? ok(null) : isOver();
  },
);
