"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { controlLook } from "./control-look";
import { useFieldControl } from "./field";

type InputProps = Omit<ComponentProps<"input">, "prefix"> & {
  /** Inside the box, before and after the text: a symbol, a unit. Decoration only. */
  prefix?: ReactNode;
  suffix?: ReactNode;
};

export function Input({ prefix, suffix, className, ...rest }: InputProps) {
  const wiring = useFieldControl(rest);
  const input = (
    <input
      type="text"
      {...rest}
      {...wiring}
      className={cn(
        controlLook,
        "h-8 px-2.5 pointer-coarse:h-10 [&::-webkit-search-cancel-button]:grayscale",
        prefix ? "pl-8" : "",
        suffix ? "pr-12" : "",
        className,
      )}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <span className="relative flex w-full items-center">
      {prefix ? (
        <span aria-hidden className="pointer-events-none absolute left-2.5 text-ink-soft [&_svg]:size-4">
          {prefix}
        </span>
      ) : null}
      {input}
      {suffix ? (
        <span aria-hidden className="pointer-events-none absolute right-2.5 text-sm text-ink-soft">
          {suffix}
        </span>
      ) : null}
    </span>
  );
}
