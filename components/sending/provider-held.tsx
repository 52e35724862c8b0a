"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { Result } from "@/lib/result";
import { sayMoment } from "@/lib/time/moment";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";

type ProviderHeldProps = {
  /** Why the mail provider takes nothing at the moment, and until when nobody asks it. */
  holding: { until: number | null; because: string };
  mayTry: boolean;
  now: number;
  /** IANA name. */
  zone: string;
  tryNow(input: Record<string, never>): Promise<Result<null>>;
  /** A bar above every screen, or a box within one. */
  look?: "bar" | "box";
};

/** The provider refuses or does not answer, so nothing leaves: why, when it is tried again, and a way to try at once. */
export function ProviderHeld({ holding, mayTry, now, zone, tryNow, look = "box" }: ProviderHeldProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const press = () =>
    start(async () => {
      try {
        const done = await tryNow({});
        if (!done.ok) toast(done.message, { tone: "bad" });
        else {
          toast("Trying again", {
            description: "Should the provider still refuse, its reason stands here in a moment.",
          });
        }
        router.refresh();
      } catch {
        toast("Nothing was tried: the server could not be reached. Try again.", { tone: "bad" });
      }
    });
  const next =
    holding.until === null
      ? "It is being tried right now."
      : `It is tried again ${sayMoment(holding.until, { now, zone })}.`;
  return (
    <Banner
      tone="attention"
      look={look}
      live
      title={look === "box" ? "No mail leaves at the moment" : undefined}
      action={
        mayTry ? (
          <Button size="sm" pending={pending} onClick={press}>
            Try again now
          </Button>
        ) : null
      }
    >
      {look === "bar" ? "No mail leaves at the moment. " : ""}
      {holding.because} {next}
    </Banner>
  );
}
