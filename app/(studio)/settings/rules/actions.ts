"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { setPriority as storePriority } from "@/db/queries/funnels";
import { engine } from "@/lib/engine/current";
import { saveRules as storeRules } from "@/lib/engine/save-rules";
import { mailRules } from "@/lib/mail/mail-rules";
import { ok, problem } from "@/lib/result";

export const saveRules = action(mailRules, { role: "editor" }, async (rules, { workspaceId, userId }) => {
  await storeRules(engine(), { workspaceId, userId, rules });
  return ok(null);
});

export const setPriority = action(
  z.strictObject({ funnelId: z.uuid(), priority: z.enum(["high", "normal", "low"]) }),
  { role: "editor" },
  async (input, { workspaceId }) =>
    (await storePriority(db(), { ...input, workspaceId }))
      ? ok(null)
      : problem("not-found", "This funnel does not exist any more."),
);
