import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { AnotherAudience, AudienceList } from "@/components/settings/audience-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { db } from "@/db/client";
import { listAudiences } from "@/db/queries/audiences";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { makeAudienceFile, saveAudienceAddress, tellAddressAgain } from "./actions";

export const metadata: Metadata = { title: "Ad audiences" };

export default async function AudiencesPage() {
  const { workspaceId, role } = await requireMember();
  const mayMake = role !== "viewer";
  const [found, settings] = await Promise.all([
    listAudiences(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const demo = settings?.demo ?? false;
  const audiences = found.map(({ address, ...one }) => ({
    ...one,
    address: address && {
      ...address,
      host: new URL(address.url).host,
      url: mayMake ? address.url : null,
    },
  }));
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-prose text-pretty text-ink-soft">
        Funnels put people on ad audiences and take them off again. Upload the files to Meta or Google by
        hand, or have a web address told of every change; email addresses are hashed in both. Only people who
        agreed to advertising are in a file, or told as added.
      </p>
      {audiences.length === 0 ? (
        <EmptyState
          action={
            <>
              <Button asChild>
                <Link href="/funnels">Go to funnels</Link>
              </Button>
              {mayMake ? <AnotherAudience saveAddress={saveAudienceAddress} demo={demo} /> : null}
            </>
          }
        >
          Nobody is on an ad audience yet. Add the step “Ad audience” to a funnel.
        </EmptyState>
      ) : (
        <AudienceList
          audiences={audiences}
          mayMake={mayMake}
          demo={demo}
          makeFile={makeAudienceFile}
          saveAddress={saveAudienceAddress}
          tellAgain={tellAddressAgain}
        />
      )}
    </div>
  );
}
