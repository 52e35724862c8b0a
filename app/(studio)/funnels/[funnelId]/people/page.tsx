import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { sayFilter } from "@/components/people/people-filter-words";
import { PeopleFinder } from "@/components/people/people-finder";
import { PeopleFrame } from "@/components/people/people-frame";
import { PeopleScreen } from "@/components/people/people-screen";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { countTurnedAway } from "@/db/queries/turned-away";
import { nameOf } from "@/lib/flow/names";
import { mayAs } from "@/lib/member-role";
import { morePeople, retryPeople, startableFunnels, startFunnel, takeBack, takeInHand } from "./actions";
import { peoplePart } from "./people-part";
import { readPeopleQuery } from "./people-query";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ params, searchParams }: PageProps<"/funnels/[funnelId]/people">) {
  const { workspaceId, role } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId) notFound();
  const { search, ...filter } = readPeopleQuery(await searchParams);
  const [funnel, away, first] = await Promise.all([
    findFunnel(db(), { workspaceId, funnelId }),
    countTurnedAway(db(), { workspaceId, funnelId }),
    peoplePart({ workspaceId, funnelId, ...filter, search, cursor: null }),
  ]);
  if (!funnel) notFound();
  const flow = funnel.liveVersion?.flow ?? funnel.draft;
  const says = `People who ${sayFilter(flow, filter)}${search ? `, found by “${search}”` : ""}`;
  const asked = { funnelId, ...filter, search };
  return (
    <PeopleFrame funnelId={funnelId} funnel={funnel} says={says}>
      <PeopleFinder
        key={JSON.stringify(asked)}
        funnelId={funnelId}
        which={filter.which}
        step={filter.nodeId}
        path={filter.path}
        search={search}
        steps={flow.nodes.map(({ id }) => ({ id, name: nameOf(flow, id) }))}
      />
      {away > 0 ? (
        <Link
          href={`/funnels/${funnelId}/people/not-entered`}
          className="self-start text-sm text-accent underline underline-offset-2"
        >
          {away === 1 ? "1 person did not enter" : `${away.toLocaleString("en")} people did not enter`}
        </Link>
      ) : null}
      <PeopleScreen
        key={`list ${JSON.stringify(asked)}`}
        asked={asked}
        first={first}
        canEdit={mayAs(role, "editor")}
        nobody={
          <EmptyState picture={null}>
            {funnel.liveVersion
              ? "Nobody fits that at the moment. Choose other people, or another step."
              : "Nobody can be here yet: this funnel was never published."}
          </EmptyState>
        }
        morePeople={morePeople}
        takeInHand={takeInHand}
        takeBack={takeBack}
        retryPeople={retryPeople}
        startFunnel={startFunnel}
        startableFunnels={startableFunnels}
      />
    </PeopleFrame>
  );
}
