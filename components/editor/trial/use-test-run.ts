"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Instant } from "@/lib/flow/world";
import type { TestDoor, TestLook } from "./contract";

const EVERY_MS = 1_000;
const TICK_MS = 250;

const isRunning = (look: TestLook | undefined): boolean => look?.run?.path.status === "active";

export type TestState = {
  /** Undefined until it is known. */
  look: TestLook | undefined;
  /** The server does not answer; what is shown may be old. */
  away: boolean;
  /** Now by the server's clock, four times a second while a test runs. */
  now: Instant;
  refresh(): Promise<unknown>;
};

/** A member's test of a funnel, followed while it runs. */
export function useTestRun(funnelId: string, door: TestDoor): TestState {
  const client = useQueryClient();
  const queryKey = ["test", funnelId];
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      door.look(funnelId, client.getQueryData<TestLook>(queryKey)?.run ?? null, signal),
    refetchInterval: ({ state }) => (isRunning(state.data) || state.error ? EVERY_MS : false),
    retry: false,
    // Being offline is told like any other failure, instead of waiting in silence.
    networkMode: "always",
    // Whoever opens the panel again sees where the test is, not where it was.
    staleTime: 0,
  });
  const [tick, setTick] = useState(0);
  const running = isRunning(data);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setTick(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [running]);
  const since = Math.max(0, tick - dataUpdatedAt);
  return { look: data, away: error !== null, now: (data?.now ?? 0) + since, refresh: refetch };
}
