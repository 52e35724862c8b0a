"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { sayDuration } from "@/lib/time/duration";
import { Banner } from "../ui/banner";
import { Progress } from "../ui/progress";

const EVERY_MS = 1_000;
/** Whoever opens the demo in its first seconds comes before anything was begun. */
const MOST_LOOKS_AHEAD = 15;
/** No one more for so long: whatever made them has stopped. */
const STALLED_MS = 60_000;

export type Making = { made: number; total: number; finished: boolean };

/** A bar above every screen of a demo workspace while its people are made; gone when they are. */
export function DemoProgress({ first }: { first: Making | null }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Bar first={first} />
    </QueryClientProvider>
  );
}

function Bar({ first }: { first: Making | null }) {
  const router = useRouter();
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ["demo"],
    queryFn: load,
    initialData: first,
    // A function is asked after every answer, so that this stops by itself.
    refetchInterval: ({ state }) =>
      state.data?.finished || (!state.data && state.dataUpdateCount > MOST_LOOKS_AHEAD) ? false : EVERY_MS,
    retry: false,
  });
  const [began] = useState(() => ({ made: first?.made ?? 0, at: Date.now() }));
  const [moved, setMoved] = useState({ made: first?.made ?? 0, at: Date.now() });
  if (data && data.made !== moved.made) setMoved({ made: data.made, at: dataUpdatedAt });

  const begins = first === null && data !== null;
  const finished = data?.finished === true;
  useEffect(() => {
    // The screen below was drawn before its funnels, or the last of their people, came.
    if (begins || finished) router.refresh();
  }, [begins, finished, router]);

  if (!data || data.finished) return null;
  const { made, total } = data;
  if (dataUpdatedAt - moved.at > STALLED_MS) {
    return (
      <Banner tone="attention" look="bar">
        {`The demo has stopped at ${made} of ${total} people. It goes on when the app is started again.`}
      </Banner>
    );
  }
  return (
    <Banner tone="info" look="bar" action={<div className="w-full sm:w-64">{bar(made, total)}</div>}>
      {`Preparing the demo: ${made} of ${total} people${timeLeft(began, moved, total)}`}
    </Banner>
  );
}

const bar = (made: number, total: number) => (
  <Progress label="Preparing the demo" value={made} total={total} />
);

type Sample = { made: number; at: number };

/** Told once it can be told at all, and no finer than anybody can wait. */
function timeLeft(began: Sample, now: Sample, total: number): string {
  const ms = now.at - began.at;
  const done = now.made - began.made;
  if (ms < 3_000 || done < 10) return "";
  const left = Math.ceil(((total - now.made) * ms) / done / 5_000) * 5_000;
  return left > 0 ? `, about ${sayDuration(left)} left` : "";
}

async function load({ signal }: { signal: AbortSignal }): Promise<Making | null> {
  const response = await fetch("/demo/progress", { signal });
  if (!response.ok) throw new Error(`Asking for the demo answered ${response.status}.`);
  return response.json();
}
