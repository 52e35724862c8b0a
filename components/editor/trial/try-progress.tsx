"use client";

import { useState } from "react";
import { PathList } from "@/components/people/path-list";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { happenings } from "@/lib/flow/happenings";
import { journeyTime } from "@/lib/flow/journey-clock";
import type { TestRun } from "@/lib/flow/test-run";
import type { Instant } from "@/lib/flow/world";
import type { Result } from "@/lib/result";
import type { TestDoor } from "./contract";
import { Pretend } from "./pretend";
import { sayTestMoment } from "./test-moment";
import { TryMails } from "./try-mails";
import { TryNow } from "./try-now";

type TryProgressProps = {
  run: TestRun;
  now: Instant;
  away: boolean;
  door: TestDoor;
  funnelId: string;
  refresh(): Promise<unknown>;
  onAgain(): void;
};

/** Where one is, what came, what comes next; and what one can do about it. */
export function TryProgress({ run, now, away, door, funnelId, refresh, onAgain }: TryProgressProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [pending, setPending] = useState<"pretend" | "stop" | null>(null);
  const running = run.path.status === "active";
  const act = async (what: "pretend" | "stop", work: () => Promise<Result<unknown>>) => {
    setPending(what);
    const result = await work().catch(() => null);
    setTrouble(
      result === null
        ? "The server could not be reached. Try again in a moment."
        : result.ok
          ? null
          : result.message,
    );
    await refresh();
    setPending(null);
  };
  const problem =
    trouble ?? (away ? "The server could not be reached. Trying again; the test goes on." : null);
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        {problem ? (
          <Banner tone="attention" live>
            {problem}
          </Banner>
        ) : null}
        {run.trouble === null || !running ? null : (
          <Banner tone="bad" live title="The test cannot go on">
            {`${run.trouble} Mend the step and start again. Nobody else is touched by this.`}
          </Banner>
        )}
        <TryNow run={run} now={now} zone={door.zone} />
        <TryMails run={run} zone={door.zone} read={door.read} />
        <section aria-labelledby="try-path" className="flex flex-col gap-3">
          <h3 id="try-path" className="text-sm font-medium text-ink">
            Your path
          </h3>
          <PathList
            path={run.path}
            now={journeyTime(run, now)}
            zone={door.zone}
            say={(at) => sayTestMoment(run, at, door.zone)}
          />
        </section>
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3 pb-[max(--spacing(3),env(safe-area-inset-bottom))]">
        {running ? (
          <>
            <Pretend
              events={happenings(run.path.flow)}
              pending={pending === "pretend"}
              onPick={(one) => void act("pretend", () => door.pretend({ funnelId, ...one }))}
            />
            <Button
              pending={pending === "stop"}
              onClick={() => void act("stop", () => door.stop({ funnelId }))}
            >
              Stop
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onAgain}>
            Try it again
          </Button>
        )}
      </footer>
    </>
  );
}
