"use client";

import { X } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "./button";

/** The cross in the upper right corner of what lies over the page. Wrap it with what closes. */
export function CloseButton(
  props: Omit<ComponentProps<typeof Button>, "variant" | "className" | "children">,
) {
  return (
    <Button
      variant="ghost"
      aria-label="Close"
      {...props}
      className="absolute top-3 right-3 w-8 px-0 text-ink-soft pointer-coarse:top-2 pointer-coarse:right-2 pointer-coarse:w-10"
    >
      <X aria-hidden />
    </Button>
  );
}
