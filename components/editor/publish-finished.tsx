"use client";

import type { Flow } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import type { Ending, NewEnding } from "@/lib/flow/take-in";
import { Checkbox } from "../ui/checkbox";

type PublishFinishedProps = {
  endings: readonly NewEnding[];
  finished: readonly (Ending & { people: number })[];
  /** The drawing that is published. */
  after: Flow;
  takeIn: readonly Ending[];
  onTakeIn(endings: Ending[]): void;
};

/** New steps at what was the end: whether those who finished there go on. Nobody does unless it is asked for. */
export function PublishFinished({ endings, finished, after, takeIn, onTakeIn }: PublishFinishedProps) {
  const is = (one: Ending) => (other: Ending) => one.nodeId === other.nodeId && one.exit === other.exit;
  return (
    <section aria-label="People who have finished" className="flex flex-col gap-3">
      <h3 className="text-sm font-medium text-ink">People who have finished</h3>
      {finished
        .filter(({ people }) => people > 0)
        .map(({ people, ...one }) => {
          const to = endings.find(is(one))?.to ?? "";
          const who = people === 1 ? "the 1 person" : `the ${people.toLocaleString("en")} people`;
          return (
            <Checkbox
              key={`${one.nodeId} ${one.exit}`}
              label={`Also take in ${who} who went through to the end after “${nameOf(after, one.nodeId)}”`}
              help={`They go on at “${nameOf(after, to)}” at once. Otherwise it is for those who come there from now on.`}
              checked={takeIn.some(is(one))}
              onCheckedChange={(checked) =>
                onTakeIn(checked === true ? [...takeIn, one] : takeIn.filter((other) => !is(one)(other)))
              }
            />
          );
        })}
    </section>
  );
}
