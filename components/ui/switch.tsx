"use client";

import { Switch as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, "children"> & {
  /** At the left, with the switch at the right end. Without it give `aria-label`. */
  label?: ReactNode;
  help?: ReactNode;
};

/** For what takes effect at once. In a form that is saved later use a Checkbox. */
export function Switch({ label, help, className, id: ownId, ...rest }: SwitchProps) {
  const madeId = useId();
  const id = ownId ?? madeId;
  const control = (
    <Radix.Root
      id={id}
      aria-describedby={help ? `${id}-help` : undefined}
      {...rest}
      className={cn(
        "relative inline-flex h-5 w-8 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors after:absolute after:-inset-2 pointer-coarse:after:-inset-2.5",
        "hover:bg-ink-soft/70 disabled:opacity-50 data-[state=checked]:bg-accent",
        className,
      )}
    >
      <Radix.Thumb className="size-4 rounded-full bg-raised transition-transform data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
  if (!label) return control;
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="text-base font-medium text-ink">
          {label}
        </label>
        {help ? (
          <p id={`${id}-help`} className="text-sm text-pretty text-ink-soft">
            {help}
          </p>
        ) : null}
      </div>
      {control}
    </div>
  );
}
