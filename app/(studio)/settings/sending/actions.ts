"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { backlogOf } from "@/db/queries/backlogs";
import { trySending } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { holdAll, releaseAll } from "@/lib/engine/hold-all";
import { backlogChoice } from "@/lib/mail/backlog";
import { ok } from "@/lib/result";

const nothing = z.strictObject({});

export const holdAllSending = action(nothing, { role: "editor" }, async (_, { workspaceId, userId }) => {
  await holdAll(engine(), { workspaceId, userId });
  return ok(null);
});

export const sendAgain = action(
  z.strictObject({ backlog: backlogChoice }),
  { role: "editor" },
  async ({ backlog: choice }, { workspaceId, userId }) => {
    await releaseAll(engine(), { workspaceId, userId, choice });
    return ok(null);
  },
);

export const lookAtBacklog = action(nothing, { role: "editor" }, async (_, { workspaceId }) =>
  ok(await backlogOf(db(), { workspaceId, now: engine().clock() })),
);

/** The account may be shared by several workspaces: all that this does is one call, at once. */
export const trySendingNow = action(nothing, { role: "owner" }, async (_, { workspaceId }) => {
  await trySending(engine(), workspaceId);
  return ok(null);
});
