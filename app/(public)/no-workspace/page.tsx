import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentMember, signedIn } from "@/app/_server/session";
import { signOut } from "@/app/_server/shell-actions";
import { AuthCard } from "@/components/shell/auth-card";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "No workspace" };

export default async function NoWorkspacePage() {
  const person = await signedIn();
  if (!person) redirect("/sign-in");
  if (await currentMember()) redirect("/");
  return (
    <AuthCard
      title="You are in no workspace"
      description={`${person.userEmail} belongs to no workspace any more. Ask an owner for an invitation; it comes as a link.`}
    >
      <form action={signOut} className="flex flex-col">
        <Button type="submit" size="lg">
          Sign out
        </Button>
      </form>
    </AuthCard>
  );
}
