import type { Metadata } from "next";
import { NewAccountForm } from "@/components/account/new-account-form";
import { WayOn } from "@/components/account/way-on";
import { AuthCard } from "@/components/shell/auth-card";
import { db } from "@/db/client";
import { hasAccounts } from "@/db/queries/accounts";
import { createOwner } from "./actions";

export const metadata: Metadata = { title: "Welcome" };
export const dynamic = "force-dynamic";

/** Offered once: to the first visitor of an installation with a database of its own. */
export default async function WelcomePage() {
  if (await hasAccounts(db())) {
    return (
      <AuthCard
        title="The owner account exists"
        description="Somebody has created it already. Sign in, or ask an owner for an invitation."
      >
        <WayOn href="/sign-in">Sign in</WayOn>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Create the owner account"
      description="Nobody has an account here yet. Yours owns the first workspace and can invite others."
    >
      <NewAccountForm verb="Create the owner account" create={createOwner} />
    </AuthCard>
  );
}
