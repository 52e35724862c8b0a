import type { ReactNode } from "react";
import { cn } from "./cn";
import { FunnelSketch } from "./funnel-sketch";

type EmptyStateProps = {
  /** One sentence that offers the next step. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
  /** A picture of real parts; the small funnel unless said otherwise. Null: none. */
  picture?: ReactNode;
  className?: string;
};

export function EmptyState({ children, action, picture = <FunnelSketch />, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-6 px-4 py-12 text-center", className)}>
      {picture}
      <p className="max-w-sm text-lg text-balance text-ink">{children}</p>
      {action}
    </div>
  );
}
