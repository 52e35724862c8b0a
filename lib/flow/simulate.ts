import { followable } from "@/lib/mail/destination";
import { eventValues } from "@/lib/mail/event-values";
import { fillSubject } from "@/lib/mail/fill";
import { type MailRules, NO_RULES } from "@/lib/mail/mail-rules";
import { mayGo } from "@/lib/mail/may-go";
import type { MergeValues } from "@/lib/mail/merge";
import type { Change, EffectOf } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { Agenda, type Doing, entrySeed, mailSeed } from "./agenda";
import { type Asked, askedFor } from "./asked";
import { changed, factsOfChanges } from "./changes";
import { fixDeadlines } from "./deadlines";
import { isOfThisEntry } from "./entry";
import type { Flow } from "./flow";
import { sayDates } from "./funnel-dates";
import { GOALS_STAY_OPEN_MS, goalsMet, type News } from "./goals-met";
import { graphOf } from "./graph";
import { leaveTopics, UNSUBSCRIBED } from "./leave-when";
import { listensAt } from "./listening";
import type { Persona } from "./personas";
import { replay } from "./replay";
import { type SampleEvent, wantedPurchase, whyNotEntered } from "./sample-entry";
import type { Simulated, SimulatedMail } from "./simulated";
import { type Move, startJourney } from "./walk";
import { whoTopics, whyNotFor } from "./who";
import type { EffectState, Engagement, Fact, History, Instant, Person, Topic } from "./world";
import { topicKey, worldAt } from "./world";

/** A simulation is stopped after so long, or after so many moves. */
export const LONGEST_SIMULATION_MS = 400 * 86_400_000;
export const MOST_SIMULATED_MOVES = 1_000;

export type Simulation = {
  persona: Persona;
  /** The same seed, the same life. */
  seed: string;
  startAt: Instant;
  /** Where they come in, and by what. */
  triggerId: string;
  event: SampleEvent;
  person: MergeValues["contact"];
  /** Where they are, an IANA name; without it, universal time. */
  zone?: string;
  /** They agreed to marketing email. */
  agreed: boolean;
  /** Their opens are seen. */
  measured: boolean;
  /** The workspace's rules of who may be mailed, and when; none without it. */
  rules?: MailRules;
};

/** What was asked for and is not done yet. `notBefore`: rules hold it until then. */
type Outside = Asked<EffectOf<"message" | "webhook">> & Pick<SimulatedMail, "held"> & { notBefore: Instant };

const ENTRY = "entry";

/**
 * Sends one persona through a drawing, published or not, with a clock that jumps to the next moment at which anything
 * happens. They walk by `replay`, as in the engine; mails settle at once. As in the engine, too, each transaction of a
 * person has a millisecond of its own: the next free one. Never throws, always ends.
 */
export function simulate(flow: Flow, given: Simulation): Simulated {
  const { persona, seed, startAt, triggerId } = given;
  const facts: Fact[] = [];
  const engagements: Engagement[] = [];
  const mails: SimulatedMail[] = [];
  const told: Omit<Simulated, "end"> = {
    visits: [],
    mails,
    deeds: [],
    facts,
    engagements,
    conversions: [],
  };
  const refusal = whyNotEntered(flow, triggerId, given.event);
  if (refusal !== null) return { ...told, end: { why: "not entered", because: refusal } };

  let now = startAt;
  let lastInstant = 0;
  const lock = (): Instant => {
    lastInstant = Math.max(lastInstant + 1, now);
    return lastInstant;
  };
  const enteredAt = lock();
  const entry: Fact = { ...given.event, id: ENTRY, at: enteredAt, visibleAt: enteredAt };
  // Whoever lives another life stands elsewhere where chance decides.
  const ids = { enrollmentId: "one", contactId: seed, funnelId: "one", enteredAt };
  const { zone = "UTC" } = given;
  const deadlines = fixDeadlines(flow.dates, { enteredAt, zone });
  const effects: EffectState[] = [];
  const asked: Outside[] = [];
  /** When marketing mail left, latest first. */
  const left: Instant[] = [];
  const rules = given.rules ?? NO_RULES;
  const { measured } = given;
  let person: Person = { tags: [], fields: given.person.fields ?? {}, measured, changedAt: 0 };
  const read = [
    ...flow.nodes.flatMap((node): Topic[] => definitionFor(node.type).reads(node.data)),
    ...leaveTopics(flow),
    ...whoTopics(flow),
  ];
  const topics = new Set(read.map(topicKey));
  const agenda = new Agenda<{ nodeId: string; visit: number }>(persona, seed);
  let subscribed = given.agreed;
  let journey = startJourney(triggerId, enteredAt);
  /** When to ask again; null when nothing is to be asked. */
  let due: Instant | null = enteredAt;
  let moves = 0;

  const news = (topic: Topic, instant: Instant) => {
    if (journey.status === "active" && listensAt(flow, journey.nodeId, topic)) {
      due = Math.min(due ?? instant, instant);
    }
  };

  const history = (): History => ({
    ...ids,
    entry,
    topics,
    facts,
    engagements,
    effects,
    zone,
    deadlines,
    person,
  });

  const notForThem = whyNotFor(flow, worldAt(history(), enteredAt, 1, flow.dates));
  if (notForThem !== null) return { ...told, end: { why: "not entered", because: notForThem } };

  function advance() {
    const seen = replay(flow, journey, history(), lock());
    // Every topic that any step reads is there from the start.
    if ("needs" in seen) throw new Error("The walk asked for something that no step reads.");
    journey = seen.journey;
    due = journey.until;
    write(told.visits, seen.moves);
    moves += seen.moves.length;
    for (const move of seen.moves) if (move.kind === "left") cancel(move);
    const outside = [...askedFor(seen.effects, "message"), ...askedFor(seen.effects, "webhook")];
    asked.push(...outside.map((one) => ({ ...one, held: null, notBefore: 0 })));
    effects.push(
      ...outside.map(({ visit, nodeId, effect: { key } }) => {
        return { visit, nodeId, key, settled: null, settledAt: null, reason: null };
      }),
    );
    become(askedFor(seen.effects, "change").flatMap(({ effect }) => effect.changes));
  }

  /** As in the engine, each change is a fact with an instant of its own, after the move. */
  function become(list: readonly Change[]) {
    for (const { name, properties, topic } of factsOfChanges(person, list)) {
      const at = lock();
      happen({
        id: `change-${facts.length}`,
        name,
        at,
        visibleAt: at,
        value: null,
        currency: null,
        properties,
      });
      person = { ...person, changedAt: at };
      news(topic, at);
    }
    person = { ...person, ...changed(person, list) };
  }

  const valuesNow = () => ({
    contact: { ...given.person, fields: person.fields },
    event: eventValues(entry),
    dates: sayDates(flow.dates, zone, deadlines),
  });

  /** Mail of a visit that is over, and that rules still hold. */
  function cancel({ visit, at }: { visit: number; at: Instant }) {
    const waiting = asked.findIndex((one) => one.visit === visit && one.effect.kind === "message");
    const [one] = waiting < 0 ? [] : asked.splice(waiting, 1);
    const node = one && graphOf(flow).node(one.nodeId);
    if (!one || node?.type !== "email") return;
    const { nodeId, held } = one;
    const subject = fillSubject(node.data.subject, valuesNow());
    const reason = "They had moved on before it was sent.";
    mails.push({ nodeId, visit, at, state: "cancelled", reason, held, subject });
  }

  /** What claim does, and what the test inbox answers. */
  function send(one: Outside & { effect: EffectOf<"message"> }) {
    const { visit, nodeId, held } = one;
    const { key, usefulUntil = null } = one.effect;
    const node = graphOf(flow).node(nodeId);
    if (node?.type !== "email" || journey.status !== "active" || journey.visit !== visit) return;
    const at = lock();
    const marketing = node.data.kind === "marketing";
    const going = mayGo(
      { kind: node.data.kind, askedFor: marketing && node.data.askedFor === true, usefulUntil },
      {
        marketing: subscribed ? "subscribed" : given.agreed ? "unsubscribed" : "none",
        suppressed: false,
        customer: [entry, ...facts].some(({ name }) => name === "purchase"),
        zone,
      },
      rules,
      { left, inFlight: 0 },
      at,
    );
    const notForThem =
      marketing && going.may !== "drop" ? whyNotFor(flow, worldAt(history(), at, visit, flow.dates)) : null;
    if (going.may === "hold" && notForThem === null) {
      const { because } = going;
      const reasons = new Set([...(held ? [held.because] : []), because]);
      asked.push({
        ...one,
        notBefore: going.until,
        held: { since: held?.since ?? at, because: [...reasons].join(", then ") },
      });
      return;
    }
    const reason = going.may === "drop" ? going.because : notForThem;
    const values = valuesNow();
    const subject = fillSubject(node.data.subject, values);
    const state = reason === null ? "sent" : "dropped";
    const effect = effects.find((one) => one.visit === visit && one.key === key);
    if (effect) Object.assign(effect, { settled: state, settledAt: at, reason });
    due = Math.min(due ?? at, at);
    mails.push({ nodeId, visit, at, state, reason, held, subject });
    if (state === "dropped") return;
    if (marketing) left.unshift(at);
    const links = followable(node.data.body, values).map((link) => link.key);
    agenda.receive(
      { nodeId, visit },
      { links, unsubscribable: node.data.kind === "marketing" },
      at,
      mailSeed(0, nodeId, visit),
    );
  }

  /** Nobody is called, and it goes well. */
  function call({ visit, effect: { key } }: Asked) {
    if (journey.status !== "active" || journey.visit !== visit) return;
    const at = lock();
    const effect = effects.find((one) => one.visit === visit && one.key === key);
    if (effect) Object.assign(effect, { settled: "sent", settledAt: at });
    due = Math.min(due ?? at, at);
  }

  function settle() {
    while (moves < MOST_SIMULATED_MOVES) {
      now = Math.max(now, lastInstant);
      if (due !== null && due <= now) advance();
      else {
        const ready = asked.findIndex(({ notBefore }) => notBefore <= now);
        const [next] = ready < 0 ? [] : asked.splice(ready, 1);
        if (!next) return;
        const { effect } = next;
        if (effect.kind === "webhook") call(next);
        else send({ ...next, effect });
      }
    }
  }

  function act(doing: Doing<{ nodeId: string; visit: number }>) {
    // Nobody hears of it, so it takes no time either.
    if (doing.does === "opens" && !measured) return;
    const at = lock();
    told.deeds.push({ at, does: doing.does, nodeId: "of" in doing ? doing.of.nodeId : null });
    if (doing.does === "unsubscribes") unsubscribe(at);
    else if (doing.does === "buys") buy(at);
    else {
      const clicked = doing.does === "clicks";
      const kind = clicked ? "clicked" : "opened";
      const link = clicked ? doing.link : null;
      const id = `engagement-${engagements.length}`;
      const engagement = { id, kind, ...doing.of, link, at, visibleAt: at } as const;
      engagements.push(engagement);
      convert({ engagement }, at);
      news({ topic: "engagement", nodeId: doing.of.nodeId }, at);
    }
  }

  function unsubscribe(at: Instant) {
    if (!subscribed) return;
    subscribed = false;
    const said = { name: UNSUBSCRIBED, properties: {}, value: null, currency: null };
    facts.push({ ...said, id: `unsubscribed-${facts.length}`, at, visibleAt: at });
    news({ topic: "event", name: UNSUBSCRIBED }, at);
  }

  function buy(at: Instant) {
    happen({ ...wantedPurchase(flow), id: `purchase-${facts.length}`, at, visibleAt: at });
  }

  function happen(fact: Fact) {
    const { visibleAt: at } = fact;
    facts.push(fact);
    convert({ fact }, at);
    news({ topic: "event", name: fact.name }, at);
  }

  function convert(known: News, at: Instant) {
    if ("fact" in known && !isOfThisEntry(flow.entry, entry, known.fact)) return;
    if (journey.status !== "active" && (journey.end?.at ?? 0) < at - GOALS_STAY_OPEN_MS) return;
    for (const met of goalsMet(flow, { ...ids, entryEventId: ENTRY }, known)) {
      if (!told.conversions.some(({ nodeId }) => nodeId === met.nodeId))
        told.conversions.push({ ...met, at });
    }
  }

  told.visits.push({ visit: 1, nodeId: triggerId, at: enteredAt, ...stillHere });
  agenda.enter(enteredAt, entrySeed(0));
  settle();
  for (;;) {
    if (moves >= MOST_SIMULATED_MOVES) return { ...told, end: { why: "too many moves", at: now } };
    const next = Math.min(
      due ?? Number.POSITIVE_INFINITY,
      agenda.nextAt ?? Number.POSITIVE_INFINITY,
      ...asked.map(({ notBefore }) => notBefore),
    );
    const last = startAt + LONGEST_SIMULATION_MS;
    if (next > last) {
      const end = journey.end
        ? { why: "ended" as const, ...journey.end }
        : { why: "too long" as const, at: last };
      return { ...told, end };
    }
    now = Math.max(now, next);
    settle();
    for (let doing = agenda.take(now); doing; doing = agenda.take(now)) {
      act(doing);
      settle();
    }
  }
}

const stillHere = { leftAt: null, exit: null, by: null, because: null };

function write(visits: Simulated["visits"], moves: readonly Move[]) {
  for (const move of moves) {
    if (move.kind === "entered") {
      visits.push({ visit: move.visit, nodeId: move.nodeId, at: move.at, ...stillHere });
    } else {
      const { exit, by, because } = move;
      Object.assign(visits.at(-1) ?? {}, { leftAt: move.at, exit, by, because });
    }
  }
}
