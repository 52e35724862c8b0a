import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { PeopleFrame } from "@/components/people/people-frame";
import { TurnedAwayTable } from "@/components/people/turned-away-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { listTurnedAway } from "@/db/queries/turned-away";
import { zoneOf } from "@/lib/engine/surroundings";
import { sayEntry, sayRefusal } from "@/lib/flow/entry";
import { sayMoment } from "@/lib/time/moment";

export const metadata: Metadata = { title: "Did not enter" };

const MOST_SHOWN = 200;

export default async function NotEnteredPage({
  params,
}: PageProps<"/funnels/[funnelId]/people/not-entered">) {
  const { workspaceId } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId) notFound();
  const [funnel, zone, rows] = await Promise.all([
    findFunnel(db(), { workspaceId, funnelId }),
    zoneOf(db(), workspaceId),
    listTurnedAway(db(), { workspaceId, funnelId, limit: MOST_SHOWN }),
  ]);
  if (!funnel) notFound();
  const now = Date.now();
  const when = (at: number) => sayMoment(at, { now, zone });
  const { entry } = funnel.liveVersion?.flow ?? funnel.draft;
  return (
    <PeopleFrame
      funnelId={funnelId}
      funnel={funnel}
      says={`People who did not enter although something would have started it. ${sayEntry(entry)}`}
    >
      <Link
        href={`/funnels/${funnelId}/people`}
        className="self-start text-sm text-accent underline underline-offset-2"
      >
        People in this funnel
      </Link>
      {rows.length === 0 ? (
        <EmptyState picture={null}>
          Nobody was turned away: everyone this funnel was started for has entered it.
        </EmptyState>
      ) : (
        <TurnedAwayTable
          people={rows.map(({ contact, eventName, because, at, times }) => ({
            contactId: contact.id,
            name: contact.name,
            email: contact.email,
            event: `“${eventName}”`,
            why: sayRefusal(because, when),
            when: when(at),
            times,
          }))}
        />
      )}
      {rows.length === MOST_SHOWN ? (
        <p className="text-sm text-ink-soft">The last {MOST_SHOWN} people are shown.</p>
      ) : null}
    </PeopleFrame>
  );
}
