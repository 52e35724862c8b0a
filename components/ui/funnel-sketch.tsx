import { Clock, Mail, Split, Users } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconTile, type NodeFamily } from "./icon-tile";

export type SketchStep = { family: NodeFamily; icon: ReactNode; name: string };

const usual: readonly SketchStep[] = [
  { family: "start", icon: <Users />, name: "Someone signs up" },
  { family: "message", icon: <Mail />, name: "Welcome them" },
  { family: "time", icon: <Clock />, name: "Wait 2 days" },
];

/** A funnel in small, of the canvas's own parts. A picture: screen readers pass over it. */
export function FunnelSketch({
  steps = usual,
  className,
}: {
  steps?: readonly SketchStep[];
  className?: string;
}) {
  return (
    <div aria-hidden className={cn("flex flex-col items-center select-none", className)}>
      {steps.map((step) => (
        <div key={step.name} className="flex flex-col items-center">
          <MiniCard step={step} />
          <Stem />
        </div>
      ))}
      <MiniCard step={{ family: "logic", icon: <Split />, name: "Did they open it?" }} />
      <svg
        aria-hidden="true"
        viewBox="0 0 160 28"
        fill="none"
        className="h-7 w-40 stroke-line-strong"
        strokeWidth="1.5"
      >
        <path d="M80 0v6a6 6 0 0 1-6 6H36a6 6 0 0 0-6 6v10M80 6a6 6 0 0 0 6 6h38a6 6 0 0 1 6 6v10" />
      </svg>
      <div className="flex w-40 justify-between px-2.5 text-xs text-ink-soft">
        <span className="w-10 rounded-full border border-dashed border-line-strong py-0.5 text-center">
          Yes
        </span>
        <span className="w-10 rounded-full border border-dashed border-line-strong py-0.5 text-center">
          No
        </span>
      </div>
    </div>
  );
}

function MiniCard({ step }: { step: SketchStep }) {
  return (
    <div className="flex h-9 w-44 items-center gap-2 rounded-lg border border-line bg-raised px-1.5">
      <IconTile family={step.family} size="sm">
        {step.icon}
      </IconTile>
      <span className="truncate text-xs font-medium text-ink">{step.name}</span>
    </div>
  );
}

function Stem() {
  return <span className="h-3.5 w-[1.5px] bg-line-strong" />;
}
