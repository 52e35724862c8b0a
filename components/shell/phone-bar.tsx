"use client";

import { Ellipsis } from "lucide-react";
import { Link } from "@/components/ui/link";
import { DropdownMenu, MenuLink } from "../ui/dropdown-menu";
import { type RailEntry, RailLink } from "./rail-link";

const PLACES = 5;

/** The rail on a phone, within reach of the thumb. What does not fit stands under More. */
export function PhoneBar({ entries }: { entries: readonly RailEntry[] }) {
  const fits = entries.length <= PLACES;
  const shown = fits ? entries : entries.slice(0, PLACES - 1);
  const more = fits ? [] : entries.slice(PLACES - 1);
  return (
    <nav
      aria-label="Main"
      className="flex shrink-0 border-t border-line bg-surface px-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((entry) => (
        <RailLink key={entry.href} entry={entry} look="bar" />
      ))}
      {more.length ? (
        <DropdownMenu
          side="top"
          trigger={
            <button
              type="button"
              className="flex min-h-14 flex-1 flex-col items-center justify-center gap-1 text-xs font-medium text-ink-soft"
            >
              <Ellipsis aria-hidden className="size-5" />
              More
            </button>
          }
        >
          {more.map((entry) => (
            <MenuLink key={entry.href}>
              <Link href={entry.href}>
                {entry.icon}
                {entry.label}
              </Link>
            </MenuLink>
          ))}
        </DropdownMenu>
      ) : null}
    </nav>
  );
}
