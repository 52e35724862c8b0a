"use client";

import { Progress as Radix } from "radix-ui";
import type { ReactNode } from "react";

type ProgressProps = {
  label: string;
  /** Done so far, out of `total`. Null: under way, the end unknown. */
  value: number | null;
  total: number;
  /** Under the bar, left and right: "1,204 of 7,200 people", "about 3 minutes left". */
  detail?: ReactNode;
  aside?: ReactNode;
};

export function Progress({ label, value, total, detail, aside }: ProgressProps) {
  const share = value === null || total <= 0 ? 0 : Math.min(1, value / total);
  return (
    <div className="flex flex-col gap-1.5">
      <Radix.Root
        aria-label={label}
        value={value === null ? null : Math.min(value, total)}
        max={Math.max(total, 1)}
        className="h-1.5 overflow-hidden rounded-full bg-ink/10"
      >
        {value === null ? (
          <Radix.Indicator className="block h-full w-full animate-breathe rounded-full bg-accent/60" />
        ) : (
          <Radix.Indicator
            className="block h-full rounded-full bg-accent transition-transform"
            style={{ transform: `translateX(${(share - 1) * 100}%)` }}
          />
        )}
      </Radix.Root>
      {detail || aside ? (
        <div className="flex justify-between gap-4 text-xs text-ink-soft">
          <span>{detail}</span>
          <span>{aside}</span>
        </div>
      ) : null}
    </div>
  );
}
