import type { Weekday } from "@/lib/time/calendar";
import { sayDuration } from "@/lib/time/duration";
import { sayDate } from "@/lib/time/say-date";
import { sayZone } from "@/lib/time/zone";
import type { Until, WaitSettings } from "./settings";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "on a weekday", "at the weekend", "on Monday or Thursday"; empty for every day. */
export function sayWeekdays(weekdays: readonly Weekday[]): string {
  const chosen = [...weekdays].sort();
  const key = chosen.join("");
  if (key === "1234567") return "";
  if (key === "12345") return "on a weekday";
  if (key === "67") return "at the weekend";
  const names = chosen.map((day) => DAYS[day - 1]);
  const last = names.pop();
  return `on ${names.length > 0 ? `${names.join(", ")} or ${last}` : last}`;
}

const clock = (zone: string | null): string => (zone === null ? "their time" : sayZone(zone));

const DATE_OF = { funnel: "", field: "their ", event: "the event’s " };

/** "3 days before their “renewal”, 09:00, their time", "2 hours after “webinar”". */
export function sayAround({ of, named, days, minutes, time }: Extract<Until, { kind: "around" }>): string {
  const parts = [
    days === 0 ? null : `${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"}`,
    minutes === 0 ? null : sayDuration(Math.abs(minutes) * 60_000),
  ].filter((part) => part !== null);
  const side = (days || minutes) < 0 ? "before" : "after";
  const far = parts.length === 0 ? "" : `${parts.join(" and ")} ${side} `;
  return `${far}${DATE_OF[of]}“${named}”${time === null ? "" : `, ${time}, their time`}`;
}

/** The one sentence on a wait's card. */
export function waitSentence({ forMs, until }: WaitSettings): string {
  if (!until) return `Wait ${sayDuration(forMs)}`;
  const after =
    "past" in until && until.past === "skip-email" ? "; if that has passed, skip the next email" : "";
  return `${sentence(until)}${after}`;
}

function sentence(until: Until): string {
  switch (until.kind) {
    case "time": {
      const when = [until.time, sayWeekdays(until.weekdays)].filter(Boolean).join(" ");
      const days = until.days === 0 ? "" : `${until.days} ${until.days === 1 ? "day" : "days"}, `;
      return `Wait ${days}until ${when}, their time`;
    }
    case "date":
      return `Wait until ${sayDate(until.date)}, ${until.time}, ${clock(until.zone)}`;
    case "day":
      return until.day === 0
        ? `Wait until ${until.time} on the day they entered, their time`
        : `Wait until day ${until.day} after they entered, ${until.time}, their time`;
    case "around":
      return until.named === "" ? "Choose the date to wait for" : `Wait until ${sayAround(until)}`;
    case "event": {
      if (until.event === "") return "Choose the event to wait for";
      const since = until.since === "entry" ? " since they entered" : "";
      return `Wait for “${until.event}”${since}, up to ${sayDuration(until.atMostMs)}`;
    }
    case "quiet":
      if (until.event === "") return "Choose the event that has to be quiet";
      return `Wait until there was no “${until.event}” for ${sayDuration(until.forMs)}`;
  }
}
