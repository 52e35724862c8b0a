import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { listedPerson } from "@/components/people/listed-person";
import { sayFilter } from "@/components/people/people-filter-words";
import { PeopleFinder } from "@/components/people/people-finder";
import { PeopleFrame } from "@/components/people/people-frame";
import { PeopleTable } from "@/components/people/people-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { listPeople } from "@/db/queries/people";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { nameOf } from "@/lib/flow/names";
import { readPeopleQuery } from "./people-query";

export const metadata: Metadata = { title: "People" };

const AT_ONCE = 50;

export default async function PeoplePage({ params, searchParams }: PageProps<"/funnels/[funnelId]/people">) {
  const { workspaceId } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId) notFound();
  const query = await searchParams;
  const { search, cursor, ...filter } = readPeopleQuery(query);
  const [funnel, settings, list] = await Promise.all([
    findFunnel(db(), { workspaceId, funnelId }),
    findWorkspaceSettings(db(), { workspaceId }),
    listPeople(db(), { workspaceId, funnelId, ...filter, search, cursor, limit: AT_ONCE }),
  ]);
  if (!funnel) notFound();
  const flow = funnel.liveVersion?.flow ?? funnel.draft;
  const reader = { now: Date.now(), zone: settings?.timeZone ?? "UTC" };
  const people = list.people.map((row) =>
    listedPerson(row, { flow: list.flows[row.versionId] ?? flow, paused: list.paused }, reader),
  );
  const more = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
  if (list.next) more.set("after", list.next);
  const says = `People who ${sayFilter(flow, filter)}${search ? `, found by “${search}”` : ""}`;
  return (
    <PeopleFrame funnelId={funnelId} name={funnel.name} says={says}>
      <PeopleFinder
        key={more.toString()}
        which={filter.which}
        step={filter.nodeId}
        path={filter.path}
        search={search}
        steps={flow.nodes.map(({ id }) => ({ id, name: nameOf(flow, id) }))}
      />
      {people.length === 0 ? (
        <EmptyState picture={null}>
          {funnel.liveVersion
            ? "Nobody fits that at the moment. Choose other people, or another step."
            : "Nobody can be here yet: this funnel was never published."}
        </EmptyState>
      ) : (
        <PeopleTable funnelId={funnelId} people={people} {...reader} />
      )}
      {cursor || list.next ? (
        <nav aria-label="More people" className="flex gap-2">
          {cursor ? (
            <Button asChild>
              <Link href={backToFirst(funnelId, more)}>Back to the first</Link>
            </Button>
          ) : null}
          {list.next ? (
            <Button asChild>
              <Link href={`/funnels/${funnelId}/people?${more}` as Route}>Show the next {AT_ONCE}</Link>
            </Button>
          ) : null}
        </nav>
      ) : null}
    </PeopleFrame>
  );
}

function backToFirst(funnelId: string, query: URLSearchParams): Route {
  const first = new URLSearchParams(query);
  first.delete("after");
  return `/funnels/${funnelId}/people?${first}` as Route;
}
