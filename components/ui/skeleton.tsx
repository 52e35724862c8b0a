import { cn } from "./cn";

/** Holds the place of what is coming. Give the size by class; hide it from screen readers and say "Loading" once. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-breathe rounded-md bg-ink/8", className)} />;
}

/** Rows as a list will show them, with the one announcement. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  const widths = ["w-56", "w-40", "w-64", "w-48", "w-36", "w-52"];
  return (
    <div role="status" className="rounded-lg border border-line bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change place.
        <div key={row} className="flex h-11 items-center gap-4 border-b border-line px-4 last:border-b-0">
          <Skeleton className={cn("h-3.5 max-w-[45%]", widths[row % widths.length])} />
          <Skeleton className="ml-auto h-3.5 w-12" />
          <Skeleton className="h-3.5 w-10 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
