import type { Metadata } from "next";
import Link from "next/link";
import { requireMember } from "@/app/_server/session";
import { FunnelList } from "@/components/funnels/funnel-list";
import { NewFunnel } from "@/components/funnels/new-funnel";
import { PageFrame } from "@/components/shell/page-frame";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { db } from "@/db/client";
import { countsOfFunnels, listFunnels } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { mayAs } from "@/lib/member-role";
import { makeFunnel } from "./actions";

export const metadata: Metadata = { title: "Funnels" };

export default async function FunnelsPage() {
  const { workspaceId, role } = await requireMember();
  const [funnels, counts, settings] = await Promise.all([
    listFunnels(db(), { workspaceId }),
    countsOfFunnels(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const mayEdit = mayAs(role, "editor");
  const create = mayEdit ? <NewFunnel make={makeFunnel} /> : null;
  return (
    <PageFrame>
      <PageHeader title="Funnels" actions={funnels.length > 0 ? create : null} />
      {settings && !settings.postalAddress && mayEdit ? (
        <Banner
          tone="attention"
          title="Your postal address is missing"
          action={
            <Button asChild size="sm">
              <Link href="/settings">Add it</Link>
            </Button>
          }
        >
          Every marketing email must carry it, so nothing can be published before.
        </Banner>
      ) : null}
      {funnels.length === 0 ? (
        <EmptyState action={create}>
          {mayEdit
            ? "Draw who enters, what they get, and when. Your first funnel starts with an empty canvas."
            : "There is no funnel in this workspace yet."}
        </EmptyState>
      ) : (
        <FunnelList
          funnels={funnels.map((funnel) => ({
            ...funnel,
            ...(counts[funnel.id] ?? { here: 0, entered: 0, converted: 0 }),
          }))}
        />
      )}
    </PageFrame>
  );
}
