import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "plain" | "accent" | "good" | "attention" | "bad" | "info";

const tones: Record<Tone, string> = {
  plain: "bg-ink/6 text-ink-soft",
  accent: "bg-accent-soft text-accent",
  good: "bg-good/10 text-good",
  attention: "bg-attention/10 text-attention",
  bad: "bg-bad/10 text-bad",
  info: "bg-info/10 text-info",
};

type BadgeProps = { tone?: Tone; icon?: ReactNode; className?: string; children: ReactNode };

/** A word or a count. The tone only underlines what the word says. */
export function Badge({ tone = "plain", icon, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 w-fit items-center gap-1 rounded-md px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
