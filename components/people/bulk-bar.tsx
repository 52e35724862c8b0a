"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../ui/icon-button";
import { people } from "./say-outcome";

type BulkBarProps = { count: number; onClear: () => void; children: ReactNode };

/** Floats over the end of the list while somebody is chosen. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  return (
    <section
      aria-label="Chosen people"
      className="sticky bottom-4 z-30 mx-auto flex w-full max-w-4xl animate-pop-in flex-wrap items-center gap-2 rounded-xl bg-raised p-2 pl-4 shadow-float max-sm:bottom-2 max-sm:gap-1 max-sm:p-1.5 max-sm:pl-3"
    >
      <p role="status" className="mr-auto font-medium whitespace-nowrap">
        {people(count)} chosen
      </p>
      {children}
      <IconButton label="Choose nobody" size="sm" onClick={onClear} className="text-ink-soft">
        <X />
      </IconButton>
    </section>
  );
}
