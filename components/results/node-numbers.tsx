import { Users } from "lucide-react";
import { peopleHref } from "@/components/people/people-href";
import { cn } from "@/components/ui/cn";
import type { PeopleFilter } from "@/lib/flow/people";
import { caught, ended, leftEarly, type NodeResults, wentOn } from "@/lib/flow/results";
import { sayMoney } from "@/lib/money";
import { CountUp } from "./count-up";
import { GoalReached } from "./goal-reached";
import { ToPeople } from "./to-people";

type NodeNumbersProps = {
  funnelId: string;
  nodeId: string;
  results: NodeResults | undefined;
  isEmail: boolean;
  isGoal: boolean;
  /** Without a goal in the funnel nothing is said about reaching one. */
  hasGoal: boolean;
};

/** A card's row in Results: who is here, who went on, and how many reached the goal. */
export function NodeNumbers({ funnelId, nodeId, results, isEmail, isGoal, hasGoal }: NodeNumbersProps) {
  if (!results || results.entered === 0) {
    return <p className="text-xs text-ink-soft">Nobody has come here yet</p>;
  }
  const pulled = isGoal ? 0 : caught(results);
  const over = ended(results);
  const early = leftEarly(results);
  const who = (filter: Omit<PeopleFilter, "nodeId">) => peopleHref(funnelId, { ...filter, nodeId });
  return (
    <div className="grid gap-2 text-xs text-ink-soft">
      {/* At the left who is here, at the right who went on; whoever went another way stands under it. */}
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1">
        <HereNow people={results.here} href={who({ which: "here" })} />
        {early > 0 ? (
          <Figure
            value={early}
            href={who({ which: "left", path: "left" })}
            name="left early"
            title="A rule of the funnel made them leave while they were here"
          />
        ) : null}
        {over > 0 && wentOn(results) === 0 ? null : (
          <Figure value={wentOn(results)} href={who({ which: "left" })} name="went on" right />
        )}
        {pulled > 0 ? (
          <Figure
            value={pulled}
            href={who({ which: "left", path: "pulled" })}
            name="caught"
            title="They reached a goal while they were here, and went to it at once"
          />
        ) : null}
        {over > 0 ? (
          <Figure value={over} href={who({ which: "left", path: "ended" })} name="ended here" right />
        ) : null}
      </dl>
      {isEmail ? (
        <dl className="flex flex-wrap justify-between gap-x-3 gap-y-0.5">
          <Figure value={results.sent} href={who({ which: "sent" })} name="sent" />
          <Figure value={results.opened} href={who({ which: "opened" })} name="opened" />
          <Figure value={results.clicked} href={who({ which: "clicked" })} name="clicked" />
        </dl>
      ) : null}
      {hasGoal ? (
        <GoalReached
          hits={results.converted}
          of={results.entered}
          hrefs={{ hits: who({ which: "converted" }), of: who({ which: "entered" }) }}
        />
      ) : null}
      <Revenue revenue={results.revenue} href={who({ which: "earned" })} />
    </div>
  );
}

/** Whoever is here is what one looks for first. */
function HereNow({ people, href }: { people: number; href: string }) {
  return (
    <div
      className={cn(
        "flex flex-row-reverse items-center gap-1 justify-self-start",
        people > 0 && "-ml-1.5 rounded-md bg-accent/10 px-1.5 text-accent",
      )}
    >
      <dt>here now</dt>
      <dd className={cn("flex items-center gap-1 font-medium", people === 0 && "text-ink")}>
        {people > 0 ? <Users aria-hidden className="size-3" /> : null}
        <ToPeople href={people > 0 ? href : null}>
          <CountUp value={people} />
        </ToPeople>
      </dd>
    </div>
  );
}

type FigureProps = {
  name: string;
  value: number;
  title?: string;
  href: string;
  /** In the right column. */
  right?: boolean;
};

/** Reads "38 went on"; spoken as its name with its value. */
function Figure({ name, value, title, href, right = false }: FigureProps) {
  return (
    <div
      className={cn(
        "flex flex-row-reverse gap-1 justify-self-start",
        right && "col-start-2 justify-self-end",
      )}
      title={title}
    >
      <dt>{name}</dt>
      <dd className="font-medium text-ink">
        <ToPeople href={value > 0 ? href : null}>
          <CountUp value={value} />
        </ToPeople>
      </dd>
    </div>
  );
}

/** Each currency by itself: amounts of different ones are never added up. */
export function Revenue({
  revenue,
  href = null,
}: {
  revenue: Readonly<Record<string, number>>;
  href?: string | null;
}) {
  const amounts = Object.entries(revenue)
    .filter(([, minor]) => minor !== 0)
    .sort(([a], [b]) => a.localeCompare(b));
  if (amounts.length === 0) return null;
  return (
    <p className="text-ink-soft">
      <span className="font-medium text-good">
        <ToPeople href={href}>
          {amounts.map(([currency, minor]) => sayMoney(minor, currency)).join(" + ")}
        </ToPeople>
      </span>{" "}
      revenue
    </p>
  );
}
