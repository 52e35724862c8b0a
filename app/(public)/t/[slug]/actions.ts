"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { createFunnel } from "@/db/queries/funnels";
import { ok, problem } from "@/lib/result";
import { sharedAt } from "./shared-at";

/** Makes a draft of a shared template in the workspace of whoever is asking. */
export const copyTemplate = action(
  z.strictObject({ slug: z.string().max(100) }),
  { role: "editor" },
  async ({ slug }, { workspaceId, userId }) => {
    const shared = await sharedAt(slug);
    if (!shared) return problem("gone", "This funnel is not shared any more. Ask whoever sent you the link.");
    const { name, flow: draft } = shared;
    return ok(await createFunnel(db(), { workspaceId, name, userId, draft }));
  },
);
