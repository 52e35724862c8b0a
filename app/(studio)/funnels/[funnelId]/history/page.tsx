import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { HistoryList } from "@/components/history/history-list";
import { PeopleFrame } from "@/components/people/people-frame";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { listVersions } from "@/db/queries/versions";
import { zoneOf } from "@/lib/engine/surroundings";
import { mayAs } from "@/lib/member-role";
import { sayMoment } from "@/lib/time/moment";

export const metadata: Metadata = { title: "History" };

const asked = z.object({ before: z.coerce.number().int().min(2) });

export default async function HistoryPage({
  params,
  searchParams,
}: PageProps<"/funnels/[funnelId]/history">) {
  const { workspaceId, role } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId) notFound();
  const before = asked.safeParse(await searchParams).data?.before;
  const scope = { workspaceId, funnelId };
  const [funnel, list, zone] = await Promise.all([
    findFunnel(db(), scope),
    listVersions(db(), { ...scope, before }),
    zoneOf(db(), workspaceId),
  ]);
  if (!funnel) notFound();
  const reader = { now: Date.now(), zone };
  const last = list.versions.at(-1);
  return (
    <PeopleFrame
      funnelId={funnelId}
      funnel={funnel}
      says="Every version that was published, and what it changed"
    >
      {list.versions.length === 0 ? (
        <EmptyState
          picture={null}
          action={
            <Button asChild>
              <Link href={`/funnels/${funnelId}` as Route}>Go to the canvas</Link>
            </Button>
          }
        >
          Nothing was published yet. Each time you publish, the version is kept here, and you can go back to
          it.
        </EmptyState>
      ) : (
        <HistoryList
          funnelId={funnelId}
          live={funnel.liveVersion?.number ?? 0}
          canEdit={mayAs(role, "editor")}
          versions={list.versions.map(({ id: _, publishedAt, publishedBy, ...version }) => ({
            ...version,
            by: publishedBy,
            when: sayMoment(publishedAt.getTime(), reader),
          }))}
        />
      )}
      {list.more && last ? (
        <Button asChild className="self-start">
          <Link href={`/funnels/${funnelId}/history?before=${last.number}` as Route}>Earlier versions</Link>
        </Button>
      ) : null}
    </PeopleFrame>
  );
}
