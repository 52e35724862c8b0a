import { sayMoment } from "@/lib/time/moment";
import type { HoldActions } from "./hold-actions";
import { HoldAllButton } from "./hold-all-button";

type HoldAllPartProps = HoldActions & {
  held: { at: number; by: string | null } | null;
  mayHold: boolean;
  now: number;
  zone: string;
};

/** The same switch as in the menu, with what it does. */
export function HoldAllPart({ held, mayHold, now, zone, ...actions }: HoldAllPartProps) {
  return (
    <section aria-labelledby="hold-all" className="flex flex-col items-start gap-3">
      <h2 id="hold-all" className="text-base font-semibold">
        Hold all sending
      </h2>
      <p className="max-w-prose text-base text-pretty text-ink-soft">
        Stops every email of this workspace within seconds, service emails too. People go on to their next
        email and wait there. When you send again you are asked what becomes of what has come together.
      </p>
      {held ? (
        <p className="text-base">
          Held since {sayMoment(held.at, { now, zone })}
          {held.by ? `, by ${held.by}` : ""}. The bar at the top lets it go on.
        </p>
      ) : mayHold ? (
        <HoldAllButton {...actions} place="button" />
      ) : null}
    </section>
  );
}
