"use client";

import { ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { peopleHref } from "@/components/people/people-href";
import { Link } from "@/components/ui/link";
import type { Flow } from "@/lib/flow/flow";
import type { Which } from "@/lib/flow/people";
import { elsewhere } from "@/lib/flow/results";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { CountUp } from "./count-up";
import { FormLink } from "./form-link";
import { GoalReached } from "./goal-reached";
import { Revenue } from "./node-numbers";
import type { Numbers } from "./numbers";
import { ToPeople } from "./to-people";
import type { Trouble } from "./use-numbers";

type ResultsAsideProps = {
  funnelId: string;
  flow: Flow;
  /** Number of the live version; null: never published. */
  version: number | null;
  changed: boolean;
  numbers: Numbers;
  trouble: Trouble | null;
  formUrl: string | null;
  /** What waits for a decision. */
  children: ReactNode;
};

/** The funnel as a whole, beside its canvas; on a phone a bar at the bottom that opens. */
export function ResultsAside(props: ResultsAsideProps) {
  const { numbers, trouble, version, children } = props;
  useTellBar(numbers.holding);
  return (
    <div
      data-inset="left"
      className="absolute top-3 left-3 z-10 flex max-h-[calc(100%-4.5rem)] w-76 flex-col gap-2 max-md:inset-x-2 max-md:top-auto max-md:bottom-18.5 max-md:max-h-[60%] max-md:w-auto max-md:overflow-y-auto max-md:*:shrink-0"
    >
      {trouble ? <TroubleNotice trouble={trouble} /> : null}
      {children}
      {version === null ? (
        <NeverPublished funnelId={props.funnelId} />
      ) : (
        <Whole {...props} version={version} />
      )}
    </div>
  );
}

function TroubleNotice({ trouble }: { trouble: Trouble }) {
  return (
    <Banner
      tone="attention"
      live
      className="rounded-xl border border-attention/30 bg-[color-mix(in_oklab,var(--color-attention)_8%,var(--color-raised))]"
      action={
        trouble === "signed out" ? (
          <Button size="sm" onClick={() => location.reload()}>
            Sign in again
          </Button>
        ) : null
      }
    >
      {said[trouble]}
    </Banner>
  );
}

/** The bar above every screen says that no mail leaves; it comes and goes with what the numbers know. */
function useTellBar(holding: Numbers["holding"]) {
  const router = useRouter();
  const before = useRef(false);
  const held = holding !== null;
  useEffect(() => {
    if (held || before.current) router.refresh();
    before.current = held;
  }, [held, router]);
}

const said: Record<Trouble, string> = {
  "signed out": "Your session has ended. These are the last numbers.",
  gone: "This funnel does not exist any more.",
  unreachable:
    "The numbers cannot be loaded at the moment. Trying again; nothing that happens meanwhile is lost.",
};

function NeverPublished({ funnelId }: { funnelId: string }) {
  return (
    <section
      aria-label="Results of the whole funnel"
      className="flex flex-col items-start gap-3 rounded-xl border border-line bg-raised p-4"
    >
      <p className="text-pretty">Nothing has happened yet: this funnel was never published.</p>
      <Button asChild size="sm">
        <Link href={`/funnels/${funnelId}`}>Go to Build</Link>
      </Button>
    </section>
  );
}

function Whole({
  funnelId,
  flow,
  version,
  changed,
  numbers,
  formUrl,
}: ResultsAsideProps & { version: number }) {
  const [open, setOpen] = useState(false);
  const { totals } = numbers;
  const hasGoal = flow.nodes.some((node) => node.type === "goal");
  const away = elsewhere(flow, numbers.nodes);
  const who = (which: Which) => peopleHref(funnelId, { which });
  return (
    <section
      aria-label="Results of the whole funnel"
      className="flex min-h-0 flex-col rounded-xl border border-line bg-raised"
    >
      <div className="flex items-center gap-2 p-4 max-md:px-3 max-md:py-2">
        <dl className="flex flex-1 flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft md:justify-between">
          <Total value={totals.entered} name="entered" href={who("entered")} />
          <Total value={totals.here} name="there now" href={who("here")} />
        </dl>
        <Button
          variant="ghost"
          size="sm"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-my-1 md:hidden"
        >
          {open ? "Less" : "More"}
          <ChevronUp aria-hidden className={cn("transition-[rotate]", open && "rotate-180")} />
        </Button>
      </div>
      <div
        className={cn(
          "grid min-h-0 grid-cols-[minmax(0,1fr)] gap-3 overflow-y-auto px-4 pb-4 text-sm max-md:px-3",
          !open && "max-md:hidden",
        )}
      >
        {totals.entered === 0 ? (
          <p className="text-pretty text-ink-soft">
            Nobody has come yet. Numbers appear within seconds of the first person.
          </p>
        ) : hasGoal ? (
          <div className="grid gap-2">
            <GoalReached
              hits={totals.converted}
              of={totals.entered}
              large
              hrefs={{ hits: who("converted"), of: who("entered") }}
            />
            <Revenue revenue={totals.revenue} />
          </div>
        ) : (
          <p className="text-pretty text-ink-soft">
            This funnel has no goal yet. With one, every step says how many of its people reached it.
          </p>
        )}
        {away.people > 0 ? (
          <p className="text-pretty text-ink-soft">
            {away.people === 1 ? "1 person is" : `${away.people.toLocaleString("en")} people are`} on{" "}
            {away.steps === 1 ? "a step that is" : "steps that are"} no longer drawn: they came in before
            version {version} and finish the way they began.
          </p>
        ) : null}
        {changed ? (
          <p className="text-pretty text-ink-soft">
            You see version {version}, which people go through. Your draft has changes that are not published.
          </p>
        ) : null}
        {formUrl ? <FormLink url={formUrl} /> : null}
      </div>
    </section>
  );
}

function Total({ name, value, href }: { name: string; value: number; href: string }) {
  return (
    <div className="flex flex-row-reverse items-baseline gap-1.5">
      <dt>{name}</dt>
      <dd className="text-xl font-semibold text-ink max-md:text-base">
        <ToPeople href={value > 0 ? href : null}>
          <CountUp value={value} />
        </ToPeople>
      </dd>
    </div>
  );
}
