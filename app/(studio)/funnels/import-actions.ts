"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { createFunnel } from "@/db/queries/funnels";
import { ok } from "@/lib/result";
import { readTemplate } from "@/lib/templates/template-file";

/** What a file holds, read again here: the browser that opened it is not believed. */
const file = z.unknown().transform((raw, context) => {
  const read = readTemplate(raw);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: read.message });
  return z.NEVER;
});

/** Makes a draft of a file. Nobody enters before somebody publishes it. */
export const importTemplate = action(
  z.strictObject({ file }),
  { role: "editor" },
  async (input, { workspaceId, userId }) => {
    const { name, flow: draft } = input.file;
    return ok(await createFunnel(db(), { workspaceId, name, userId, draft }));
  },
);
