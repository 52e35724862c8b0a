import { cn } from "../ui/cn";

/** The sign: two paths that become one. Beside it usually stands the word. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-on-accent">
        <path d="M9 9.5v1.2c0 4.6 7 4.2 7 8.6v3.2" />
        <path d="M23 9.5v1.2c0 4.6-7 4.2-7 8.6" />
      </g>
      <g className="fill-on-accent">
        <circle cx="9" cy="8" r="2.6" />
        <circle cx="23" cy="8" r="2.6" />
        <circle cx="16" cy="24" r="3.2" />
      </g>
    </svg>
  );
}

export function Wordmark({ className }: { className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-2 text-base font-semibold tracking-tight text-ink",
        className,
      )}
    >
      <Mark />
      Funnelwright
    </span>
  );
}
