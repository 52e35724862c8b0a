import type { Instant } from "@/lib/flow/world";
import { sayBought } from "@/lib/rules/purchase";
import { dateIn, timeIn } from "@/lib/time/calendar";
import { sayDuration } from "@/lib/time/duration";
import { sayDate } from "@/lib/time/say-date";
import { sayZone } from "@/lib/time/zone";
import type { Ahead, Departure, Telling } from "../contract";
import type { WaitSettings } from "./settings";

const capital = (sentence: string): string => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;

/** What a wait was and how it ended, in one sentence, by its evidence alone. */
export function tellWait({ forMs, until }: WaitSettings, { because }: Departure, telling: Telling): string {
  if (because.why === "skipped") return "Did not wait to the end.";
  const { items } = because;
  if (until?.kind === "around" && because.why === "past" && items[0]?.at == null) {
    return `There was no date “${until.named}”, so there was nothing to wait for${skipping(until.past)}.`;
  }
  const moment = items.find(({ topic }) => topic === "clock")?.at ?? null;
  if (!until || moment === null) {
    return until?.kind === "event"
      ? tellHappened(until.event, because, telling)
      : `Waited ${sayDuration(forMs)}.`;
  }
  if (until.kind === "event") return `“${until.event}” did not happen within ${sayDuration(until.atMostMs)}.`;
  if (until.kind === "quiet") {
    const last = items.find(({ topic }) => topic.startsWith("event:"))?.at ?? null;
    return last !== null && moment - last < until.forMs
      ? `“${until.event}” went on happening for as long as a wait may last.`
      : `There was no “${until.event}” for ${sayDuration(until.forMs)}.`;
  }
  const zone = String(items.find(({ topic }) => topic === "zone")?.value ?? "UTC");
  if (because.why !== "past") return `Waited until ${sayMomentIn(zone, moment)}.`;
  return `Came after ${sayMomentIn(zone, moment)}, so there was nothing to wait for${"past" in until ? skipping(until.past) : ""}.`;
}

const skipping = (past: string): string => (past === "skip-email" ? ", and the next email is skipped" : "");

const sayMomentIn = (zone: string, at: Instant): string =>
  `${sayDate(dateIn(zone, at))}, ${timeIn(zone, at)}, ${sayZone(zone)}`;

function tellHappened(event: string, { items: [item] }: Departure["because"], { fact }: Telling): string {
  if (event !== "purchase") return `“${event}” happened.`;
  return `${capital(sayBought(item?.factId === undefined ? undefined : fact(item.factId)))}.`;
}

/** What somebody waits for, and what follows. */
export function sayAhead({ until }: WaitSettings, { until: end, follows, isTheirs }: Ahead): string {
  if (until?.kind === "event") {
    return `Waits until ${end} for “${until.event}” to happen, then ${follows("happened")}. If it does not, ${follows("timeout")} is next.`;
  }
  if (until?.kind === "around") {
    const theirs = until.of === "funnel" && isTheirs(until.named);
    const moves = theirs ? "" : " If that date moves, so does this.";
    return `Waits until ${end}, which goes by “${until.named}”, then ${follows("next")}.${moves}`;
  }
  const unless = until?.kind === "quiet" ? `, unless “${until.event}” happens once more` : "";
  return `Waits until ${end}${unless}, then ${follows("next")}.`;
}
