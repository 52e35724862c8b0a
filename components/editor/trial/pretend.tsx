"use client";

import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import type { SampleEvent } from "@/lib/flow/sample-entry";
import { sayMoney } from "@/lib/money";

type PretendProps = { events: readonly SampleEvent[]; pending: boolean; onPick(event: string): void };

/** Lets happen what the drawing hopes for: a purchase has a button of its own, several events share a menu. */
export function Pretend({ events, pending, onPick }: PretendProps) {
  const [first, ...more] = events;
  if (!first) return null;
  if (more.length === 0) {
    return (
      <Button pending={pending} title={sayPrice(first)} onClick={() => onPick(first.name)}>
        {sayPretend(first)}
      </Button>
    );
  }
  return (
    <DropdownMenu side="top" trigger={<Button pending={pending}>Pretend…</Button>}>
      {events.map((event) => (
        <MenuItem key={event.name} aside={sayPrice(event)} onSelect={() => onPick(event.name)}>
          {sayPretend(event)}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}

const sayPretend = ({ name }: SampleEvent): string =>
  name === "purchase" ? "Pretend I bought" : `Pretend “${name}” happened`;

function sayPrice({ properties: { product }, value, currency }: SampleEvent): string | undefined {
  if (value === null || currency === null) return undefined;
  return `${typeof product === "string" ? `“${product}” for ` : ""}${sayMoney(value, currency)}`;
}
