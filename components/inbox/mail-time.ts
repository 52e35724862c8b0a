// Pieces are joined here: how a language joins date and time differs between the server's tables and the browser's.
function format(at: string, zone: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone })
    .format(new Date(at))
    .replaceAll(",", "");
}

const clock = { hour: "2-digit", minute: "2-digit" } as const;
const dayMonth = { day: "numeric", month: "short" } as const;

/** "12 Mar 09:30" */
export const shortTime = (at: string, zone: string): string =>
  `${format(at, zone, dayMonth)} ${format(at, zone, clock)}`;

/** "12 Mar 09:30:07". Whoever tries a funnel counts seconds. */
export const exactTime = (at: string, zone: string): string =>
  `${format(at, zone, dayMonth)} ${format(at, zone, { ...clock, second: "2-digit" })}`;

/** "Thursday 12 March 2026 at 09:30" */
export const fullTime = (at: string, zone: string): string =>
  `${format(at, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })} at ${format(at, zone, clock)}`;
