import type { ReactNode } from "react";
import { cn } from "./cn";

export type NodeFamily = "start" | "message" | "time" | "logic" | "people" | "outcome";

const hues: Record<NodeFamily, string> = {
  start: "bg-start/12 text-start",
  message: "bg-message/12 text-message",
  time: "bg-time/13 text-time",
  logic: "bg-logic/12 text-logic",
  people: "bg-people/12 text-people",
  outcome: "bg-outcome/12 text-outcome",
};

const sizes = { sm: "size-6 [&_svg]:size-3.5", md: "size-8 [&_svg]:size-4" };

/** The only place that wears a node family's hue. The icon is decoration: the name stands beside it. */
export function IconTile(props: {
  family: NodeFamily;
  size?: "sm" | "md";
  className?: string;
  children: ReactNode;
}) {
  const { family, size = "md", className, children } = props;
  return (
    <span
      aria-hidden
      className={cn("grid shrink-0 place-items-center rounded-md", hues[family], sizes[size], className)}
    >
      {children}
    </span>
  );
}
