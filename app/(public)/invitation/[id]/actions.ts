"use server";

import { isAPIError } from "better-auth/api";
import { hashPassword } from "better-auth/crypto";
import { headers } from "next/headers";
import { z } from "zod";
import { newPassword, personName } from "@/app/_server/account-fields";
import { publicAction } from "@/app/_server/action";
import { auth } from "@/app/_server/auth";
import { callerMay } from "@/app/_server/caller-may";
import { enter } from "@/app/_server/enter";
import { signedIn } from "@/app/_server/session";
import { db } from "@/db/client";
import { createAccountByInvitation } from "@/db/queries/accounts";
import { findOpenInvitation } from "@/db/queries/invitations";
import { ok, problem } from "@/lib/result";

const invitationId = z.string().min(1).max(64);

const over = problem("gone", "This invitation is over. Ask an owner of the workspace for a new one.");

/** An account for the invited address, which joins at once. Whoever has the link may make it. */
export const createInvitedAccount = publicAction(
  z.strictObject({ invitationId, name: personName, password: newPassword }),
  async ({ password, ...person }) => {
    if (!(await callerMay("join"))) return problem("too-many", "Too many attempts. Wait 15 minutes.");
    if (!(await findOpenInvitation(db(), person))) return over;
    const made = await createAccountByInvitation(db(), {
      ...person,
      passwordHash: await hashPassword(password),
    });
    if (made === "gone") return over;
    if (made === "taken")
      return problem("taken", "The invited address has an account. Sign in with it to join.");
    await enter({ email: made.email, password });
    return ok(null);
  },
);

/** Somebody who is signed in joins another workspace, which becomes the one they work in. */
export const acceptInvitation = publicAction(z.strictObject({ invitationId }), async (asked) => {
  if (!(await signedIn())) return problem("signed-out", "Your session has ended. Sign in again.");
  try {
    await auth().api.acceptInvitation({ body: asked, headers: await headers() });
    return ok(null);
  } catch (error) {
    if (!isAPIError(error)) throw error;
    if (error.body?.code === "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION") {
      return problem(
        "not-yours",
        "The invitation is for another address than the one you are signed in with.",
      );
    }
    return over;
  }
});
