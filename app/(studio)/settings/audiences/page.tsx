import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { AudienceList } from "@/components/settings/audience-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { db } from "@/db/client";
import { listAudiences } from "@/db/queries/audiences";
import { makeAudienceFile } from "./actions";

export const metadata: Metadata = { title: "Ad audiences" };

export default async function AudiencesPage() {
  const { workspaceId, role } = await requireMember();
  const audiences = await listAudiences(db(), { workspaceId });
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-prose text-pretty text-ink-soft">
        Funnels put people on ad audiences and take them off again. Upload the files to Meta or Google by
        hand; addresses in them are hashed. Only people who agreed to advertising are in a file.
      </p>
      {audiences.length === 0 ? (
        <EmptyState
          action={
            <Button asChild>
              <Link href="/funnels">Go to funnels</Link>
            </Button>
          }
        >
          Nobody is on an ad audience yet. Add the step “Ad audience” to a funnel.
        </EmptyState>
      ) : (
        <AudienceList audiences={audiences} mayMake={role !== "viewer"} makeFile={makeAudienceFile} />
      )}
    </div>
  );
}
