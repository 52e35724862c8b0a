import { cn } from "@/components/ui/cn";
import { conversionOf, isSteady, likelyRange } from "@/lib/flow/results";
import { CountUp } from "./count-up";
import { percent } from "./percent";
import { ToPeople } from "./to-people";

/**
 * The count always; the rate in grey and marked "early" with its likely range until it is steady. The bar shows
 * the likely range, with the rate in it.
 */
export function GoalReached({
  hits,
  of,
  large = false,
  hrefs,
}: {
  hits: number;
  of: number;
  large?: boolean;
  /** Where the people behind each number are listed. */
  hrefs: { hits: string; of: string };
}) {
  const range = likelyRange(hits, of);
  const rate = conversionOf({ entered: of, converted: hits });
  if (!range || rate === null) return null;
  const steady = isSteady(hits, of);
  const likely = `${Math.round(range.from * 100)}–${Math.round(range.to * 100)} %`;
  return (
    <div className={cn("grid gap-1", large ? "text-sm" : "text-xs")}>
      <p className="flex flex-wrap justify-between gap-x-1.5 text-ink-soft">
        <span>
          <span className="font-medium text-ink">
            <ToPeople href={hits > 0 ? hrefs.hits : null}>
              <CountUp value={hits} />
            </ToPeople>{" "}
            of{" "}
            <ToPeople href={hrefs.of}>
              <CountUp value={of} />
            </ToPeople>
          </span>{" "}
          reached the goal
        </span>
        <span className={cn("ml-auto", steady && "font-medium text-ink")} title={`Likely range: ${likely}`}>
          {steady ? percent(rate) : `early ${likely}`}
        </span>
      </p>
      <span className="relative block h-1 rounded-full bg-ink/8" aria-hidden>
        <span
          className={cn(
            "absolute inset-y-0 rounded-full transition-[left,right]",
            steady ? "bg-accent/45" : "bg-ink/20",
          )}
          style={{ left: `${range.from * 100}%`, right: `${100 - range.to * 100}%` }}
        />
        <span
          className={cn(
            "absolute -inset-y-0.5 w-0.5 rounded-full transition-[left]",
            steady ? "bg-accent" : "bg-ink-soft",
          )}
          style={{ left: `clamp(0px, calc(${rate * 100}% - 1px), calc(100% - 2px))` }}
        />
      </span>
    </div>
  );
}
