"use client";

import { useTransition } from "react";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";
import type { Numbers } from "./numbers";

type Props = {
  stuck: NonNullable<Numbers["stuck"]>;
  canRetry: boolean;
  retry(): Promise<Result<{ retried: number }>>;
};

const people = (n: number): string => (n === 1 ? "1 person" : `${n.toLocaleString("en")} people`);

/** People whom the engine could not move five times in a row: shown, and left alone until somebody tries again. */
export function StuckPeople({ stuck, canRetry, retry }: Props) {
  const [pending, start] = useTransition();
  const again = () =>
    start(async () => {
      try {
        const result = await retry();
        if (result.ok) toast(`Trying again for ${people(result.value.retried)}`, { tone: "good" });
        else toast(result.message, { tone: "bad" });
      } catch {
        toast("Nothing was tried: the server could not be reached. Try again.", { tone: "bad" });
      }
    });
  return (
    <Banner
      tone="bad"
      live
      title={`${people(stuck.people)} cannot go on`}
      className="rounded-xl border border-bad/30 bg-[color-mix(in_oklab,var(--color-bad)_8%,var(--color-raised))]"
      action={
        canRetry ? (
          <Button size="sm" pending={pending} onClick={again}>
            Try again
          </Button>
        ) : null
      }
    >
      They stay where they are and get no mail until it works. What went wrong: {stuck.because}
    </Banner>
  );
}
