import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { sayEnd, sayNext } from "@/lib/flow/explain";
import type { Path } from "@/lib/flow/path";
import { type PathStep, stepsOf } from "@/lib/flow/path-steps";
import type { Instant } from "@/lib/flow/world";
import { NodeIcon } from "@/lib/nodes/icons";
import { sayMoment } from "@/lib/time/moment";
import { Badge } from "../ui/badge";

type PathListProps = {
  path: Path;
  /** Now, on the clock that the path's moments are told by. */
  now: Instant;
  /** IANA name of the zone times are said in. */
  zone: string;
  /** How a moment is said, if not as people do among themselves: "Day 3, 14:20". */
  say?: (at: Instant) => string;
  /** Where a mail can be read. Without it, mails are no links. */
  mailLink?: (mail: NonNullable<PathStep["mail"]>, words: string) => ReactNode;
};

/** A person's way through a funnel, step by step: when, what happened, why they went on; last, what happens next. */
export function PathList({
  path,
  now,
  zone,
  mailLink,
  say = (at) => sayMoment(at, { now, zone }),
}: PathListProps) {
  const steps = stepsOf(path);
  const end = sayEnd(path);
  return (
    <ol aria-label="Path, step by step" className="flex flex-col">
      {steps.map((step) => (
        <Step
          key={step.visit}
          step={step}
          say={say}
          mailLink={mailLink}
          next={step.leftAt === null ? sayNext(path, { now, zone }) : null}
        />
      ))}
      {path.end && end ? (
        <li className="flex items-baseline gap-3 pt-1 text-sm text-ink">
          <span aria-hidden className="w-8 text-center text-ink-soft">
            ■
          </span>
          <span className="min-w-0 flex-1 wrap-anywhere">{end}</span>
          <When at={path.end.at} say={say} />
        </li>
      ) : null}
    </ol>
  );
}

type StepProps = {
  step: PathStep;
  next: string | null;
  say(at: Instant): string;
  mailLink: PathListProps["mailLink"];
};

function Step({ step, next, say, mailLink }: StepProps) {
  const here = step.leftAt === null;
  return (
    <li
      aria-current={here ? "step" : undefined}
      className="relative flex gap-3 pb-4 before:absolute before:top-9 before:bottom-0.5 before:left-[15.5px] before:w-px before:bg-line-strong last:before:hidden"
    >
      {step.type ? <NodeIcon type={step.type} /> : <span className="size-8 shrink-0" />}
      <div className="grid min-w-0 flex-1 gap-1 pt-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <p className="min-w-0 font-medium text-ink wrap-anywhere">{step.name}</p>
          {here ? <Badge tone="accent">Here now</Badge> : null}
          {step.path ? <Badge>{step.path} path</Badge> : null}
          <When at={step.enteredAt} say={say} />
        </div>
        {step.lines.map((line) => (
          <p key={`${line.at} ${line.text}`} className="flex items-baseline gap-3 text-sm text-ink-soft">
            <span className="min-w-0 flex-1 wrap-anywhere">{line.text}</span>
            <When at={line.at} say={say} />
          </p>
        ))}
        {next ? <p className="text-sm text-ink text-pretty wrap-anywhere">{next}</p> : null}
        {step.mail && mailLink && isToRead(step.mail.state) ? (
          <p className="flex items-center gap-1.5 text-sm">
            <Mail aria-hidden className="size-3.5 shrink-0 text-ink-soft" />
            {mailLink(step.mail, step.mail.subject || "Read the email")}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Whether it went out, or may have: then it can be looked at. */
const isToRead = (state: string): boolean => state === "sent" || state === "unknown";

function When({ at, say }: { at: Instant; say(at: Instant): string }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="ml-auto shrink-0 text-xs text-ink-soft">
      {say(at)}
    </time>
  );
}
