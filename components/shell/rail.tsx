"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../ui/icon-button";
import { Tooltip } from "../ui/tooltip";
import { type RailEntry, RailLink } from "./rail-link";
import { remember, useRemembered } from "./remembered";

type RailProps = { entries: readonly RailEntry[]; top: ReactNode; hold?: ReactNode; bottom: ReactNode };

/** Wide with words or narrow with icons; the browser remembers which. */
export function Rail({ entries, top, hold, bottom }: RailProps) {
  const narrow = useRemembered("rail") === "narrow";
  return (
    <div className="hidden w-54 shrink-0 flex-col gap-4 border-r border-line p-2 transition-[width] rail-narrow:w-13 md:flex">
      <div className="pt-0.5">{top}</div>
      <nav
        aria-label="Main"
        className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-0.5 -mx-0.5 py-0.5 -my-0.5"
      >
        {entries.map((entry) =>
          narrow ? (
            <Tooltip key={entry.href} content={entry.label} side="right">
              <RailLink entry={entry} look="rail" />
            </Tooltip>
          ) : (
            <RailLink key={entry.href} entry={entry} look="rail" />
          ),
        )}
      </nav>
      {hold}
      <div className="flex items-center gap-1 rail-narrow:flex-col-reverse">
        <div className="min-w-0 flex-1 [&>button]:w-full">{bottom}</div>
        <IconButton
          label={narrow ? "Widen the menu" : "Narrow the menu"}
          side="right"
          className="text-ink-soft"
          onClick={() => remember("rail", narrow ? null : "narrow")}
        >
          {narrow ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
        </IconButton>
      </div>
    </div>
  );
}
