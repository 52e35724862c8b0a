"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";
import { Link } from "./link";
import { tabListLook, tabLook } from "./tab-look";

export type NavTab = { href: string; label: ReactNode };

/** Where the line goes on beyond an edge, it fades out there. */
const fades = cn(
  "data-[beyond=right]:mask-r-from-[calc(100%-2rem)] data-[beyond=left]:mask-l-from-[calc(100%-2rem)]",
  "data-[beyond=both]:mask-x-from-[calc(100%-2rem)]",
);

function fade(line: HTMLElement) {
  const left = line.scrollLeft > 1;
  const right = line.scrollLeft + line.clientWidth < line.scrollWidth - 1;
  line.dataset.beyond = left && right ? "both" : left ? "left" : right ? "right" : "";
}

/** Tabs that are pages. The one whose address is the longest match is current, and in sight. */
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
  const line = useRef<HTMLElement>(null);
  const at = current?.href;
  useEffect(() => {
    const nav = line.current;
    const tab = at && nav?.querySelector<HTMLElement>("[aria-current=page]");
    // Not scrollIntoView, which would move the page, too.
    if (nav && tab)
      nav.scrollLeft = tab.offsetLeft - nav.offsetLeft - (nav.clientWidth - tab.clientWidth) / 2;
    const measure = () => nav && fade(nav);
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [at]);
  return (
    <nav
      ref={line}
      aria-label={label}
      onScroll={(event) => fade(event.currentTarget)}
      className={cn(tabListLook, fades, className)}
    >
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
