"use client";

import { sayMoment } from "@/lib/time/moment";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import type { HoldActions } from "./hold-actions";
import { useRelease } from "./use-release";

type HeldBarProps = Pick<HoldActions, "release" | "look"> & {
  held: { at: number; by: string | null; mails: number };
  mayRelease: boolean;
  now: number;
  /** IANA name. */
  zone: string;
};

/** Above every screen while all sending is held: since when, by whom, what waits, and the way back. */
export function HeldBar({ held, mayRelease, now, zone, ...actions }: HeldBarProps) {
  const { ask, pending, dialog } = useRelease(actions);
  const { mails } = held;
  const waits =
    mails === 0
      ? "No email waits."
      : mails === 1
        ? "1 email waits."
        : `${mails.toLocaleString("en")} emails wait.`;
  return (
    <>
      <Banner
        tone="attention"
        look="bar"
        action={
          mayRelease ? (
            <Button size="sm" pending={pending} onClick={() => void ask()}>
              Send again
            </Button>
          ) : null
        }
      >
        {`All sending is held since ${sayMoment(held.at, { now, zone })}${held.by ? `, by ${held.by}` : ""}. ${waits}`}
      </Banner>
      {dialog}
    </>
  );
}
