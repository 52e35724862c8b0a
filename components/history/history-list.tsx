import type { Route } from "next";
import { Link } from "@/components/ui/link";
import type { MovingPeople } from "../results/numbers";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Progress } from "../ui/progress";
import { FollowMoving } from "./follow-moving";

export type ListedVersion = {
  number: number;
  /** As people say it: "yesterday 14:20". */
  when: string;
  by: string | null;
  /** The difference to the one before. */
  says: string;
  people: number;
  move: (Omit<MovingPeople, "number"> & { finished: boolean }) | null;
};

type HistoryListProps = {
  funnelId: string;
  versions: readonly ListedVersion[];
  /** Number of the live version. */
  live: number;
  canEdit: boolean;
};

const people = (n: number): string => (n === 1 ? "1 person" : `${n.toLocaleString("en")} people`);

/** The versions of a funnel, latest first. */
export function HistoryList({ funnelId, versions, live, canEdit }: HistoryListProps) {
  return (
    <>
      <ol
        aria-label="Versions, latest first"
        className="divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {versions.map((version) => (
          <li key={version.number} className="flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
            <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
              <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
                {`Version ${version.number}`}
                {version.number === live ? <Badge tone="good">Live</Badge> : null}
              </h2>
              <p className="wrap-anywhere text-ink">{version.says}</p>
              <p className="text-sm text-ink-soft">
                {`Published ${version.when}${version.by ? ` by ${version.by}` : ""}. ${
                  version.people === 0 ? "Nobody is on it now." : `${people(version.people)} on it now.`
                }`}
              </p>
              {version.move ? <Moved version={version} move={version.move} /> : null}
            </div>
            <div className="flex flex-wrap gap-2">
              <Button asChild>
                <Link href={`/funnels/${funnelId}/history/${version.number}` as Route}>
                  Look at it<span className="sr-only">{` (version ${version.number})`}</span>
                </Link>
              </Button>
              {canEdit && version.number !== live ? (
                <GoBack funnelId={funnelId} number={version.number} />
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {versions.some(({ number, move }) => number === live && move && !move.finished) ? (
        <FollowMoving />
      ) : null}
    </>
  );
}

/** Leads to the canvas, where the older drawing stands in the draft and Publish asks about the people in the funnel. */
export const GoBack = ({ funnelId, number }: { funnelId: string; number: number }) => (
  <Button asChild>
    <Link href={`/funnels/${funnelId}?version=${number}` as Route} prefetch={false}>
      Go back to this version<span className="sr-only">{` (version ${number})`}</span>
    </Link>
  </Button>
);

function Moved({
  version: { number },
  move,
}: {
  version: ListedVersion;
  move: NonNullable<ListedVersion["move"]>;
}) {
  const done = move.moved + move.stayed + move.left + move.failed;
  if (!move.finished) {
    const total = Math.max(move.people, done);
    return (
      <div role="status" className="max-w-md pt-1">
        <Progress
          label={`People moving along to version ${number}`}
          value={done}
          total={total}
          detail={`${done.toLocaleString("en")} of ${people(total)} taken along`}
        />
      </div>
    );
  }
  const parts = [
    move.moved > 0 ? `${people(move.moved)} moved along to it` : null,
    move.stayed > 0 ? `${people(move.stayed)} stayed on an earlier one` : null,
    move.takenIn > 0 ? `${people(move.takenIn)} who had finished went on` : null,
    move.left > 0 ? `${people(move.left)} left the funnel` : null,
    move.failed > 0 ? `${people(move.failed)} could not be moved and stayed` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : (
    <p className="text-sm text-ink-soft">{`When it went live, ${parts.join(", ")}.`}</p>
  );
}
