import { askedFor } from "@/lib/flow/asked";
import { changed, factsOfChanges } from "@/lib/flow/changes";
import { fixDeadlines } from "@/lib/flow/deadlines";
import type { Flow } from "@/lib/flow/flow";
import { moveAlong } from "@/lib/flow/move-along";
import type { MovePlan } from "@/lib/flow/move-plan";
import { type Replayed, replay } from "@/lib/flow/replay";
import { type Journey, type Move, startJourney } from "@/lib/flow/walk";
import {
  type EffectState,
  type Engagement,
  type Fact,
  type History,
  type Instant,
  type Person,
  topicKey,
} from "@/lib/flow/world";
import { FIELDS, TAGS } from "./any-rule";
import type { Scenario } from "./arbitrary";
import type { Leg, ReferenceResult } from "./interpret";

export type Driven = {
  result: ReferenceResult;
  journey: Journey;
  /** Everything that happened, as it was known in the end. */
  history: History;
};

export type Manner = {
  /** Topics that are loaded from the start; others are loaded when they are found lacking. */
  topics: Iterable<string>;
  /** A history whose mails and engagements are known before they are asked for. */
  known?: History;
  /** The instants at which to look; the schedule of the scenario without them. */
  looks?: readonly Instant[];
  /** Another drawing goes live then, with what becomes of those who are in the funnel; an instant at which nothing else happens. */
  version?: { at: Instant; to: Flow; plan: MovePlan };
};

const CHANGES = ["tag.added", "tag.removed", "field.changed"];

/** Every topic that a flow of these scenarios can ask for. */
export const everyTopic = ({ flow, facts }: Scenario): string[] => [
  ...new Set(["event:purchase", ...facts.map((fact) => `event:${fact.name}`)]),
  ...CHANGES.map((name) => `event:${name}`),
  ...flow.nodes.map((node) => `engagement:${node.id}`),
  ...["bounced", "complained", "unsubscribed", "resubscribed"].map((what) => `event:email.${what}`),
  ...(flow.rules?.leave.events ?? []).map(({ event }) => `event:${event}`),
  "past:purchase",
  ...facts.map((fact) => `past:${fact.name}`),
  ...TAGS.map((tag) => `tag:${tag}`),
  ...FIELDS.map((field) => `field:${field}`),
  "zone",
  "assignment",
  "measured",
];

/** Lets the engine's interpreter live through a scenario the way the engine does: look, apply, look again. */
export function drive(scenario: Scenario, manner: Manner): Driven {
  const { start, enteredAt, entry, mailWorld, schedule, horizon, zoneOf } = scenario;
  const topics = new Set(manner.topics);
  const effects: EffectState[] = [...(manner.known?.effects ?? [])];
  const engagements: Engagement[] = [...(manner.known?.engagements ?? [])];
  const facts: Fact[] = [...(manner.known?.facts ?? scenario.facts)];
  let person: Person = { ...scenario.person, changedAt: 0 };
  let toldAt = 0;
  const told: ReferenceResult["told"] = [];
  const moves: Move[] = [];
  const mails: ReferenceResult["mails"] = [];
  let journey = startJourney(start.nodeId, enteredAt);
  let flow = scenario.flow;
  let version = manner.version;

  const historyAt = (now: Instant): History => ({
    enrollmentId: "enrollment",
    contactId: scenario.contactId,
    funnelId: scenario.funnelId,
    enteredAt,
    entry,
    topics,
    zone: zoneOf(now),
    deadlines: fixDeadlines(scenario.flow.dates, { enteredAt, zone: zoneOf(enteredAt) }),
    person,
    facts: facts.filter(
      (fact) =>
        topics.has(`${fact.visibleAt < enteredAt ? "past" : "event"}:${fact.name}`) &&
        (manner.known !== undefined || fact.visibleAt <= now),
    ),
    engagements: engagements.filter(
      (one) => topics.has(`engagement:${one.nodeId}`) && (manner.known !== undefined || one.visibleAt <= now),
    ),
    effects:
      manner.known !== undefined
        ? effects
        : effects.map((one) =>
            (one.settledAt ?? 0) <= now ? one : { ...one, settled: null, settledAt: null, reason: null },
          ),
  });

  function look(now: Instant): void {
    const seen =
      version && now >= version.at ? switched(version, now) : replay(flow, journey, historyAt(now), now);
    if ("needs" in seen) {
      const lacking = seen.needs.map(topicKey).filter((key) => !topics.has(key));
      if (lacking.length === 0) throw new Error("It needs topics that are loaded.");
      for (const key of lacking) topics.add(key);
      look(now);
      return;
    }
    journey = seen.journey;
    moves.push(...seen.moves);
    for (const { visit, effect } of askedFor(seen.effects, "change")) {
      for (const { topic: _, ...one } of factsOfChanges(person, effect.changes)) {
        told.push({ visit, ...one });
        if (manner.known) continue;
        toldAt = Math.max(now, toldAt) + 1;
        const id = `told ${toldAt}`;
        facts.push({ ...one, id, at: toldAt, visibleAt: toldAt, value: null, currency: null });
        person = { ...person, changedAt: toldAt };
      }
      person = { ...person, ...changed(person, effect.changes) };
    }
    for (const { visit, nodeId, at, effect } of askedFor(seen.effects, "message")) {
      const { key } = effect;
      mails.push({ visit, nodeId, askedAt: at });
      const settlement = mailWorld.settle(visit, nodeId, at);
      effects.push({ visit, nodeId, key, settled: null, settledAt: null, reason: null, ...settlement });
      if (settlement?.settled === "sent") {
        engagements.push(...mailWorld.engage(visit, nodeId, settlement.settledAt));
      }
    }
    for (const { visit, nodeId, at, effect } of askedFor(seen.effects, "webhook")) {
      const settlement = mailWorld.settle(visit, nodeId, at);
      const { key } = effect;
      effects.push({ visit, nodeId, key, settled: null, settledAt: null, reason: null, ...settlement });
    }
    const again = replay(flow, journey, historyAt(now), now);
    if ("needs" in again || again.moves.length > 0 || again.effects.length > 0) {
      throw new Error(`Asking again at ${now} changed something.`);
    }
  }

  function switched({ to, plan }: NonNullable<Manner["version"]>, now: Instant): Replayed {
    const versions = { before: flow, after: to, plan };
    const seen = moveAlong(versions, journey, historyAt(now), now, { walks: true, replays: true });
    if ("needs" in seen) return seen;
    version = undefined;
    if (seen.went !== "stayed" && seen.went !== "ended") flow = to;
    return { ...seen, effects: [...seen.before, ...seen.effects] };
  }

  const nextDue = (now: Instant): Instant =>
    Math.min(
      ...([
        journey.until,
        version?.at ?? null,
        ...facts.map((fact) => fact.visibleAt),
        ...engagements.map((one) => one.visibleAt),
        ...effects.map((one) => one.settledAt),
      ].filter((one) => one !== null && one > now && one <= horizon) as Instant[]),
      horizon,
    );
  const looks = manner.looks ?? (schedule.instants === "punctual" ? null : schedule.instants);
  if (looks) for (const now of looks) for (let n = 0; n < (schedule.twice ? 2 : 1); n += 1) look(now);
  else {
    look(enteredAt);
    for (let now = enteredAt; now < horizon; ) {
      now = nextDue(now);
      for (let n = 0; n < (schedule.twice ? 2 : 1); n += 1) look(now);
    }
  }

  const ended = journey.end;
  const result = {
    path: pathOf(moves, start.nodeId, enteredAt),
    mails,
    told,
    being: { tags: [...person.tags], fields: { ...person.fields } },
    reached: [...journey.reached],
    ended,
  };
  return { result, journey, history: historyAt(horizon) };
}

/** The visits that a journey's moves tell of. */
function pathOf(moves: readonly Move[], startNode: string, enteredAt: Instant): Leg[] {
  const path: Leg[] = [];
  for (const move of moves) {
    if (move.kind === "entered") {
      path.push({ visit: move.visit, nodeId: move.nodeId, enteredAt: move.at, leftAt: null, exit: null });
      continue;
    }
    if (path.length === 0) path.push({ visit: 1, nodeId: startNode, enteredAt, leftAt: null, exit: null });
    const leg = path.at(-1);
    if (!leg || leg.visit !== move.visit || leg.nodeId !== move.nodeId || leg.leftAt !== null) {
      throw new Error(`It left visit ${move.visit} of ${move.nodeId}, where it was not.`);
    }
    leg.leftAt = move.at;
    leg.exit = move.by === "pulled" || move.by === "left" ? move.by : move.exit;
  }
  return path;
}
