"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";

const rowLook = cn(
  "flex h-8 items-center gap-2.5 rounded-md px-2 text-base text-ink outline-none select-none pointer-coarse:h-11",
  "data-[highlighted]:bg-ink/6 data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft",
);

type DropdownMenuProps = {
  trigger: ReactElement;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  /** MenuItem, MenuLink, MenuChoices, MenuLabel, MenuLine. */
  children: ReactNode;
};

export function DropdownMenu(props: DropdownMenuProps) {
  const { trigger, side = "bottom", align = "end", open, onOpenChange, className, children } = props;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-lg bg-raised p-1 shadow-float",
            "origin-(--radix-dropdown-menu-content-transform-origin) data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  /** At the right end: a key ("Ctrl D"), a count. */
  aside?: ReactNode;
  /** A second, softer line. */
  below?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: () => void;
  children: ReactNode;
};

export function MenuItem({ icon, aside, below, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(
        rowLook,
        below && "h-auto py-1.5 pointer-coarse:h-auto pointer-coarse:min-h-11",
        danger && "text-bad data-[highlighted]:bg-bad/8 [&_svg]:text-bad",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{children}</span>
        {below ? <span className="block text-xs wrap-anywhere text-ink-soft">{below}</span> : null}
      </span>
      {aside ? <span className="text-xs text-ink-soft">{aside}</span> : null}
    </Radix.Item>
  );
}

/** A row that is a link: pass the `<Link>` or `<a>` as the only child. */
export function MenuLink({ children }: { children: ReactElement }) {
  return (
    <Radix.Item asChild className={rowLook}>
      {children}
    </Radix.Item>
  );
}

export type MenuChoice = { value: string; label: ReactNode; icon?: ReactNode };

/** One of several; the chosen one carries a tick. */
export function MenuChoices(props: {
  choices: readonly MenuChoice[];
  value: string;
  onValueChange: (value: string) => void;
}) {
  return (
    <Radix.RadioGroup value={props.value} onValueChange={props.onValueChange}>
      {props.choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={rowLook}>
          {choice.icon}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="text-accent!" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <Radix.Label className={cn("px-2 pt-2 pb-1 text-xs text-ink-soft", className)}>{children}</Radix.Label>
  );
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
