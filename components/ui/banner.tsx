import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type BannerTone = "info" | "good" | "attention" | "bad";

const faces = {
  info: { Icon: Info, look: "bg-info/7 [&>svg]:text-info" },
  good: { Icon: CircleCheck, look: "bg-good/8 [&>svg]:text-good" },
  attention: { Icon: TriangleAlert, look: "bg-attention/10 [&>svg]:text-attention" },
  bad: { Icon: CircleAlert, look: "bg-bad/8 [&>svg]:text-bad" },
} as const;

type BannerProps = {
  tone?: BannerTone;
  /** A few words that say it all; the children may add a sentence. */
  title?: ReactNode;
  /** At the right end: a link or one small button. */
  action?: ReactNode;
  /** "bar" runs edge to edge at the top of a screen. */
  look?: "box" | "bar";
  /** Read aloud when it appears by itself. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
};

export function Banner({
  tone = "info",
  title,
  action,
  look = "box",
  live = false,
  className,
  children,
}: BannerProps) {
  const { Icon, look: colours } = faces[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cn(
        "flex items-start gap-2.5 text-ink",
        look === "bar" ? "border-b border-line px-4 py-1.5 text-sm" : "rounded-lg px-3.5 py-3 text-base",
        colours,
        className,
      )}
    >
      <Icon
        aria-hidden
        className={cn(
          "shrink-0",
          look === "bar" ? "size-3.5" : "size-4",
          // A button makes the bar higher than its line of text.
          look === "bar" && action ? "max-sm:mt-0.5 sm:self-center" : "mt-0.5",
        )}
      />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64 text-pretty">
          {title ? <p className="font-medium">{title}</p> : null}
          {children ? <div className={title ? "text-ink-soft" : ""}>{children}</div> : null}
        </div>
        {action}
      </div>
    </div>
  );
}
