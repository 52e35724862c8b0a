"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { createApiKey, revokeApiKey } from "@/db/queries/api-keys";
import { ok, problem } from "@/lib/result";

const name = z
  .string()
  .trim()
  .min(1, "Give the key a name, so that you know later what uses it.")
  .max(60, "Use at most 60 characters for the name.");

/** The only answer that ever holds the key itself. */
export const makeKey = action(z.strictObject({ name }), { role: "owner" }, async (asked, { workspaceId }) => {
  const { key } = await createApiKey(db(), { workspaceId, ...asked });
  return ok({ name: asked.name, key });
});

export const revokeKey = action(
  z.strictObject({ keyId: z.uuid() }),
  { role: "owner" },
  async (asked, { workspaceId }) =>
    (await revokeApiKey(db(), { workspaceId, ...asked }))
      ? ok(null)
      : problem("gone", "This key was revoked already."),
);
