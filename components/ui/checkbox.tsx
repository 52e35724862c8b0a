"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

type CheckboxProps = Omit<ComponentProps<typeof Radix.Root>, "children"> & {
  /** At the right of the box. Without it give `aria-label`. */
  label?: ReactNode;
  help?: ReactNode;
};

/** `checked` may be "indeterminate": some of what it stands for. */
export function Checkbox({ label, help, className, id: ownId, ...rest }: CheckboxProps) {
  const madeId = useId();
  const id = ownId ?? madeId;
  const box = (
    <Radix.Root
      id={id}
      aria-describedby={help ? `${id}-help` : undefined}
      {...rest}
      className={cn(
        "group relative grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-raised text-on-accent transition-colors",
        "after:absolute after:-inset-1.5 hover:border-ink-soft disabled:opacity-50 pointer-coarse:after:-inset-3.25",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        label ? "mt-0.5" : "",
        className,
      )}
    >
      <Radix.Indicator className="grid place-items-center">
        <Check aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=checked]:block" />
        <Minus aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!label) return box;
  return (
    <div className="flex items-start gap-2.5 pointer-coarse:py-1.5">
      {box}
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="text-base text-ink">
          {label}
        </label>
        {help ? (
          <p id={`${id}-help`} className="text-sm text-pretty text-ink-soft">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
