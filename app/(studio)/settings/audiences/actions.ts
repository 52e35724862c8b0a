"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { audienceFile } from "@/db/queries/audiences";
import { ok } from "@/lib/result";

/** The contents of one file of an ad audience, as CSV. An audience nobody is on has a header alone. */
export const makeAudienceFile = action(
  z.strictObject({ name: z.string().min(1).max(100), file: z.enum(["meta", "google", "removed"]) }),
  { role: "editor" },
  async (input, { workspaceId }) => ok(await audienceFile(db(), { ...input, workspaceId })),
);
