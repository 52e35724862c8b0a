"use client";

import { OctagonPause } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { toast } from "../ui/toaster";
import { Tooltip } from "../ui/tooltip";
import type { HoldActions } from "./hold-actions";
import { useRelease } from "./use-release";

type HoldAllButtonProps = HoldActions & {
  /** "rail": a line of the rail. "icon": the phone's top bar. "button": a screen. */
  place: "rail" | "icon" | "button";
};

export const HOLD_ALL = "Hold all sending";

/** Stops everything at once. Nobody is mailed by it, so it does not ask first; Undo lets mail go on. */
export function HoldAllButton({ hold, release, look, place }: HoldAllButtonProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const { ask, dialog } = useRelease({ release, look });

  const run = async () => {
    setPending(true);
    const held = await hold({}).catch(() => null);
    setPending(false);
    if (!held?.ok) {
      const unreached = "Sending is not held: the server could not be reached. Try again.";
      toast(held?.message ?? unreached, { tone: "bad" });
      return;
    }
    router.refresh();
    toast("All sending is held. Nothing leaves until you let it.", { id: "hold", undo: () => void ask() });
  };

  const icon = <OctagonPause aria-hidden className="size-4" />;
  return (
    <>
      {place === "icon" ? (
        <IconButton
          label={HOLD_ALL}
          side="bottom"
          pending={pending}
          className="text-ink-soft"
          onClick={() => void run()}
        >
          {icon}
        </IconButton>
      ) : place === "rail" ? (
        <Tooltip content={HOLD_ALL} side="right">
          <button
            type="button"
            aria-label={HOLD_ALL}
            disabled={pending}
            onClick={() => void run()}
            className={cn(
              "flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-left text-base text-ink-soft transition-colors hover:bg-ink/5 hover:text-ink disabled:opacity-50",
            )}
          >
            {icon}
            <span className="truncate rail-narrow:sr-only">{HOLD_ALL}</span>
          </button>
        </Tooltip>
      ) : (
        <Button pending={pending} onClick={() => void run()}>
          {icon}
          {HOLD_ALL}
        </Button>
      )}
      {dialog}
    </>
  );
}
