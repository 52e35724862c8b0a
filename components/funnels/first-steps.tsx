import { Check, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "../ui/cn";

type FirstStepsProps = {
  settings: {
    postalAddress: string;
    senderName: string;
    senderEmail: string;
    opens: "off" | "consent" | "all";
    opensDecidedAt: Date | null;
  };
  funnels: readonly { id: string; name: string; status: "draft" | "live" | "paused" }[];
  /** Others see what is missing, and whom to ask. */
  isOwner: boolean;
  /** Opens the dialog for a new funnel, as a row of this list. */
  newFunnel: ReactNode;
};

type Step = { title: string; sentence: string; done: boolean; href?: string };

/** What a workspace needs before its first email goes out. Gone when all is done. */
export function FirstSteps({ settings, funnels, isOwner, newFunnel }: FirstStepsProps) {
  const { postalAddress, senderName, senderEmail, opens, opensDecidedAt } = settings;
  const live = funnels.find(({ status }) => status !== "draft");
  const published = live !== undefined;
  const first = live ?? funnels[0];
  const steps: Step[] = [
    {
      title: "Your postal address",
      sentence: postalAddress || "Every marketing email must carry it, so nothing can be published before.",
      done: postalAddress !== "",
      href: "/settings",
    },
    {
      title: "Who your emails come from",
      sentence: senderEmail ? `${senderName} <${senderEmail}>` : "A name and an address that readers know.",
      // The address of a first start is only a stand-in, but nobody has to change it to try things.
      done: senderName !== "" && senderEmail !== "" && (published || !senderEmail.endsWith(".localhost")),
      href: "/settings/sending",
    },
    {
      title: "How opens are treated",
      sentence: opensDecidedAt
        ? {
            off: "Not measured.",
            consent: "Measured of people who agreed to it.",
            all: "Measured of everybody.",
          }[opens]
        : "Not at all, of people who agree, or of everybody: you decide.",
      done: opensDecidedAt !== null,
      href: "/settings/sending",
    },
    {
      title: "Your first funnel",
      sentence: first
        ? `“${first.name}” is ${published ? "published" : "drawn, not yet published"}.`
        : "From a complete sequence, or from an empty canvas.",
      done: published,
      ...(first ? { href: `/funnels/${first.id}` } : {}),
    },
  ];
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  return (
    <section aria-labelledby="first-steps" className="rounded-lg border border-line bg-surface">
      <header className="flex items-baseline justify-between gap-4 border-b border-line px-4 py-3">
        <h2 id="first-steps" className="text-base font-semibold">
          Before your first email goes out
        </h2>
        <span className="text-sm text-ink-soft">
          {done} of {steps.length} done
        </span>
      </header>
      <ol className="grid sm:grid-cols-2 sm:[&>li:nth-child(-n+2)]:border-b max-sm:[&>li:not(:last-child)]:border-b sm:[&>li:nth-child(odd)]:border-r [&>li]:border-line">
        {steps.map((step, index) => (
          <li
            key={step.title}
            className="relative flex items-start gap-3 px-4 py-3 transition-colors hover:bg-ink/3"
          >
            <Mark number={index + 1} done={step.done} />
            <div className="min-w-0 flex-1">
              <h3 className="font-medium">
                {!isOwner && step.href?.startsWith("/settings") ? (
                  step.title
                ) : step.href ? (
                  <Link href={step.href as never} className="after:absolute after:inset-0">
                    {step.title}
                  </Link>
                ) : (
                  newFunnel
                )}
                {step.done ? <span className="sr-only">, done</span> : null}
              </h3>
              <p className="line-clamp-2 text-sm wrap-anywhere text-ink-soft">
                {!isOwner && !step.done && step.href?.startsWith("/settings")
                  ? "An owner of this workspace decides it in Settings."
                  : step.sentence}
              </p>
            </div>
            <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Mark({ number, done }: { number: number; done: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "mt-px grid size-5 shrink-0 place-items-center rounded-full text-xs font-medium",
        done ? "bg-good/10 text-good" : "border border-line-strong text-ink-soft",
      )}
    >
      {done ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  );
}
