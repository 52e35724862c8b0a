"use client";

import { Button } from "../ui/button";
import { Progress } from "../ui/progress";
import type { Progress as Under } from "./use-hand";

/** How far long work is, and the way to stop it: who was not reached yet stays as they are. */
export function HandProgress({ progress, stop }: { progress: Under; stop: () => void }) {
  const { label, done, total } = progress;
  return (
    <div role="status" className="flex min-w-0 flex-1 items-center gap-4">
      <div className="min-w-0 flex-1">
        <Progress
          label={label}
          value={done}
          total={total}
          detail={`${label}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`}
        />
      </div>
      {total > done ? (
        <Button size="sm" onClick={stop}>
          Stop
        </Button>
      ) : null}
    </div>
  );
}
