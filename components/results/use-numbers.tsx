"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createNodeCounts, type NodeCounts, setNodeCounts } from "../editor/counts";
import { loadNumbers, type Numbers, NumbersMissing } from "./numbers";

/** Live within three seconds, request included. */
const EVERY_MS = 2_000;

/** Keeps what was loaded for the screen below. */
export function NumbersProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Why there are no new numbers. */
export type Trouble = "signed out" | "gone" | "unreachable";

/** The numbers of a funnel, asked for again and again while the page is looked at and it is `published`. */
export function useNumbers(
  funnelId: string,
  { first, published = true }: { first?: Numbers; published?: boolean } = {},
): { numbers: Numbers | null; trouble: Trouble | null; refresh: () => void } {
  const { data, error, refetch } = useQuery({
    queryKey: ["numbers", funnelId],
    queryFn: ({ signal }) => loadNumbers(funnelId, signal),
    ...(first ? { initialData: first } : {}),
    refetchInterval: EVERY_MS,
    enabled: published,
    retry: false,
  });
  return { numbers: data ?? null, trouble: error && troubleOf(error), refresh: () => void refetch() };
}

function troubleOf(error: Error): Trouble {
  const status = error instanceof NumbersMissing ? error.status : 0;
  return status === 401 ? "signed out" : status === 404 ? "gone" : "unreachable";
}

/** People at each step as the cards read them. */
export function useNodeCounts(numbers: Numbers | null): NodeCounts {
  const [counts] = useState(() => createNodeCounts());
  useEffect(() => {
    const here = Object.entries(numbers?.nodes ?? {}).map(([id, node]) => [id, node.here]);
    setNodeCounts(counts, Object.fromEntries(here));
  }, [counts, numbers]);
  return counts;
}
