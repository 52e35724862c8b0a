"use client";

import { useTransition } from "react";
import { Button } from "../ui/button";

type LookAtDemoProps = { workspaceId: string; switchWorkspace: (workspaceId: string) => Promise<void> };

/** The way to the demo workspace, for whoever has nothing of their own to look at yet. */
export function LookAtDemo({ workspaceId, switchWorkspace }: LookAtDemoProps) {
  const [pending, start] = useTransition();
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-2 text-base text-ink-soft">
      <span className="text-pretty">Would you rather see funnels with people in them first?</span>
      <Button pending={pending} onClick={() => start(() => switchWorkspace(workspaceId))}>
        Look at the demo
      </Button>
    </div>
  );
}
