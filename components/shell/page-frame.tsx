import type { ReactNode } from "react";
import { cn } from "../ui/cn";

const widths = { narrow: "max-w-2xl", wide: "max-w-6xl" };

type PageFrameProps = {
  /** "narrow" for reading and forms, "wide" for lists. */
  width?: "narrow" | "wide";
  className?: string;
  children: ReactNode;
};

/** The margins of a screen inside the studio. A screen that fills everything (the canvas) does without. */
export function PageFrame({ width = "wide", className, children }: PageFrameProps) {
  return (
    <div
      className={cn("mx-auto flex w-full flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8", widths[width], className)}
    >
      {children}
    </div>
  );
}
