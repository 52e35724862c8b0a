"use server";

import { z } from "zod";
import { emailAddress, workspaceName } from "@/app/_server/account-fields";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { decideOpens, updateWorkspaceSettings } from "@/db/queries/workspaces";
import { engine } from "@/lib/engine/current";
import { ok, problem } from "@/lib/result";

const timeZones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);

const workspace = z.strictObject({
  name: workspaceName,
  postalAddress: z.string().trim().max(500, "Use at most 500 characters for the postal address."),
  timeZone: z.string().refine((zone) => timeZones.has(zone), "Choose a time zone from the list."),
});

export const saveWorkspace = action(workspace, { role: "owner" }, async (settings, { workspaceId }) => {
  await updateWorkspaceSettings(db(), { workspaceId, ...settings, now: engine().clock() });
  return ok(null);
});

const orNone = z.union([z.literal(""), emailAddress]);

const sending = z.strictObject({
  senderName: z
    .string()
    .trim()
    .min(1, "Enter the name your readers see as sender.")
    .max(100, "Use at most 100 characters for the sender’s name."),
  senderEmail: z.string().max(300),
  replyTo: z.string().max(300),
});

export const saveSending = action(sending, { role: "owner" }, async (asked, { workspaceId }) => {
  const senderEmail = emailAddress.safeParse(asked.senderEmail);
  if (!senderEmail.success) {
    return problem("sender-email", "The sender’s address is not an email address, such as anna@example.org.");
  }
  const replyTo = orNone.safeParse(asked.replyTo.trim());
  if (!replyTo.success) {
    return problem(
      "reply-to",
      "The address for replies is not an email address. Leave it empty to use the sender’s.",
    );
  }
  await updateWorkspaceSettings(db(), {
    workspaceId,
    now: engine().clock(),
    ...asked,
    senderEmail: senderEmail.data,
    replyTo: replyTo.data,
  });
  return ok(null);
});

const opens = z.strictObject({
  opens: z.enum(["off", "consent", "all"], "Choose how opens are treated."),
});

export const saveOpens = action(opens, { role: "owner" }, async (decided, { workspaceId }) => {
  await decideOpens(db(), { workspaceId, ...decided });
  return ok(null);
});
