import type { Topic, World } from "@/lib/flow/world";
import {
  type Evidence,
  type Exit,
  type NodeDefinition,
  noShorter,
  type Outcome,
  type Place,
} from "../contract";
import {
  aroundMoment,
  awaited,
  type CalendarWait,
  calendarMoment,
  durationEnd,
  isCalendar,
  quietEnd,
  quietSince,
} from "./ends";
import { waitIssues } from "./issues";
import { type Past, type Until, type WaitSettings, waitSettings } from "./settings";
import { waitSentence } from "./summary";
import { sayAhead, tellWait } from "./telling";

const NEXT: Exit = { id: "next", label: "Next", mayStayOpen: true };
const MISSED: Exit = { id: "missed", label: "Missed", mayStayOpen: false };
const HAPPENED: Exit = { id: "happened", label: "Happened", mayStayOpen: false };
const TIMEOUT: Exit = { id: "timeout", label: "Timed out", mayStayOpen: false };

export const wait = {
  type: "wait",
  label: "Wait",
  hint: "For a time, a date or an event",
  icon: "clock",
  group: "time",
  settings: waitSettings,
  initial: () => waitSettings.parse({}),
  exits({ until }) {
    if (until?.kind === "event") return [HAPPENED, TIMEOUT];
    return until && "past" in until && until.past === "missed" ? [NEXT, MISSED] : [NEXT];
  },
  summary: waitSentence,
  issues: waitIssues,
  lasting: longerWait,
  unsubscribed: () => "way",
  dwells({ forMs, until }, exit) {
    if (!until) return forMs;
    if (until.kind === "event") return exit === "timeout" ? until.atMostMs : 0;
    // From the second day on, a whole day lies between, less what the clocks may skip.
    return until.kind === "time" && until.days > 1 ? (until.days - 1) * 20 * 3_600_000 : 0;
  },
  goesAlong: { name: true, forMs: true, until: true },
  reads({ until }): Topic[] {
    if (!until) return [];
    if (isCalendar(until)) return statedZone(until) ? [] : [{ topic: "zone" }];
    if (until.kind === "around") {
      const field = until.of === "field" && until.named !== "";
      return [{ topic: "zone" }, ...(field ? [{ topic: "field" as const, field: until.named }] : [])];
    }
    return until.event === "" ? [] : [{ topic: "event", name: until.event }];
  },
  visit(settings, at, world) {
    const { until } = settings;
    if (!until) return untilThen(durationEnd(settings, at), world);
    if (isCalendar(until)) return calendarVisit(until, at, world);
    if (until.kind === "around") return aroundVisit(until, at, world);
    return until.kind === "event" ? eventVisit(until, at, world) : quietVisit(until, at, world);
  },
  tells: tellWait,
  awaits: sayAhead,
} satisfies NodeDefinition<"wait", WaitSettings>;

/** Moments of the calendar stay where they are, and so does quiet, which may have begun long before. */
function longerWait({ forMs, until, ...rest }: WaitSettings, shortestMs: number): WaitSettings {
  const longer = noShorter(forMs, shortestMs);
  if (until?.kind === "event") {
    return { ...rest, forMs: longer, until: { ...until, atMostMs: noShorter(until.atMostMs, shortestMs) } };
  }
  return { ...rest, forMs: longer, ...(until ? { until } : {}) };
}

/** The zone of a moment that is the same for all, wherever they are. */
const statedZone = (until: CalendarWait): string | null => (until.kind === "date" ? until.zone : null);

const timeIsUp = (at: number, more: Evidence["items"] = []): Evidence => ({
  v: 1,
  why: "time",
  items: [{ topic: "clock", at }, ...more],
});

function untilThen(until: number, world: World): Outcome {
  if (world.now < until) return { answer: "wait", until };
  return { answer: "leave", by: "next", because: timeIsUp(until) };
}

/** Their zone is read once, when they come: whoever moves meanwhile goes by the clock they were promised. */
function calendarVisit(until: CalendarWait, at: Place, world: World): Outcome {
  const stated = statedZone(until);
  const zone = stated ?? at.kept?.zone ?? world.zone();
  const moment = calendarMoment(until, { arrivedAt: at.arrivedAt, enteredAt: world.enteredAt, zone });
  const inZone = [{ topic: "zone", value: zone, at: null }];
  if (moment < at.arrivedAt && "past" in until) {
    return passed(until.past, moment, inZone);
  }
  if (world.now < moment) {
    return { answer: "wait", until: moment, ...(stated ? {} : { keep: { zone } }) };
  }
  return { answer: "leave", by: "next", because: timeIsUp(moment, inZone) };
}

/**
 * The date is read each time somebody is asked, so they go by where it stands; their zone once, when they come. Without
 * a date there is nothing to wait for, as if it had passed.
 */
function aroundVisit(until: Extract<Until, { kind: "around" }>, at: Place, world: World): Outcome {
  const zone = at.kept?.zone ?? world.zone();
  const moment = aroundMoment(until, at, world, zone);
  const cited = [
    { topic: "zone", value: zone, at: null },
    { topic: until.of === "field" ? `field:${until.named}` : "date", value: until.named, at: null },
  ];
  if (moment === null || moment < at.arrivedAt) return passed(until.past, moment, cited);
  if (world.now < moment) return { answer: "wait", until: moment, keep: { zone } };
  return { answer: "leave", by: "next", because: timeIsUp(moment, cited) };
}

/** Whoever comes after the moment has nothing to wait for. */
function passed(past: Past, moment: number | null, cited: Evidence["items"]): Outcome {
  return {
    answer: "leave",
    by: past === "missed" ? "missed" : "next",
    because: { v: 1, why: "past", items: [{ topic: "clock", at: moment }, ...cited] },
    ...(past === "skip-email" ? { marks: ["skip the next email" as const] } : {}),
  };
}

function eventVisit(until: Extract<Until, { kind: "event" }>, at: Place, world: World): Outcome {
  const topic = `event:${until.event}`;
  const fact = awaited(until, at, world);
  if (fact) {
    const items = [{ topic, factId: fact.id, value: fact.value, at: fact.at }];
    return { answer: "leave", by: "happened", because: { v: 1, why: "decided", items } };
  }
  const limit = at.arrivedAt + until.atMostMs;
  if (world.now < limit) return { answer: "wait", until: limit };
  const items = [
    { topic, value: false, at: null },
    { topic: "clock", at: limit },
  ];
  return { answer: "leave", by: "timeout", because: { v: 1, why: "patience", items } };
}

function quietVisit(until: Extract<Until, { kind: "quiet" }>, at: Place, world: World): Outcome {
  const end = quietEnd(until, at, world);
  if (world.now < end) return { answer: "wait", until: end };
  const { last } = quietSince(until, world);
  const items = last ? [{ topic: `event:${until.event}`, factId: last.id, at: last.at }] : [];
  return { answer: "leave", by: "next", because: timeIsUp(end, items) };
}
