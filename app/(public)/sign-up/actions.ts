"use server";

import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { emailAddress, newPassword, personName, workspaceName } from "@/app/_server/account-fields";
import { publicAction } from "@/app/_server/action";
import { callerMay } from "@/app/_server/caller-may";
import { enter } from "@/app/_server/enter";
import { db } from "@/db/client";
import { createAccountWithWorkspace } from "@/db/queries/accounts";
import { env } from "@/lib/env";
import { ok, problem } from "@/lib/result";

const newAccount = z.strictObject({
  name: personName,
  email: emailAddress,
  password: newPassword,
  workspaceName,
});

/** An account with a workspace of its own, where strangers may have one. */
export const signUp = publicAction(newAccount, async ({ password, ...person }) => {
  if (!env().ALLOW_SIGN_UP) {
    return problem("not-allowed", "Accounts are made by invitation here. Ask an owner for one.");
  }
  if (!(await callerMay("sign-up"))) {
    return problem("too-many", "Too many accounts were made from your address. Wait 15 minutes.");
  }
  const userId = await createAccountWithWorkspace(db(), {
    ...person,
    passwordHash: await hashPassword(password),
  });
  if (!userId) return problem("taken", "This address has an account already. Sign in with it.");
  await enter({ email: person.email, password });
  return ok(null);
});
