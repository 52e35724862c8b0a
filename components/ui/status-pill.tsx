import type { ReactNode } from "react";
import { cn } from "./cn";

export type FunnelStatus = "draft" | "live" | "paused" | "changed";

const faces: Record<FunnelStatus, { words: string; look: string; mark: ReactNode }> = {
  draft: {
    words: "Draft",
    look: "text-ink-soft",
    mark: (
      <circle
        cx="5"
        cy="5"
        r="3.75"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.2 1.7"
      />
    ),
  },
  live: { words: "Live", look: "text-good", mark: <circle cx="5" cy="5" r="4" fill="currentColor" /> },
  paused: {
    words: "Paused",
    look: "text-attention",
    mark: <path d="M2 1.25h2v7.5H2zM6 1.25h2v7.5H6z" fill="currentColor" />,
  },
  changed: {
    words: "Live with unpublished changes",
    look: "text-good",
    mark: (
      <>
        <circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M5 1a4 4 0 0 0 0 8z" fill="currentColor" />
      </>
    ),
  },
};

/** State of a funnel, as a shape and a word. "changed": live, and the draft differs from what is live. */
export function StatusPill({ status, className }: { status: FunnelStatus; className?: string }) {
  const { words, look, mark } = faces[status];
  return (
    <span
      className={cn(
        "inline-flex h-6 w-fit items-center gap-1.5 rounded-full border border-line bg-raised pr-2.5 pl-2 text-xs font-medium whitespace-nowrap text-ink",
        className,
      )}
    >
      <svg viewBox="0 0 10 10" aria-hidden="true" className={cn("size-2.5", look)}>
        {mark}
      </svg>
      {words}
    </span>
  );
}
