import type { ReactNode } from "react";
import { cn } from "./cn";

type PageHeaderProps = {
  title: ReactNode;
  /** One quiet sentence. */
  description?: ReactNode;
  /** Above the title: where one came from. */
  back?: ReactNode;
  /** Beside the title: a StatusPill, a count. */
  beside?: ReactNode;
  /** At the right, the main button last. */
  actions?: ReactNode;
  className?: string;
};

/** The one h1 of a screen. */
export function PageHeader({ title, description, back, beside, actions, className }: PageHeaderProps) {
  return (
    <header className={cn("flex flex-wrap items-start justify-between gap-x-6 gap-y-3", className)}>
      <div className="flex min-w-0 flex-col gap-1">
        {back ? <div className="text-sm text-ink-soft">{back}</div> : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold">{title}</h1>
          {beside}
        </div>
        {description ? (
          <p className="max-w-prose text-base text-pretty text-ink-soft">{description}</p>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}
