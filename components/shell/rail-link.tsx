"use client";

import { usePathname } from "next/navigation";
import type { ComponentProps, ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "../ui/cn";

export type RailEntry = {
  href: string;
  label: string;
  /** A lucide icon; the link sizes it. */
  icon: ReactNode;
  /** Something waits there: a small number. */
  count?: number;
};

type RailLinkProps = Omit<ComponentProps<typeof Link>, "href"> & {
  entry: RailEntry;
  look: "rail" | "bar";
};

export function RailLink({ entry, look, ...rest }: RailLinkProps) {
  const path = usePathname();
  const here = path === entry.href || path.startsWith(`${entry.href}/`);
  return (
    <Link
      {...rest}
      href={entry.href}
      aria-current={here ? "page" : undefined}
      className={cn(
        "font-medium text-ink-soft transition-colors hover:text-ink aria-[current=page]:text-ink [&_svg]:shrink-0",
        look === "rail"
          ? "flex h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-ink/5 aria-[current=page]:bg-ink/7 [&_svg]:size-4"
          : "flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-xs aria-[current=page]:text-accent [&_svg]:size-5",
      )}
    >
      {entry.icon}
      <span className={cn("truncate", look === "rail" && "flex-1 rail-narrow:sr-only")}>{entry.label}</span>
      {entry.count ? (
        <span className={cn("text-xs text-ink-soft", look === "rail" ? "rail-narrow:sr-only" : "sr-only")}>
          {entry.count}
        </span>
      ) : null}
    </Link>
  );
}
