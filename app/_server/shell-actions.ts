"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { db } from "@/db/client";
import { listMemberships } from "@/db/queries/members";
import { ok, problem } from "@/lib/result";
import { action, publicAction } from "./action";
import { auth } from "./auth";

const end = publicAction(z.undefined(), async () => {
  await auth().api.signOut({ headers: await headers() });
  return ok(null);
});

export async function signOut(): Promise<void> {
  const ended = await end(undefined);
  if (!ended.ok) throw new Error(ended.message);
  redirect("/sign-in");
}

const choose = action(z.string().max(64), { role: "viewer" }, async (workspaceId, { userId }) => {
  const own = await listMemberships(db(), { userId });
  if (!own.some((workspace) => workspace.id === workspaceId)) {
    return problem("gone", "You are not in this workspace any more.");
  }
  await auth().api.setActiveOrganization({
    headers: await headers(),
    body: { organizationId: workspaceId },
  });
  return ok(null);
});

/** Goes to the start of the other workspace: what the page shows is not there. */
export async function switchWorkspace(workspaceId: string): Promise<void> {
  const chosen = await choose(workspaceId);
  if (!chosen.ok && chosen.problem === "signed-out") redirect("/sign-in");
  if (!chosen.ok && chosen.problem !== "gone") throw new Error(chosen.message);
  redirect("/");
}
