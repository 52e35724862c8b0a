"use client";

import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import type { Happening } from "@/lib/flow/happenings";
import { sayHappening, sayItsDetails } from "./say-happening";

type PretendProps = {
  events: readonly Happening[];
  pending: boolean;
  /** `which`: of those of that name, from 0. */
  onPick(one: { event: string; which: number }): void;
};

/** Lets happen what the drawing hopes for: a single one has a button of its own, several share a menu. */
export function Pretend({ events, pending, onPick }: PretendProps) {
  const [first, ...more] = events;
  if (!first) return null;
  const pick = (event: Happening) => {
    const alike = events.filter(({ name }) => name === event.name);
    onPick({ event: event.name, which: alike.indexOf(event) });
  };
  // What has details is shown with them, and there is no room for those on a button.
  if (more.length === 0 && !sayItsDetails(first)) {
    return (
      <Button pending={pending} onClick={() => pick(first)}>
        {sayHappening(first)}
      </Button>
    );
  }
  return (
    <DropdownMenu
      side="top"
      className="max-w-[min(30rem,calc(100vw-1rem))]"
      trigger={<Button pending={pending}>Pretend…</Button>}
    >
      {events.map((event) => (
        <MenuItem key={JSON.stringify(event)} below={sayItsDetails(event)} onSelect={() => pick(event)}>
          {sayHappening(event)}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
