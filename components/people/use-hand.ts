"use client";

import { useRef, useState } from "react";
import type { Result } from "@/lib/result";
import { toast } from "../ui/toaster";
import { type HandActions, inParts, type Outcome, type Target, type Wish } from "./hand";
import { mailed, people, sayRefused } from "./say-outcome";

/** What waits for a yes, because people would be mailed at once. */
export type Asking = { outcome: Outcome; verb: string; go(): void };

export type Progress = { label: string; done: number; total: number };

export type Start = {
  funnel: { id: string; name: string };
  contactIds: string[];
  triggerId: string | null;
  key: string | null;
};

type Job<T> = {
  items: readonly T[];
  call(part: T[], rehearse: boolean): Promise<Result<Outcome>>;
  /** "Moving people", and afterwards "moved to “Email 2”". */
  doing: string;
  done: string;
  /** On the button that says yes to mails; null: nobody is ever mailed by it. */
  verb: string | null;
  undoable: boolean;
};

/**
 * Members' acts, for one person or many: looks first what would go out at once, asks only then, does it part by part,
 * says what came of it, and offers to take it back where it can be.
 */
export function useHand(actions: HandActions, { funnelId, after }: { funnelId: string; after(): void }) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const stop = useRef(false);

  async function parts<T>(job: Job<T>, label: string, rehearse: boolean) {
    stop.current = false;
    const total = job.items.length;
    const answer = await inParts(job.items, (part) => job.call(part, rehearse), {
      onPart: (done) => setProgress({ label, done, total }),
      stopped: () => stop.current,
    });
    setProgress(null);
    if (answer.trouble) toast(answer.trouble, { tone: "bad" });
    return answer;
  }

  async function run<T>(job: Job<T>) {
    if (job.items.length === 0) return;
    if (job.verb !== null) {
      const rehearsal = await parts(job, "Looking what would happen", true);
      // Stopped, or it failed: nothing has happened yet.
      if (rehearsal.rest > 0) return;
      if (mailed(rehearsal.outcome.mails) > 0) {
        setAsking({ outcome: rehearsal.outcome, verb: job.verb, go: () => void carryOut(job) });
        return;
      }
    }
    await carryOut(job);
  }

  async function carryOut<T>(job: Job<T>) {
    setAsking(null);
    const { outcome, rest, trouble } = await parts(job, job.doing, false);
    const acts = outcome.done.flatMap(({ id, actId }) => (actId === null ? [] : [{ id, actId }]));
    const lines = sayRefused(outcome);
    if (rest > 0 && trouble === null) lines.push(`${people(rest)} were left alone: it was stopped.`);
    // Once mail is on its way there is nothing to take back.
    const undo = job.undoable && acts.length > 0 && mailed(outcome.mails) === 0;
    if (outcome.done.length > 0 || trouble === null) {
      toast(`${people(outcome.done.length)} ${job.done}`, {
        tone: outcome.done.length > 0 ? "good" : "bad",
        ...(lines.length > 0 ? { description: lines.join(" ") } : {}),
        ...(undo ? { undo: () => takeBack(acts) } : {}),
      });
    }
    after();
  }

  const takeBack = (acts: { id: string; actId: string }[]) =>
    carryOut({
      items: acts,
      call: (part) => actions.takeBack({ funnelId, acts: part }),
      doing: "Putting people back",
      done: "put back where they were",
      verb: null,
      undoable: false,
    });

  const hand = (
    wish: Wish,
    targets: readonly Target[],
    words: Pick<Job<Target>, "doing" | "done" | "verb">,
  ) =>
    run({
      items: targets,
      call: (part, rehearse) =>
        actions.takeInHand({
          funnelId,
          wish,
          people: part.map(({ id, visit }) => ({ id, visit })),
          rehearse,
        }),
      ...words,
      undoable: true,
    });

  return {
    progress,
    stop: () => {
      stop.current = true;
    },
    asking,
    no: () => setAsking(null),
    busy: progress !== null,
    remove: (targets: readonly Target[]) =>
      hand({ do: "remove" }, targets, { doing: "Removing people", done: "removed", verb: null }),
    skip: (targets: readonly Target[]) =>
      hand({ do: "skip" }, targets, {
        doing: "Skipping the wait",
        done: "went on",
        verb: "Skip the wait and send",
      }),
    move: (targets: readonly Target[], to: { id: string; name: string }) =>
      hand({ do: "move", to: to.id }, targets, {
        doing: "Moving people",
        done: `moved to “${to.name}”`,
        verb: "Move and send",
      }),
    retry: (targets: readonly Target[]) =>
      run({
        items: targets.map(({ id }) => id),
        call: (ids) => actions.retryPeople({ funnelId, ids }),
        doing: "Trying again",
        done: "tried again",
        verb: null,
        undoable: false,
      }),
    start: ({ funnel, contactIds, triggerId, key }: Start) => {
      // One press is one start, also when a part of it is sent again.
      const requestId = crypto.randomUUID();
      return run({
        items: contactIds,
        call: (part, rehearse) =>
          actions.startFunnel({
            funnelId: funnel.id,
            contactIds: part,
            triggerId,
            key,
            requestId,
            rehearse,
          }),
        doing: `Starting “${funnel.name}”`,
        done: `started “${funnel.name}”`,
        verb: "Start and send",
        undoable: false,
      });
    },
  };
}

export type Hand = ReturnType<typeof useHand>;
