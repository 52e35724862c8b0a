"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlLook } from "./control-look";
import { useFieldControl } from "./field";

/** Grows with its text where the browser can; `rows` is the smallest height. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  const wiring = useFieldControl(rest);
  return (
    <textarea
      rows={rows}
      {...rest}
      {...wiring}
      className={cn(controlLook, "field-sizing-content max-h-80 min-h-16 resize-y px-2.5 py-1.5", className)}
    />
  );
}
