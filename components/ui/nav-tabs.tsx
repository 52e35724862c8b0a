"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Link } from "./link";
import { tabListLook, tabLook } from "./tab-look";

export type NavTab = { href: string; label: ReactNode };

/** Tabs that are pages. The one whose address is the longest match is current. */
export function NavTabs({
  label,
  tabs,
  className,
}: {
  label: string;
  tabs: readonly NavTab[];
  className?: string;
}) {
  const path = usePathname();
  const current = tabs
    .filter((tab) => path === tab.href || path.startsWith(`${tab.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav aria-label={label} className={cn(tabListLook, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab === current ? "page" : undefined}
          className={cn(tabLook, "inline-flex items-center")}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
