import type { InboxMail } from "./inbox-mail";
import { exactTime } from "./mail-time";

/** Sent, opened, clicked: with the second, in order. */
export function HappenedNext({ happened, zone }: { happened: InboxMail["happened"]; zone: string }) {
  return (
    <section aria-label="What happened next" className="flex flex-col gap-3">
      <h3 className="text-base font-medium text-ink">What happened next</h3>
      {happened.length === 0 ? (
        <p className="text-sm text-ink-soft">
          Nothing yet. Open the email and click its links as the person would.
        </p>
      ) : (
        <ol aria-live="polite" className="flex flex-col">
          {happened.map(({ what, at }, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
              key={index}
              className="relative flex items-baseline gap-3 pb-3 pl-5 text-sm last:pb-0 before:absolute before:top-[0.45em] before:left-0 before:size-2 before:rounded-full before:bg-accent not-last:after:absolute not-last:after:top-[1.1em] not-last:after:-bottom-0.5 not-last:after:left-[3.5px] not-last:after:w-px not-last:after:bg-line-strong"
            >
              <span className="min-w-0 text-ink [overflow-wrap:anywhere]">{what}</span>
              <time dateTime={at} className="ml-auto shrink-0 text-ink-soft">
                {exactTime(at, zone)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
