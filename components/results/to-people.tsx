import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** A number that leads to the people it counts. On the canvas a press on it neither drags nor opens its card. */
export function ToPeople({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <Link
      href={href as Route}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      className="nodrag nopan rounded-sm underline decoration-transparent underline-offset-2 transition-colors hover:decoration-current focus-visible:decoration-current"
    >
      {children}
    </Link>
  );
}
