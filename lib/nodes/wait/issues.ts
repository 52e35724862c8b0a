import { momentIn } from "@/lib/time/calendar";
import { sayDate } from "@/lib/time/say-date";
import {
  LONGEST_WAIT_MS,
  type Neighbours,
  type NodeIssue,
  SHORTEST_WAIT_MS,
  type Surroundings,
} from "../contract";
import type { Until, WaitSettings } from "./settings";

const blocks = (message: string): NodeIssue[] => [{ level: "blocks", message }];

/** What the author of a wait should know. */
export function waitIssues(
  { forMs, until }: WaitSettings,
  surroundings: Surroundings,
  flow: Pick<Neighbours, "dates"> = {},
): NodeIssue[] {
  const tooShort = (ms: number) => ms < SHORTEST_WAIT_MS && !surroundings.shortWaits;
  if (!until) return tooShort(forMs) ? blocks("Wait at least one minute.") : [];
  switch (until.kind) {
    case "time":
    case "day":
      return [];
    case "date":
      return dateIssues(until, surroundings);
    case "around":
      return aroundIssues(until, flow.dates ?? []);
    case "event":
      if (until.event === "") return blocks("Choose the event that people wait for.");
      return tooShort(until.atMostMs) ? blocks("Give people at least one minute for it.") : [];
    case "quiet":
      if (until.event === "") return blocks("Choose the event that has to be quiet.");
      return tooShort(until.forMs) ? blocks("Let it be quiet for at least one minute.") : [];
  }
}

function aroundIssues(
  { of, named, days, minutes }: Extract<Until, { kind: "around" }>,
  dates: readonly { name: string }[],
): NodeIssue[] {
  if (named === "") return blocks(NAME_IT[of]);
  if (of === "funnel" && !dates.some(({ name }) => name === named)) {
    return blocks(`This funnel has no date “${named}”. Add it to the funnel’s dates, or choose another one.`);
  }
  if (Math.sign(days) * Math.sign(minutes) < 0) return blocks("Choose before or after, not both.");
  return [];
}

const NAME_IT = {
  funnel: "Choose the date that people wait for.",
  field: "Name the field that holds the date.",
  event: "Name the property of the event that holds the date.",
};

const WHO_COMES_LATE = {
  continue: "Whoever comes here goes on at once.",
  "skip-email": "Whoever comes here goes on at once and does not get the next email.",
  missed: "Whoever comes here takes the Missed path.",
};

function dateIssues(until: Extract<Until, { kind: "date" }>, { now, timeZone }: Surroundings): NodeIssue[] {
  const moment = momentIn(until.zone ?? timeZone, until.date, until.time);
  const said = `${sayDate(until.date)}, ${until.time}`;
  if (moment < now) {
    return [{ level: "warns", message: `This moment has passed: ${said}. ${WHO_COMES_LATE[until.past]}` }];
  }
  if (moment > now + LONGEST_WAIT_MS) {
    return blocks(`This moment is more than a year away: ${said}. A wait lasts a year at most.`);
  }
  return [];
}
