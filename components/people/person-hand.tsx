"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { HandActions } from "./hand";
import { HandMenu } from "./hand-menu";
import { HandProgress } from "./hand-progress";
import type { ListedPerson } from "./listed-person";
import { useHand } from "./use-hand";

type PersonHandProps = HandActions & {
  funnelId: string;
  person: Pick<ListedPerson, "id" | "visit" | "contactId" | "ended" | "stuck">;
  /** Of the version they walk on, without where they are now. */
  steps: readonly { id: string; name: string }[];
};

/** What can be done to the person whose path is shown. */
export function PersonHand({ funnelId, person, steps, ...actions }: PersonHandProps) {
  const router = useRouter();
  const hand = useHand(actions, { funnelId, after: () => router.refresh() });
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      {hand.progress ? (
        <div className="w-64 max-w-full">
          <HandProgress progress={hand.progress} stop={hand.stop} />
        </div>
      ) : (
        <HandMenu hand={hand} chosen={[person]} steps={steps} startableFunnels={actions.startableFunnels} />
      )}
    </div>
  );
}

const EVERY_MS = 5_000;

/** Asks for the page again while it is looked at: the person walks on meanwhile. */
export function KeepFresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
