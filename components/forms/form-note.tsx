import { Check } from "lucide-react";
import type { ReactNode } from "react";

/** What a public page says when there is nothing (more) to fill in. `good`: it has worked. */
export function FormNote({
  title,
  good = false,
  children,
}: {
  title: string;
  good?: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      role={good ? "status" : undefined}
      className="flex flex-col items-center gap-3 rounded-xl border border-line bg-surface px-6 py-10 text-center"
    >
      {good ? (
        <span aria-hidden className="grid size-9 place-items-center rounded-full bg-good/10 text-good">
          <Check className="size-4.5" strokeWidth={2.5} />
        </span>
      ) : null}
      <h1 className="text-lg font-semibold text-balance whitespace-pre-line wrap-anywhere">{title}</h1>
      {children ? <div className="text-pretty text-ink-soft">{children}</div> : null}
    </div>
  );
}
