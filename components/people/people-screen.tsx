"use client";

import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import type { PeopleFilter } from "@/lib/flow/people";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { BulkBar } from "./bulk-bar";
import { type HandActions, MOST_CHOSEN } from "./hand";
import { HandMenu } from "./hand-menu";
import { HandProgress } from "./hand-progress";
import type { ListedPerson } from "./listed-person";
import { PeopleTable } from "./people-table";
import { useHand } from "./use-hand";

/** One part of a list, as it was at `now`. */
export type PeoplePart = {
  people: ListedPerson[];
  next: string | null;
  steps: { id: string; name: string }[];
  now: number;
  zone: string;
};

type Asked = PeopleFilter & { funnelId: string; search: string };

type PeopleScreenProps = HandActions & {
  asked: Asked;
  first: PeoplePart;
  canEdit: boolean;
  /** Said when nobody is on the list. */
  nobody: ReactNode;
  morePeople(input: Asked & { cursor: string | null }): Promise<Result<PeoplePart>>;
};

/** People move by themselves. Long lists are not asked for again and again: they would move under one's hands. */
const EVERY_MS = 5_000;
const MOST_LIVE_PARTS = 2;

/** A list of people that goes on where it ends, lives, and can be acted on. */
export function PeopleScreen(props: PeopleScreenProps) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <List {...props} />
    </QueryClientProvider>
  );
}

class Refused extends Error {}

function List({ asked, first, canEdit, nobody, morePeople, ...actions }: PeopleScreenProps) {
  const list = useInfiniteQuery({
    queryKey: ["people", asked],
    queryFn: async ({ pageParam }: { pageParam: string | null }) => {
      const part = await morePeople({ ...asked, cursor: pageParam });
      if (!part.ok) throw new Refused(part.message);
      return part.value;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (part) => part.next,
    initialData: { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > MOST_LIVE_PARTS ? false : EVERY_MS),
    retry: false,
  });
  const box = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const hand = useHand(actions, {
    funnelId: asked.funnelId,
    after: () => {
      setMarked(new Set());
      // The bar that had the focus is gone; whoever works by keyboard goes on at the list.
      box.current?.focus({ preventScroll: true });
      void list.refetch();
    },
  });
  const parts = list.data.pages;
  const people = parts.flatMap((part) => part.people);
  const last = parts.at(-1) ?? first;
  // Whoever is not on the list any more is not chosen either.
  const chosen = people.filter(({ id }) => marked.has(id)).slice(0, MOST_CHOSEN);
  const steps = [...new Map(parts.flatMap((part) => part.steps).map((step) => [step.id, step])).values()];
  const choose = (ids: readonly string[], to: boolean) =>
    setMarked((before) => {
      const now = new Set(before);
      for (const id of ids)
        if (to) now.add(id);
        else now.delete(id);
      return now;
    });

  /** Loads what is missing, up to as many as can be chosen. */
  async function chooseAll() {
    let data = list.data;
    let more = list.hasNextPage;
    while (more && data.pages.flatMap((part) => part.people).length < MOST_CHOSEN) {
      const answer = await list.fetchNextPage();
      if (!answer.data || answer.isError) break;
      data = answer.data;
      more = answer.hasNextPage;
    }
    const ids = data.pages.flatMap((part) => part.people.map(({ id }) => id));
    setMarked(new Set(ids.slice(0, MOST_CHOSEN)));
  }

  if (people.length === 0) return nobody;
  const allShown = people.every(({ id }) => marked.has(id));
  return (
    <div ref={box} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {list.error ? (
        <Banner tone="attention" live>
          {list.error instanceof Refused
            ? list.error.message
            : "The list cannot be loaded at the moment. It is as it was a moment ago; trying again."}
        </Banner>
      ) : null}
      <PeopleTable
        funnelId={asked.funnelId}
        people={people}
        now={last.now}
        zone={last.zone}
        {...(canEdit ? { choosing: { chosen: marked, choose } } : {})}
      />
      {list.hasNextPage ? (
        <Button
          pending={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
          className="self-start"
        >
          Show more
        </Button>
      ) : null}
      {chosen.length > 0 ? (
        <BulkBar count={chosen.length} onClear={() => setMarked(new Set())}>
          {hand.progress ? (
            <HandProgress progress={hand.progress} stop={hand.stop} />
          ) : (
            <>
              {allShown && list.hasNextPage && chosen.length < MOST_CHOSEN ? (
                <Button
                  variant="ghost"
                  size="sm"
                  pending={list.isFetchingNextPage}
                  onClick={() => void chooseAll()}
                >
                  Choose everybody, up to {MOST_CHOSEN}
                </Button>
              ) : null}
              <HandMenu
                hand={hand}
                chosen={chosen}
                steps={steps}
                startableFunnels={actions.startableFunnels}
              />
            </>
          )}
        </BulkBar>
      ) : null}
    </div>
  );
}
