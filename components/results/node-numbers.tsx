import { conversionOf, isSteady, likelyRange, type NodeResults, wentOn } from "@/lib/flow/results";
import { sayMoney } from "@/lib/money";

const count = (n: number): string => n.toLocaleString("en");

/** A card's row in Results: who came, who is here, who went on, and how many reached the goal. */
export function NodeNumbers({
  results,
  isEmail,
  isGoal,
}: {
  results: NodeResults | undefined;
  isEmail: boolean;
  isGoal: boolean;
}) {
  if (!results || results.entered === 0) {
    return <p className="px-3 py-2 text-xs text-ink-soft">Nobody has come here yet</p>;
  }
  const revenue = Object.entries(results.revenue).filter(([, value]) => value !== 0);
  return (
    <div className="grid gap-1.5 px-3 py-2 text-xs">
      <dl className="flex flex-wrap gap-x-3 gap-y-0.5 text-ink-soft">
        <Figure name="Entered" value={count(results.entered)} />
        <Figure name="Here now" value={count(results.here)} />
        <Figure name="Went on" value={count(wentOn(results))} />
        {isEmail ? (
          <>
            <Figure name="Sent" value={count(results.sent)} />
            <Figure name="Opened" value={count(results.opened)} />
            <Figure name="Clicked" value={count(results.clicked)} />
          </>
        ) : null}
      </dl>
      <GoalReached hits={results.converted} of={results.entered} isGoal={isGoal} />
      {revenue.length > 0 ? (
        <p className="font-medium text-good">
          {revenue.map(([currency, value]) => sayMoney(value, currency)).join(" · ")} revenue
        </p>
      ) : null}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex gap-1">
      <dt>{name}</dt>
      <dd className="font-medium text-ink">{value}</dd>
    </div>
  );
}

/** The count always; the rate in grey and marked "early" with its likely range until it is steady. */
function GoalReached({ hits, of, isGoal }: { hits: number; of: number; isGoal: boolean }) {
  const range = likelyRange(hits, of);
  const rate = conversionOf({ entered: of, converted: hits });
  if (!range || rate === null) return null;
  const steady = isSteady(hits, of);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return (
    <div className="grid gap-1">
      <p className="text-ink">
        {count(hits)} of {count(of)} {isGoal ? "reached it" : "reached the goal"}
        <span className="text-ink-soft">
          {steady ? ` · ${percent(rate)}` : ` · early, likely ${percent(range.from)} to ${percent(range.to)}`}
        </span>
      </p>
      <div className="relative h-1 rounded-sm bg-ink/10" aria-hidden>
        <span
          className="absolute inset-y-0 rounded-sm bg-ink/20"
          style={{ left: `${range.from * 100}%`, right: `${100 - range.to * 100}%` }}
        />
        <span
          className="absolute -inset-y-0.5 w-0.5 bg-accent"
          style={{ left: `calc(${rate * 100}% - 1px)` }}
        />
      </div>
    </div>
  );
}
