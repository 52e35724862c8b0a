import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { switchWorkspace } from "@/app/_server/shell-actions";
import { ArchivedFunnels } from "@/components/funnels/archived-funnels";
import { FirstSteps } from "@/components/funnels/first-steps";
import { FunnelShelves } from "@/components/funnels/funnel-finder";
import { FunnelList } from "@/components/funnels/funnel-list";
import { LookAtDemo } from "@/components/funnels/look-at-demo";
import { NewFunnel } from "@/components/funnels/new-funnel";
import { ImportFunnel } from "@/components/share/import-funnel";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { db } from "@/db/client";
import { countArchived, listArchived } from "@/db/queries/archive";
import { findDemoOf } from "@/db/queries/demo";
import { countsOfFunnels, listFunnels } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { type MemberRole, mayAs } from "@/lib/member-role";
import { guessOwn } from "@/lib/templates/own";
import { dateIn } from "@/lib/time/calendar";
import { sayDate } from "@/lib/time/say-date";
import { makeFunnel } from "../actions";
import { funnelActions } from "../funnel-actions";
import { importTemplate } from "../import-actions";

export const metadata: Metadata = { title: "Funnels" };

export default async function FunnelsPage({ searchParams }: PageProps<"/funnels">) {
  const { userId, workspaceId, role } = await requireMember();
  if ((await searchParams).show === "archived") return <Archive workspaceId={workspaceId} role={role} />;
  const [funnels, archived, counts, settings, demo] = await Promise.all([
    listFunnels(db(), { workspaceId }),
    countArchived(db(), { workspaceId }),
    countsOfFunnels(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
    findDemoOf(db(), { userId }),
  ]);
  const mayEdit = mayAs(role, "editor");
  const own = guessOwn(settings && { name: settings.senderName, email: settings.senderEmail });
  return (
    <PageFrame>
      <PageHeader
        title="Funnels"
        actions={
          mayEdit ? (
            <>
              <ImportFunnel make={importTemplate} />
              {funnels.length > 0 ? <NewFunnel make={makeFunnel} own={own} /> : null}
            </>
          ) : null
        }
      />
      {settings && mayEdit && !settings.demo ? (
        <FirstSteps
          settings={settings}
          funnels={funnels}
          isOwner={role === "owner"}
          newFunnel={<NewFunnel make={makeFunnel} own={own} look="step" />}
        />
      ) : null}
      {funnels.length === 0 && archived > 0 ? (
        <div className="flex justify-end">
          <FunnelShelves archived={archived} showing="used" />
        </div>
      ) : null}
      {funnels.length === 0 && mayEdit ? (
        <section aria-labelledby="begin" className="flex flex-col gap-4">
          <h2 id="begin" className="text-base font-semibold">
            Begin with a sequence that works, and make its words your own
          </h2>
          <NewFunnel make={makeFunnel} own={own} look="page" />
        </section>
      ) : funnels.length === 0 ? (
        <EmptyState>There is no funnel in this workspace yet.</EmptyState>
      ) : (
        <FunnelList
          archived={archived}
          actions={mayEdit ? funnelActions : null}
          funnels={funnels.map((funnel) => ({
            ...funnel,
            ...(counts[funnel.id] ?? { here: 0, entered: 0, converted: 0 }),
          }))}
        />
      )}
      {funnels.length === 0 && demo !== null && demo !== workspaceId ? (
        <LookAtDemo workspaceId={demo} switchWorkspace={switchWorkspace} />
      ) : null}
    </PageFrame>
  );
}

async function Archive({ workspaceId, role }: { workspaceId: string; role: MemberRole }) {
  const [funnels, counts, settings] = await Promise.all([
    listArchived(db(), { workspaceId }),
    countsOfFunnels(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const zone = settings?.timeZone ?? "UTC";
  return (
    <PageFrame>
      <PageHeader
        title="Funnels"
        description="Archived funnels rest: nobody enters, moves on or is mailed."
      />
      <ArchivedFunnels
        actions={mayAs(role, "editor") ? funnelActions : null}
        funnels={funnels.map(({ archivedAt, ...funnel }) => ({
          ...funnel,
          archived: sayDate(dateIn(zone, archivedAt.getTime())),
          here: counts[funnel.id]?.here ?? 0,
        }))}
      />
    </PageFrame>
  );
}
