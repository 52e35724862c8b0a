"use client";

import { RadioGroup as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { useFieldGroup } from "./field";

export type RadioOption = {
  value: string;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
  /** Fields that belong to this answer; shown under it while it is chosen. */
  more?: ReactNode;
};

type RadioGroupProps = {
  options: readonly RadioOption[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  name?: string;
  disabled?: boolean;
  required?: boolean;
  /** Needed outside a Field. */
  "aria-label"?: string;
  /** "cards" puts each answer in a box of its own, for choices that matter. */
  look?: "plain" | "cards";
  className?: string;
};

export function RadioGroup({ options, look = "plain", className, ...rest }: RadioGroupProps) {
  const wiring = useFieldGroup();
  const id = useId();
  return (
    <Radix.Root
      {...wiring}
      {...rest}
      className={cn("flex flex-col", look === "cards" ? "gap-2" : "gap-2.5", className)}
    >
      {options.map((option) => {
        const optionId = `${id}-${option.value}`;
        return (
          <div
            key={option.value}
            className={cn(
              "group/option flex items-start gap-2.5",
              look === "cards" &&
                "relative rounded-lg border border-line-strong/80 bg-raised p-3 transition-colors hover:border-line-strong has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft",
            )}
          >
            <Radix.Item
              id={optionId}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.help ? `${optionId}-help` : undefined}
              className={cn(
                "mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-raised transition-colors hover:border-ink-soft disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent",
                "after:absolute",
                look === "cards"
                  ? "after:inset-0 after:rounded-lg"
                  : "relative after:-inset-1.5 pointer-coarse:after:-inset-3.25",
              )}
            >
              <Radix.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radix.Item>
            <div className="flex min-w-0 flex-1 flex-col gap-0.5">
              <label
                htmlFor={optionId}
                className={cn("text-base text-ink", look === "cards" && "font-medium")}
              >
                {option.label}
              </label>
              {option.help ? (
                <p id={`${optionId}-help`} className="text-sm text-pretty text-ink-soft">
                  {option.help}
                </p>
              ) : null}
              {option.more ? (
                <div className="relative mt-2 hidden group-has-data-[state=checked]/option:block">
                  {option.more}
                </div>
              ) : null}
            </div>
          </div>
        );
      })}
    </Radix.Root>
  );
}
