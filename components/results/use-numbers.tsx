"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createNodeCounts, type NodeCounts, setNodeCounts } from "../editor/counts";
import { loadNumbers, type Numbers } from "./numbers";

/** Live within three seconds, request included. */
const EVERY_MS = 2_000;

/** Keeps what was loaded for the screen below. */
export function NumbersProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** The numbers of a funnel, asked for again and again while the page is looked at. */
export function useNumbers(funnelId: string): {
  numbers: Numbers | null;
  failing: boolean;
  refresh: () => void;
} {
  const { data, isError, refetch } = useQuery({
    queryKey: ["numbers", funnelId],
    queryFn: ({ signal }) => loadNumbers(funnelId, signal),
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return { numbers: data ?? null, failing: isError, refresh: () => void refetch() };
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
