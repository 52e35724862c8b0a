"use client";

import { CircleCheck } from "lucide-react";
import { Progress } from "@/components/ui/progress";
import { sayEnd } from "@/lib/flow/explain";
import { graphOf } from "@/lib/flow/graph";
import { journeyTime, realTime } from "@/lib/flow/journey-clock";
import { topicsAt } from "@/lib/flow/listening";
import { nameOf, namesOf } from "@/lib/flow/names";
import type { TestRun } from "@/lib/flow/test-run";
import type { Instant } from "@/lib/flow/world";
import { definitionFor } from "@/lib/nodes/definitions";
import { NodeIcon } from "@/lib/nodes/icons";
import { sayDuration } from "@/lib/time/duration";
import { sayDay, sayTestMoment } from "./test-moment";

/** The step where one is, and how many real seconds it will take; or how it ended. */
export function TryNow({ run, now, zone }: { run: TestRun; now: Instant; zone: string }) {
  const { path } = run;
  if (path.end) {
    const took = sayDuration(realTime(run, path.end.at) - run.enteredAt);
    return (
      <div role="status" className="flex items-start gap-2.5 rounded-lg bg-good/8 px-3.5 py-3">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        <div className="min-w-0">
          <p className="font-medium text-pretty wrap-anywhere text-ink">{sayEnd(path)}</p>
          <p className="text-sm text-ink-soft">
            {`On ${sayDay(run, path.end.at, zone)} of the journey, after ${took}.`}
          </p>
        </div>
      </div>
    );
  }
  const node = graphOf(path.flow).node(path.nodeId);
  const moment = journeyTime(run, now);
  const left = secondsLeft(run, now);
  const name = nameOf(path.flow, path.nodeId);
  const listens = topicsAt(path.flow, path.nodeId).length > 0;
  return (
    <section
      aria-label="Where you are"
      className="flex flex-col gap-3 rounded-lg border border-accent/40 bg-accent-soft p-3"
    >
      <div className="flex items-start gap-2.5">
        {node ? <NodeIcon type={node.type} /> : null}
        <div className="min-w-0 flex-1">
          <p className="flex justify-between gap-2 text-xs font-medium text-ink-soft">
            <span className="truncate">{name}</span>
            <span className="shrink-0">{sayTestMoment(run, moment, zone)}</span>
          </p>
          <p className="text-base text-pretty wrap-anywhere text-ink">
            {node ? definitionFor(node.type).summary(node.data, namesOf(path.flow)) : name}
          </p>
        </div>
      </div>
      {run.trouble !== null ? null : left === null ? (
        <Progress label="Under way" value={null} total={1} detail="Goes on in a moment" />
      ) : (
        <Progress
          label="Until it goes on"
          value={moment - path.arrivedAt}
          total={(path.until ?? moment) - path.arrivedAt}
          detail={`Goes on in ${sayDuration(left * 1_000)}${listens ? ", if nothing happens before" : ""}`}
        />
      )}
    </section>
  );
}

/** Whole real seconds until the present wait ends by itself; null when it is a moment, or an email is on its way. */
function secondsLeft({ dueAt, path }: TestRun, now: Instant): number | null {
  if (dueAt === null || dueAt <= now || path.mail !== null) return null;
  return Math.ceil((dueAt - now) / 1_000);
}
