"use server";

import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { emailAddress, newPassword, personName, workspaceName } from "@/app/_server/account-fields";
import { publicAction } from "@/app/_server/action";
import { enter } from "@/app/_server/enter";
import { db } from "@/db/client";
import { createFirstAccount, hasAccounts } from "@/db/queries/accounts";
import { createWorkspace } from "@/db/queries/workspaces";
import { ok, problem } from "@/lib/result";

const owner = z.strictObject({
  name: personName,
  email: emailAddress,
  password: newPassword,
  workspaceName,
});

const exists = problem(
  "exists",
  "The owner account exists already. Sign in, or ask an owner for an invitation.",
);

/** The very first account. Of several visitors at once, one gets it. */
export const createOwner = publicAction(owner, async ({ password, workspaceName: name, ...person }) => {
  // Asked before the password is hashed, which takes a tenth of a second of a processor.
  if (await hasAccounts(db())) return exists;
  const account = { ...person, passwordHash: await hashPassword(password) };
  const workspaceId = await createFirstAccount(db(), account, (tx, ownerId) =>
    createWorkspace(tx, { name, ownerId, senderName: name }),
  );
  if (!workspaceId) return exists;
  await enter({ email: person.email, password });
  return ok(null);
});
