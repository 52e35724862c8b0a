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

const emails = (n: number): string => (n === 1 ? "1 email" : `${n.toLocaleString("en")} emails`);

/** Mail that is more than a day late does not go out by itself: somebody decides. */
export function LateMail({ held, canDecide, decide }: Props) {
  const [pending, start] = useTransition();
  const ids = held.map(({ id }) => id);
  const first = held[0];
  const choose = (send: boolean) =>
    start(async () => {
      const result = await decide(ids, send);
      if (!result.ok) toast(result.message, { tone: "bad" });
      else
        toast(send ? `Sending ${emails(result.value.decided)}` : `Skipped ${emails(result.value.decided)}`, {
          tone: "good",
        });
    });
  return (
    <Banner
      tone="attention"
      live
      title={`${emails(held.length)} more than a day late`}
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
      {held.length === 1 && first ? `It is for ${first.to}. ` : ""}
      They wait for you: send them after all, or skip them and let people go on.
    </Banner>
  );
}
