"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { controlLook } from "./control-look";
import { useFieldControl } from "./field";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "multiple" | "size"> & {
  options?: readonly SelectOption[];
  /** Shown while nothing is chosen (value ""). */
  placeholder?: string;
  /** `<option>` and `<optgroup>`, instead of `options`. */
  children?: ReactNode;
};

/** The browser's own select: type-ahead, arrow keys and the phone's wheel come with it. */
export function Select({ options, placeholder, className, children, ...rest }: SelectProps) {
  const wiring = useFieldControl(rest);
  return (
    <span className={cn("relative flex w-full items-center", className)}>
      <select
        {...rest}
        {...wiring}
        className={cn(controlLook, "h-8 appearance-none truncate pr-8 pl-2.5 pointer-coarse:h-10")}
      >
        {placeholder === undefined ? null : (
          <option value="" disabled={rest.required}>
            {placeholder}
          </option>
        )}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-4 text-ink-soft" />
    </span>
  );
}
