"use client";

import { useState } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { Progress } from "../ui/progress";
import { toast } from "../ui/toaster";
import type { EnteringPeople } from "./numbers";

type PeopleEnteringProps = {
  entering: readonly EnteringPeople[];
  funnelId: string;
  /** Without it nobody can stop it: a viewer looks. */
  stop?: ((input: { funnelId: string; id: string }) => Promise<Result<unknown>>) | undefined;
};

/** People who are let in because they match already. It goes on by itself, also after a restart. */
export function PeopleEntering({ entering, funnelId, stop }: PeopleEnteringProps) {
  return entering.map((one) => (
    <div
      key={one.id}
      role="status"
      className="flex items-center gap-4 border-b border-line bg-surface px-4 py-2"
    >
      <div className="min-w-0 flex-1">
        <Progress
          label={`People entering by “${one.trigger}”`}
          value={one.entered + one.refused}
          total={Math.max(one.total, one.entered + one.refused)}
          detail={`People are entering by “${one.trigger}”: ${one.entered.toLocaleString("en")} of ${one.total.toLocaleString("en")}`}
          aside={
            one.refused > 0 ? (
              <span className="max-sm:hidden">{one.refused.toLocaleString("en")} may not enter</span>
            ) : undefined
          }
        />
      </div>
      {stop ? <StopButton id={one.id} funnelId={funnelId} stop={stop} /> : null}
    </div>
  ));
}

function StopButton({
  id,
  funnelId,
  stop,
}: { id: string } & Required<Pick<PeopleEnteringProps, "funnelId" | "stop">>) {
  const [pending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    const result = await stop({ funnelId, id }).catch(() => null);
    if (result?.ok) toast("Nobody else enters by it. Whoever is in the funnel stays.");
    else {
      toast(result?.message ?? "The server could not be reached. Try again in a moment.", { tone: "bad" });
      setPending(false);
    }
  };
  return (
    <Button size="sm" pending={pending} onClick={() => void press()}>
      Stop
    </Button>
  );
}
