import { Users } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { caught, ended, type NodeResults, wentOn } from "@/lib/flow/results";
import { sayMoney } from "@/lib/money";
import { CountUp } from "./count-up";
import { GoalReached } from "./goal-reached";

type NodeNumbersProps = {
  results: NodeResults | undefined;
  isEmail: boolean;
  isGoal: boolean;
  /** Without a goal in the funnel nothing is said about reaching one. */
  hasGoal: boolean;
};

/** A card's row in Results: who is here, who went on, and how many reached the goal. */
export function NodeNumbers({ results, isEmail, isGoal, hasGoal }: NodeNumbersProps) {
  if (!results || results.entered === 0) {
    return <p className="text-xs text-ink-soft">Nobody has come here yet</p>;
  }
  const pulled = isGoal ? 0 : caught(results);
  const over = ended(results);
  return (
    <div className="grid gap-2 text-xs text-ink-soft">
      <dl className="flex flex-wrap justify-between gap-x-3 gap-y-0.5">
        <HereNow people={results.here} />
        {pulled > 0 ? (
          <Figure
            value={pulled}
            name="caught"
            title="They reached a goal while they were here, and went to it at once"
          />
        ) : null}
        {over > 0 ? <Figure value={over} name="ended here" /> : null}
        {over > 0 && wentOn(results) === 0 ? null : <Figure value={wentOn(results)} name="went on" />}
      </dl>
      {isEmail ? (
        <dl className="flex flex-wrap justify-between gap-x-3 gap-y-0.5">
          <Figure value={results.sent} name="sent" />
          <Figure value={results.opened} name="opened" />
          <Figure value={results.clicked} name="clicked" />
        </dl>
      ) : null}
      {hasGoal ? <GoalReached hits={results.converted} of={results.entered} /> : null}
      <Revenue revenue={results.revenue} />
    </div>
  );
}

/** Whoever is here is what one looks for first. */
function HereNow({ people }: { people: number }) {
  return (
    <div
      className={cn(
        "flex flex-row-reverse items-center gap-1",
        people > 0 && "-ml-1.5 rounded-md bg-accent/10 px-1.5 text-accent",
      )}
    >
      <dt>here now</dt>
      <dd className={cn("flex items-center gap-1 font-medium", people === 0 && "text-ink")}>
        {people > 0 ? <Users aria-hidden className="size-3" /> : null}
        <CountUp value={people} />
      </dd>
    </div>
  );
}

/** Reads "38 went on"; spoken as its name with its value. */
function Figure({ name, value, title }: { name: string; value: number; title?: string }) {
  return (
    <div className="flex flex-row-reverse gap-1" title={title}>
      <dt>{name}</dt>
      <dd className="font-medium text-ink">
        <CountUp value={value} />
      </dd>
    </div>
  );
}

/** Each currency by itself: amounts of different ones are never added up. */
export function Revenue({ revenue }: { revenue: Readonly<Record<string, number>> }) {
  const amounts = Object.entries(revenue)
    .filter(([, minor]) => minor !== 0)
    .sort(([a], [b]) => a.localeCompare(b));
  if (amounts.length === 0) return null;
  return (
    <p className="text-ink-soft">
      <span className="font-medium text-good">
        {amounts.map(([currency, minor]) => sayMoney(minor, currency)).join(" + ")}
      </span>{" "}
      revenue
    </p>
  );
}
