import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { FirstSteps } from "@/components/funnels/first-steps";
import { FunnelList } from "@/components/funnels/funnel-list";
import { NewFunnel } from "@/components/funnels/new-funnel";
import { PageFrame } from "@/components/shell/page-frame";
import { Banner } from "@/components/ui/banner";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { db } from "@/db/client";
import { countsOfFunnels, listFunnels } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { heldAccount } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { mayAs } from "@/lib/member-role";
import { makeFunnel } from "../actions";

export const metadata: Metadata = { title: "Funnels" };

export default async function FunnelsPage() {
  const { workspaceId, role } = await requireMember();
  const [funnels, counts, settings, holding] = await Promise.all([
    listFunnels(db(), { workspaceId }),
    countsOfFunnels(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
    heldAccount(engine(), workspaceId),
  ]);
  const mayEdit = mayAs(role, "editor");
  const create = mayEdit ? <NewFunnel make={makeFunnel} /> : null;
  return (
    <PageFrame>
      <PageHeader title="Funnels" actions={funnels.length > 0 ? create : null} />
      {holding ? (
        <Banner tone="attention" title="No mail leaves at the moment">
          {holding.because}
        </Banner>
      ) : null}
      {settings && mayEdit ? (
        <FirstSteps
          settings={settings}
          funnels={funnels}
          isOwner={role === "owner"}
          newFunnel={<NewFunnel make={makeFunnel} look="step" />}
        />
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
