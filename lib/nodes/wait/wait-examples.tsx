"use client";

import { useEffect, useId, useState } from "react";
import { waitExamples } from "./examples";
import type { WaitSettings } from "./settings";

const MINUTE_MS = 60_000;

/** What the wait means for two people who come to it now. */
export function WaitExamples({ settings }: { settings: WaitSettings }) {
  const [now, setNow] = useState(() => Date.now());
  const id = useId();
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const counted =
    settings.until?.kind === "day"
      ? "Two people who enter and come here now, by their own clocks"
      : "Two people who come here now, by their own clocks";
  return (
    <section aria-labelledby={id} className="rounded-lg bg-paper px-3 py-2.5">
      <h3 id={id} className="text-xs font-medium text-ink-soft">
        {counted}
      </h3>
      <ul className="mt-1.5 flex flex-col gap-1 text-sm text-pretty text-ink" aria-live="polite">
        {waitExamples(settings, now).map(({ who, what }) => (
          <li key={who}>
            <b className="font-medium">{who}</b> {what}.
          </li>
        ))}
      </ul>
    </section>
  );
}
