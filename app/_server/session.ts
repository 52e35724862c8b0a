import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { db } from "@/db/client";
import { findMembership } from "@/db/queries/members";
import type { MemberRole } from "@/lib/member-role";
import { auth } from "./auth";

/** Who is asking, and in which workspace. The role was read from the database for this very request. */
export type Member = {
  userId: string;
  userName: string;
  userEmail: string;
  workspaceId: string;
  workspaceName: string;
  role: MemberRole;
};

export type SignedIn = {
  userId: string;
  userName: string;
  userEmail: string;
  chosenWorkspaceId: string | null;
};

/** The person behind the cookie, whether or not they belong to a workspace. Null when signed out. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const asked = await headers();
  const found = await auth().api.getSession({
    headers: asked,
    // A page cannot set cookies, so only actions may prolong the session: row and cookie stay equal.
    query: { disableRefresh: !asked.has("next-action") },
  });
  if (!found) return null;
  return {
    userId: found.user.id,
    userName: found.user.name,
    userEmail: found.user.email,
    chosenWorkspaceId: found.session.activeOrganizationId ?? null,
  };
});

/** Null when signed out, and when the person belongs to no workspace (any more). */
export const currentMember = cache(async (): Promise<Member | null> => {
  const person = await signedIn();
  if (!person) return null;
  const membership = await findMembership(db(), { userId: person.userId, chosen: person.chosenWorkspaceId });
  if (!membership) return null;
  const { userId, userName, userEmail } = person;
  return { userId, userName, userEmail, ...membership };
});

/** For pages: whoever is signed out goes to the sign-in page and comes back afterwards. */
export async function requireMember(): Promise<Member> {
  const member = await currentMember();
  if (member) return member;
  if (await signedIn()) redirect("/no-workspace");
  const path = (await headers()).get("x-path");
  redirect(path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in");
}
