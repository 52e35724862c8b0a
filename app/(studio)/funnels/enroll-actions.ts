"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { stopEnrolling } from "@/db/queries/enrollings";
import { hookAt } from "@/db/queries/hooks";
import { linksOfLiveStep } from "@/db/queries/live-links";
import { accountOf } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { startEnrolling, whoMatches } from "@/lib/engine/start-enrolling";
import { hookSecret } from "@/lib/engine/take-hook";
import { env } from "@/lib/env";
import { ok, problem } from "@/lib/result";
import { funnelId, gone } from "./funnel-input";

export const countMatching = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId }) => {
    const [found, account] = await Promise.all([
      whoMatches(engine(), { ...input, workspaceId }),
      accountOf(db(), engine(), workspaceId),
    ]);
    if (!found) return gone();
    return ok({ ...found, perSecond: Number.isFinite(account.perSecond) ? account.perSecond : null });
  },
);

export const enrollMatching = action(
  z.strictObject({
    funnelId,
    nodeId: z.string().min(1).max(64),
    requestId: z.uuid(),
    seen: z.int().min(1).max(1_000_000),
  }),
  { role: "editor" },
  async (input, { workspaceId, userId }) => startEnrolling(engine(), { ...input, workspaceId, userId }),
);

export const stopEnrollingPeople = action(
  z.strictObject({ funnelId, id: z.uuid() }),
  { role: "editor" },
  async (input, { workspaceId, userEmail }) =>
    (await stopEnrolling(db(), { ...input, workspaceId, now: engine().clock(), name: userEmail }))
      ? ok(null)
      : problem("not-found", "This has ended already."),
);

export const linksOfLive = action(
  z.strictObject({ funnelId, nodeId: z.string().min(1).max(64) }),
  { role: "editor" },
  async (input, { workspaceId }) => {
    const links = await linksOfLiveStep(db(), { ...input, workspaceId });
    return links ? ok(links) : problem("not-found", "This email is not in that funnel any more.");
  },
);

export const hookOf = action(
  z.strictObject({ funnelId, nodeId: z.string().min(1).max(64) }),
  { role: "editor" },
  async (input, { workspaceId }) => {
    const hook = await hookAt(db(), { ...input, workspaceId, slug: engine().token() });
    if (!hook) return gone();
    const address = new URL(`/api/hooks/${hook.slug}`, env().APP_URL).href;
    return ok({ address, secret: hookSecret(env().APP_SECRET, hook.id) });
  },
);
