"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { archiveFunnel, restoreFunnel } from "@/db/queries/archive";
import { duplicateFunnel } from "@/db/queries/funnels";
import { engine } from "@/lib/engine/current";
import { ok } from "@/lib/result";
import { funnelId, gone } from "./funnel-input";

export const duplicate = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId, userId }) => {
    const copy = await duplicateFunnel(db(), { ...input, workspaceId, userId });
    return copy ? ok(copy) : gone();
  },
);

export const archive = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId }) => {
    const archived = await archiveFunnel(db(), { ...input, workspaceId });
    return archived ? ok(archived) : gone();
  },
);

/** `live` undoes: a funnel that was live when it was archived goes on. */
export const restore = action(
  z.strictObject({ funnelId, live: z.boolean() }),
  { role: "editor" },
  async (input, { workspaceId }) => {
    const restored = await restoreFunnel(db(), { ...input, workspaceId, now: engine().clock() });
    return restored ? ok(restored) : gone();
  },
);
