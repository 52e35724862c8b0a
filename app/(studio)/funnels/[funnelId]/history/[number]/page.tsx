import { ChevronLeft } from "lucide-react";
import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { ReadOnlyCanvas } from "@/components/editor/read-only-canvas";
import { GoBack } from "@/components/history/history-list";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { findVersion } from "@/db/queries/versions";
import { zoneOf } from "@/lib/engine/surroundings";
import { flow } from "@/lib/flow/flow";
import { mayAs } from "@/lib/member-role";
import { sayMoment } from "@/lib/time/moment";

export const metadata: Metadata = { title: "An earlier version" };

const address = z.object({ funnelId: z.uuid(), number: z.coerce.number().int().min(1) });

export default async function VersionPage({ params }: PageProps<"/funnels/[funnelId]/history/[number]">) {
  const { workspaceId, role } = await requireMember();
  const place = address.safeParse(await params).data;
  if (!place) notFound();
  const [funnel, version, zone] = await Promise.all([
    findFunnel(db(), { workspaceId, ...place }),
    findVersion(db(), { workspaceId, ...place }),
    zoneOf(db(), workspaceId),
  ]);
  if (!funnel || !version) notFound();
  const isLive = version.number === funnel.liveVersion?.number;
  const when = sayMoment(version.publishedAt.getTime(), { now: Date.now(), zone });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        className="border-b border-line bg-surface px-4 py-3 sm:px-8"
        back={
          <Link
            href={`/funnels/${place.funnelId}/history` as Route}
            className="inline-flex items-center gap-1 hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-4" /> History of {funnel.name}
          </Link>
        }
        title={`Version ${version.number}`}
        description={`${isLive ? "It is live. " : ""}Published ${when}${version.publishedBy ? ` by ${version.publishedBy}` : ""}. To look at, not to change.`}
        actions={
          mayAs(role, "editor") && !isLive ? (
            <GoBack funnelId={place.funnelId} number={version.number} />
          ) : null
        }
      />
      <div className="min-h-0 flex-1">
        <ReadOnlyCanvas flow={flow.parse(version.flow)} name={`Version ${version.number}`} />
      </div>
    </div>
  );
}
