import "server-only";
import { type ListedPerson, listedPerson } from "@/components/people/listed-person";
import { db } from "@/db/client";
import { listPeople } from "@/db/queries/people";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import type { PeopleFilter } from "@/lib/flow/people";

const AT_ONCE = 50;

/** One part of a list of people, in words. */
export type PeoplePart = {
  people: ListedPerson[];
  /** Where the list goes on; null at its end. */
  next: string | null;
  /** Steps that people can be moved to, of every version that somebody of this part walks on. */
  steps: { id: string; name: string }[];
  /** When this was so, and in which zone its times are said. */
  now: number;
  zone: string;
};

export async function peoplePart(
  asked: PeopleFilter & { workspaceId: string; funnelId: string; search: string; cursor: string | null },
): Promise<PeoplePart> {
  const { workspaceId } = asked;
  const [list, settings] = await Promise.all([
    listPeople(db(), { ...asked, limit: AT_ONCE }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const reader = { now: Date.now(), zone: settings?.timeZone ?? "UTC" };
  const steps = new Map(
    Object.values(list.flows).flatMap((flow) =>
      flow.nodes.filter((node) => !isTrigger(node)).map(({ id }) => [id, nameOf(flow, id)] as const),
    ),
  );
  return {
    people: list.people.flatMap((row) => {
      const flow = list.flows[row.versionId];
      return flow
        ? [listedPerson(row, { flow, paused: list.paused, sendingHeld: list.sendingHeld }, reader)]
        : [];
    }),
    next: list.next,
    steps: [...steps].map(([id, name]) => ({ id, name })),
    ...reader,
  };
}
