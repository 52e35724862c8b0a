"use client";

import { useTransition } from "react";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";
import type { Numbers } from "./numbers";

type Props = {
  held: Numbers["held"];
  canDecide: boolean;
  decide(messageIds: string[], send: boolean): Promise<Result<{ decided: number }>>;
};

/** As many as one decision takes, and as many as are listed. */
const MOST = 500;

const emails = (n: number): string => (n === 1 ? "1 email" : `${n.toLocaleString("en")} emails`);

/** Held mail does not go out by itself: somebody reads why it is held, and decides. */
export function HeldMail({ held, canDecide, decide }: Props) {
  const [pending, start] = useTransition();
  const first = held[0];
  const one = held.length === 1;
  const choose = (send: boolean) =>
    start(async () => {
      try {
        const result = await decide(
          held.map(({ id }) => id),
          send,
        );
        if (!result.ok) toast(result.message, { tone: "bad" });
        else toast(`${send ? "Sending" : "Skipped"} ${emails(result.value.decided)}`, { tone: "good" });
      } catch {
        toast("Nothing was decided: the server could not be reached. Try again.", { tone: "bad" });
      }
    });
  return (
    <Banner
      tone="attention"
      live
      title={`${held.length >= MOST ? `${MOST} or more emails` : emails(held.length)} ${one ? "is" : "are"} held`}
      className="rounded-xl border border-attention/30 bg-[color-mix(in_oklab,var(--color-attention)_8%,var(--color-raised))]"
      action={
        canDecide ? (
          <span className="flex gap-2">
            <Button size="sm" pending={pending} onClick={() => choose(true)}>
              Send now
            </Button>
            <Button size="sm" pending={pending} onClick={() => choose(false)}>
              Skip
            </Button>
          </span>
        ) : null
      }
    >
      <Reasons held={held} />
      {one && first ? (
        <>
          It is for <span className="wrap-anywhere">{first.to}</span>.{" "}
        </>
      ) : null}
      {canDecide
        ? `${one ? "It waits" : "They wait"} for you: send ${one ? "it" : "them"} after all, or skip ${one ? "it" : "them"} and let people go on.`
        : "An editor decides whether it is sent after all or skipped."}
    </Banner>
  );
}

/** The different reasons, the commonest first. */
function Reasons({ held }: { held: Numbers["held"] }) {
  const counts = new Map<string, number>();
  for (const { reason } of held) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 3);
  return reasons.map(([reason, n]) => (
    <span key={reason} className="block">
      {counts.size > 1 ? `${n.toLocaleString("en")} × ` : ""}
      {reason}
    </span>
  ));
}
