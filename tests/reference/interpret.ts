import type { Flow, FlowNode } from "@/lib/flow/flow";
import type { Engagement, Fact, History, Instant, Settled } from "@/lib/flow/world";
import { type Being, become, type Told } from "./become";
import { chosenPath } from "./chance";
import { dateOnWall, firstShown, onWall } from "./clock";
import { aroundOf, type Moment, momentOf } from "./moment";
import { isWanted, type Wish } from "./purchase-counts";
import { sameThing } from "./same-thing";
import { isLike, says } from "./says";
import { usefulUntil } from "./useful-until";

/**
 * What the world does with mails. `settle` says what becomes of the mail that was asked at `askedAt` (null:
 * nothing is ever heard of it; `settledAt` is later than `askedAt`). `engage` says what the person does with
 * a mail that was sent. Both must give the same answer each time.
 */
export type MailWorld = {
  settle(visit: number, nodeId: string, askedAt: Instant): { settled: Settled; settledAt: Instant } | null;
  engage(visit: number, nodeId: string, sentAt: Instant): Engagement[];
};

/** `leftAt` is null while it is still there; `exit` is a path, "pulled", "moved", "removed", "left", or null when it ended or is still there. */
export type Leg = {
  visit: number;
  nodeId: string;
  enteredAt: Instant;
  leftAt: Instant | null;
  exit: string | null;
};

export type ReferenceResult = {
  path: Leg[];
  mails: { visit: number; nodeId: string; askedAt: Instant }[];
  /** What was changed about the contact, and what they are in the end. */
  told: (Told & { visit: number })[];
  being: Being;
  /** Goals, in the order in which they were reached. */
  reached: string[];
  ended: { at: Instant; reason: string } | null;
};

const NEVER = Number.POSITIVE_INFINITY;

/** What the clocks of a zone show then, as a moment that everybody reads the same. */
const dated = (date: string, time: string, zone: string): string =>
  new Date(firstShown(zone, onWall(dateOnWall(date), time))).toISOString();
const CALL_LIMIT = 30 * 86_400_000;
const MAIL_LIMIT = 365 * 86_400_000;
const MOVES_AT_ONCE = 100;

type NodeOf<T extends FlowNode["type"]> = Extract<FlowNode, { type: T }>;
type Rule = NodeOf<"condition">["data"]["rule"];
type Test = Rule["groups"][number]["tests"][number];
type Since = Extract<Test, { test: "happened" }>["since"];

/** A three-valued verdict over all of time: undecided before `at`, `value` from then on. */
type Decision = { at: Instant; value: boolean };

/** How and when a node is left if no goal pulls before: by a path, or by ending for a reason. */
type Departure =
  | { at: Instant; exit: string; skipsNext?: boolean; jumps?: boolean }
  | { at: Instant; reason: string };

/**
 * What a member did to this journey by hand while it was at `visit`. `live`: people were moving at the time. `asked`:
 * that visit had asked for its mail. A return says where it led, since when they count as being there, and whether the
 * next email is to be skipped.
 */
export type Hand = { visit: number; at: Instant; live: boolean; asked: boolean } & (
  | { does: "skip" | "remove" }
  | { does: "move"; to: string }
  | { does: "return"; to: string; arrivedAt: Instant; skipsNext: boolean }
);

/**
 * What is known of a life. `zoneAt` is the zone that this visit reads when it is first asked at `from`. `doneAt`: when that which is due at an instant is really done; without it, what changes are told
 * as is among the facts already.
 */
export type Life = Pick<History, "contactId" | "funnelId" | "enteredAt" | "entry" | "facts"> & {
  zoneAt(visit: number, from: Instant): string;
  /** What they are when they come. */
  person?: Pick<History["person"], "tags" | "fields" | "measured">;
  /** When their deadlines are, by name. */
  deadlines?: History["deadlines"];
  doneAt?(due: Instant): Instant;
  hands?: readonly Hand[];
};

function combine(match: "all" | "any", parts: Decision[]): Decision {
  const decisive = match === "any";
  const early = parts.filter((part) => part.value === decisive).map((part) => part.at);
  if (early.length > 0) return { at: Math.min(...early), value: decisive };
  return { at: Math.max(...parts.map((part) => part.at)), value: !decisive };
}

/**
 * The second interpreter of docs/journey.md. It never builds a world "as of" some instant: since each answer
 * depends only on when things first became visible, it computes for every visit the instant at which the node
 * would let go and the instant at which a goal would pull, and takes the earlier (a goal on a tie).
 */
export function interpret(
  flow: Flow,
  history: Life,
  start: { nodeId: string },
  until: Instant,
  mailWorld: MailWorld,
): ReferenceResult {
  const path: Leg[] = [];
  const mails: ReferenceResult["mails"] = [];
  const reached: string[] = [];
  const engagements: Engagement[] = [];
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const told: ReferenceResult["told"] = [];
  const being: Being = {
    tags: [...(history.person?.tags ?? [])],
    fields: { ...history.person?.fields },
  };
  const everything: Fact[] = [...history.facts];
  /** When the last change was told. */
  let toldAt = 0;

  /** What became visible later is not known when a wait is skipped. */
  let horizon: Instant = NEVER;
  const known = <T extends { visibleAt: Instant }>(things: readonly T[]): T[] =>
    things.filter((one) => one.visibleAt <= horizon);

  /** When the mails of each email were sent, or may have been. */
  const sent: { nodeId: string; visit: number; at: Instant }[] = [];

  /** What became known of these events since then, in order; the one they came in by never counts. */
  function counted(name: string, since: Since | undefined, arrivedAt: Instant) {
    const { entry, enteredAt } = history;
    const from = (fact: Fact): boolean => {
      if (since?.from === "ever") return true;
      if (fact.at < enteredAt) return false;
      if (since?.from === "arrival") return fact.at >= arrivedAt;
      if (since?.from !== "email") return true;
      const times = sent.filter((one) => one.nodeId === since.email && one.at <= horizon).map(({ at }) => at);
      const before = times.filter((at) => at <= arrivedAt);
      return fact.at >= (before.length > 0 ? Math.max(...before) : Math.min(...times));
    };
    return known(everything)
      .filter((fact) => fact.name === name && fact.id !== entry.id && from(fact))
      .sort((a, b) => a.visibleAt - b.visibleAt);
  }

  /** Of two carts side by side, each knows its own; what was before they came is theirs, whichever it was about. */
  const mine = (fact: Fact): boolean =>
    fact.at < history.enteredAt ||
    flow.entry.rule !== "per-key" ||
    sameThing(history.entry, fact, flow.entry.property);

  const boughtFrom = (wish: Wish, since?: Since, arrivedAt: Instant = history.enteredAt) =>
    Math.min(
      ...counted("purchase", since, arrivedAt)
        .filter((fact) => mine(fact) && isWanted(fact, wish))
        .map((fact) => fact.visibleAt),
    );
  const goals = flow.nodes.filter((node): node is NodeOf<"goal"> => node.type === "goal");

  /** From when on a goal is met; NEVER when it is not going to be. */
  function metFrom({ data }: NodeOf<"goal">): Instant {
    const earliest = (name: string, fits: (fact: Fact) => boolean) =>
      counted(name, undefined, history.enteredAt).filter(mine).find(fits)?.visibleAt ?? NEVER;
    switch (data.what) {
      case "event":
        return data.event
          ? earliest(data.event, (fact) => (data.where ?? []).every((one) => says(fact.properties, one)))
          : NEVER;
      case "form":
        return earliest("form.submitted", (fact) => !data.form || fact.properties.formId === data.form.id);
      case "tag":
        return data.tag ? earliest("tag.added", (fact) => fact.properties.tag === data.tag) : NEVER;
      case "link": {
        const clicks = known(engagements).filter(
          (one) => one.kind === "clicked" && one.nodeId === data.email,
        );
        const meant = clicks.filter((one) => data.link == null || one.link === data.link);
        return Math.min(...meant.map((one) => one.visibleAt));
      }
      default:
        return earliest("purchase", (fact) => isWanted(fact, data));
    }
  }

  const engagedFrom = (test: Extract<Test, { test: "opened" | "clicked" }>, arrivedAt: Instant) => {
    const earlier = sent.filter((one) => one.nodeId === test.email && one.at <= Math.min(arrivedAt, horizon));
    const latest = earlier.sort((a, b) => b.at - a.at)[0];
    return Math.min(
      ...known(engagements)
        .filter((one) => one.nodeId === test.email)
        .filter((one) => latest === undefined || one.visit >= latest.visit || one.at >= latest.at)
        .filter((one) => test.test === "opened" || one.kind === "clicked")
        .filter((one) => test.test === "opened" || test.link === null || one.link === test.link)
        .map((one) => one.visibleAt),
    );
  };

  /** From when on a test is met; NEVER when it is not going to be. */
  function testFrom(test: Test, arrivedAt: Instant): Instant {
    const { tags, fields } = being;
    const now = (holds: boolean) => (holds ? 0 : NEVER);
    switch (test.test) {
      case "opened":
      case "clicked":
        return engagedFrom(test, arrivedAt);
      case "purchased":
        return boughtFrom(test, test.since, arrivedAt);
      case "happened": {
        const all = counted(test.event, test.since, arrivedAt).filter(mine);
        const fitting = all.filter((fact) => test.where.every((filter) => says(fact.properties, filter)));
        return fitting[test.times - 1]?.visibleAt ?? NEVER;
      }
      case "tag":
        return now(tags.includes(test.tag));
      case "field": {
        const stands = Object.hasOwn(fields, test.field) ? fields[test.field] : null;
        return now(isLike(Array.isArray(stands) ? stands : [stands ?? null], test));
      }
      case "entry":
        return now(says(history.entry.properties, test));
      case "answer":
        return now(says({}, test));
      case "goal":
        return Math.min(...goals.filter(({ id }) => id === test.goal).map(metFrom));
    }
  }

  /** `from`: first asked. `last`: when the patience ends, or `from` if that is later. */
  function decide(rule: Rule, arrivedAt: Instant, from: Instant, last: Instant): Decision {
    const single = (test: Test): Decision => {
      const not = "not" in test && test.not;
      const seen = Math.max(testFrom(test, arrivedAt), from);
      if (seen <= last) return { at: seen, value: !not };
      if (test.test === "opened" && history.person?.measured === false) return { at: last, value: false };
      return { at: test.test === "entry" || test.test === "answer" ? from : last, value: not };
    };
    return combine(
      rule.match,
      rule.groups.map((group) => combine(group.match, group.tests.map(single))),
    );
  }

  /** The moment of a deadline of theirs, as text. */
  function ownDeadline(name: string): string | undefined {
    const at = history.deadlines?.[name];
    return at === undefined ? undefined : new Date(at).toISOString();
  }

  function waited(
    { forMs, until }: NodeOf<"wait">["data"],
    arrivedAt: Instant,
    from: Instant,
    visit: number,
  ): Departure {
    const { enteredAt, entry } = history;
    if (!until) return { at: Math.max(arrivedAt + forMs, from), exit: "next" };
    if (until.kind === "event" || until.kind === "quiet") {
      const news = known(everything)
        .filter((fact) => fact.name === until.event && fact.id !== entry.id && fact.at >= enteredAt)
        .filter((fact) => sameThing(entry, fact, until.same))
        .sort((a, b) => a.visibleAt - b.visibleAt);
      if (until.kind === "event") {
        const counts = news.filter((fact) => until.since === "entry" || fact.at >= arrivedAt);
        const happened = Math.max(from, Math.min(...counts.map((fact) => fact.visibleAt)));
        const limit = Math.max(from, arrivedAt + until.atMostMs);
        return happened <= limit ? { at: happened, exit: "happened" } : { at: limit, exit: "timeout" };
      }
      const began = entry.name === until.event ? entry.at : null;
      const last = (now: Instant) => {
        const happened = news.filter((fact) => fact.visibleAt <= now).map((fact) => fact.at);
        if (began !== null) happened.push(began);
        return happened.length > 0 ? Math.max(...happened) : enteredAt;
      };
      let at = from;
      for (;;) {
        const end = Math.max(from, Math.min(last(at) + until.forMs, arrivedAt + MAIL_LIMIT));
        const again = news.find((fact) => fact.visibleAt > at && fact.visibleAt <= end);
        if (!again) return { at: end, exit: "next" };
        at = again.visibleAt;
      }
    }
    if (until.kind === "around") {
      const zone = history.zoneAt(visit, from);
      const date = flow.dates?.find(({ name }) => name === until.named);
      const given =
        until.of === "funnel"
          ? date && (date.kind === undefined ? `${date.date}T${date.time}` : ownDeadline(date.name))
          : until.of === "event"
            ? entry.properties[until.named]
            : being.fields[until.named];
      const own =
        until.of === "funnel" && date?.kind === undefined && date?.zone
          ? dated(date.date, date.time, date.zone)
          : given;
      const moment = aroundOf(until, own, arrivedAt, zone);
      if (moment !== null && moment >= arrivedAt) return { at: Math.max(moment, from), exit: "next" };
      return {
        at: from,
        exit: until.past === "missed" ? "missed" : "next",
        skipsNext: until.past === "skip-email",
      };
    }
    const moment = momentOf(until as Moment, arrivedAt, enteredAt, history.zoneAt(visit, from));
    if (moment >= arrivedAt || until.kind === "time") return { at: Math.max(moment, from), exit: "next" };
    return {
      at: from,
      exit: until.past === "missed" ? "missed" : "next",
      skipsNext: until.past === "skip-email",
    };
  }

  /** An email is not worth sending any more when it is come to, or come to again. */
  function tooLate(node: FlowNode, arrivedAt: Instant, from: Instant, visit: number): boolean {
    if (node.type !== "email") return false;
    if (from >= arrivedAt + MAIL_LIMIT) return true;
    if (!node.data.useful) return false;
    const { entry } = history;
    const zone = () => history.zoneAt(visit, from);
    return (
      from >
      usefulUntil(
        node.data.useful,
        arrivedAt,
        { entry, dates: flow.dates, deadlines: history.deadlines },
        zone,
      )
    );
  }

  function departure(node: FlowNode, arrivedAt: Instant, from: Instant, visit: number): Departure {
    switch (node.type) {
      case "trigger":
      case "update-contact":
      case "notify":
      case "audience":
        return { at: from, exit: "next" };
      case "webhook": {
        const settlement = mailWorld.settle(visit, node.id, from);
        const last = arrivedAt + CALL_LIMIT;
        const answered = settlement?.settledAt ?? NEVER;
        const well = settlement?.settled === "sent" && answered <= last;
        // Whoever was put back may find here what was settled while they were elsewhere.
        return { at: Math.max(Math.min(answered, last), from), exit: well ? "next" : "failed" };
      }
      case "wait":
        return waited(node.data, arrivedAt, from, visit);
      case "note":
        throw new Error(`Somebody stands at the note “${node.id}”.`);
      case "end":
        return { at: from, reason: node.data.reason || "finished" };
      case "email": {
        if (skipsNext || tooLate(node, arrivedAt, from, visit)) return { at: from, exit: "next" };
        const settlement = mailWorld.settle(visit, node.id, from);
        const settled = Math.min(settlement?.settledAt ?? NEVER, arrivedAt + MAIL_LIMIT);
        return { at: Math.max(settled, from), exit: "next" };
      }
      case "condition": {
        const decision = decide(
          node.data.rule,
          arrivedAt,
          from,
          Math.max(arrivedAt + node.data.patienceMs, from),
        );
        return { at: decision.at, exit: decision.value ? "yes" : "no" };
      }
      case "branch": {
        const fits = node.data.rules.find(({ rule }) => decide(rule, arrivedAt, from, from).value);
        return { at: from, exit: fits?.id ?? "else" };
      }
      case "jump": {
        if (node.data.to === "funnel") return { at: from, exit: "next" };
        const times = path.slice(takenAt).filter((leg) => leg.nodeId === node.id).length;
        return times > node.data.most
          ? { at: from, exit: "enough" }
          : { at: from, exit: "next", jumps: true };
      }
      case "split": {
        const { contactId, funnelId } = history;
        return { at: from, exit: chosenPath(node.data.paths, { funnelId, nodeId: node.id, contactId }) };
      }
      case "goal": {
        const met = Math.max(metFrom(node), from);
        const last = Math.max(arrivedAt + node.data.waitMs, from);
        if (met <= last) return { at: met, exit: "next" };
        return node.data.otherwise === "continue"
          ? { at: last, exit: "next" }
          : { at: last, reason: "goal not reached" };
      }
    }
  }

  function mailAsked(visit: number, nodeId: string, askedAt: Instant) {
    mails.push({ visit, nodeId, askedAt });
    const settlement = mailWorld.settle(visit, nodeId, askedAt);
    if (!settlement) return;
    if (settlement.settled === "sent" || settlement.settled === "unknown") {
      sent.push({ nodeId, visit, at: settlement.settledAt });
    }
    if (settlement.settled !== "sent") return;
    engagements.push(...mailWorld.engage(visit, nodeId, settlement.settledAt));
  }

  /** One thing after the other becomes known, after all that was known when it was really done. */
  function changeContact(visit: number, node: NodeOf<"update-contact">, at: Instant) {
    for (const one of become(being, node.data.changes)) {
      told.push({ visit, ...one });
      if (!history.doneAt) continue;
      toldAt = Math.max(history.doneAt(at), toldAt) + 1;
      const id = `told ${toldAt}`;
      everything.push({ ...one, id, at: toldAt, visibleAt: toldAt, value: null, currency: null });
    }
  }

  /** The goal at which the next fact leaves the journey (it may stand there already), and all it reaches, and when. */
  function caught(nodeId: string, from: Instant): { at: Instant; goals: string[] } {
    const open = goals.filter(({ id }) => !reached.includes(id));
    const far = linesFrom(flow, nodeId);
    const lines = (id: string) => far.get(id) ?? Number.MAX_VALUE;
    const mayTake = ({ id, data: { catches = "anywhere" } }: NodeOf<"goal">) =>
      catches === "anywhere" || id === nodeId || (catches === "above" && far.has(id));
    const taking = open.filter(mayTake);
    const first = Math.min(...taking.map(metFrom));
    const together = open.filter((one) => metFrom(one) === first).map(({ id }) => id);
    const nearest = taking
      .filter((one) => metFrom(one) === first && first !== NEVER)
      .map(({ id }) => id)
      .sort((a, b) => lines(a) - lines(b))[0];
    return {
      at: Math.max(first, from),
      goals: nearest === undefined ? [] : [nearest, ...together.filter((id) => id !== nearest)],
    };
  }

  /** The first rule for leaving that comes true for whoever stands here, and when; the earlier in the list on a tie. */
  function leaves(nodeId: string, from: Instant): { at: Instant; reason: string } {
    const leave = flow.rules?.leave;
    const first = (name: string, fits: (fact: Fact) => boolean = () => true) =>
      Math.max(from, counted(name, undefined, from).find(fits)?.visibleAt ?? NEVER);
    const ways = [
      { at: first("email.bounced"), reason: "their address bounced" },
      { at: first("email.complained"), reason: "they reported your mail as spam" },
    ];
    if (leave?.purchased) {
      const wish = leave.purchased;
      ways.push({
        at: first("purchase", (fact) => mine(fact) && isWanted(fact, wish)),
        reason: boughtWords(wish),
      });
    }
    for (const { event, where } of leave?.events ?? []) {
      const fits = (fact: Fact) => mine(fact) && where.every((filter) => says(fact.properties, filter));
      ways.push({ at: event === "" ? NEVER : first(event, fits), reason: `“${event}” happened` });
    }
    if (nothingButMarketing(flow, nodeId, reached)) {
      const words = [
        ...counted("email.unsubscribed", undefined, from),
        ...counted("email.resubscribed", undefined, from),
      ].sort((a, b) => a.visibleAt - b.visibleAt);
      const before = words.findLast((fact) => fact.visibleAt <= from);
      const at =
        before?.name === "email.unsubscribed"
          ? from
          : (words.find((fact) => fact.visibleAt > from && fact.name === "email.unsubscribed")?.visibleAt ??
            NEVER);
      ways.push({ at, reason: "they unsubscribed, and only marketing email was left" });
    }
    const at = Math.min(...ways.map((way) => way.at));
    return ways.find((way) => way.at === at) ?? { at: NEVER, reason: "" };
  }

  const result = (ended: ReferenceResult["ended"]) => ({
    path,
    mails,
    told,
    being,
    reached,
    ended,
  });
  const hands = history.hands ?? [];
  let nodeId = start.nodeId;
  let now = history.enteredAt;
  let arrivedAt = now;
  let movesNow = 0;
  let skipsNext = false;
  /** Since when, in visits, nobody walks twice: since they were last taken somewhere by hand. */
  let since = 0;
  /** Since when jumps are counted: the same, but a jump itself does not change it. */
  let takenAt = 0;

  for (let visit = 1; ; visit += 1) {
    const node = nodes.get(nodeId);
    if (!node) throw new Error(`The flow has no step “${nodeId}”.`);
    const leg: Leg = { visit, nodeId, enteredAt: now, leftAt: null, exit: null };
    path.push(leg);
    const back = hands.find((one) => one.visit === visit && one.does === "return");
    const hand = hands.find((one) => one.visit === visit && one.does !== "return") ?? back;

    const from = movesNow < MOVES_AT_ONCE ? now : now + 1;
    if (from > until) return result(null);
    const taken = caught(nodeId, from);
    const leave = leaves(nodeId, from);
    const asks =
      hand && !hand.live
        ? hand.asked
        : Math.min(taken.at, leave.at) > from && !skipsNext && !tooLate(node, arrivedAt, from, visit);
    if (node.type === "email" && asks) mailAsked(visit, nodeId, from);
    const left = departure(node, arrivedAt, from, visit);
    const at = Math.min(left.at, taken.at, leave.at);

    let end: { at: Instant; reason: string } | null = null;
    let next: string | null = null;
    const walk = (way: Departure, when: Instant) => {
      if ("reason" in way) {
        end = { at: when, reason: way.reason };
        return;
      }
      leg.exit = way.exit;
      skipsNext = node.type === "email" ? false : skipsNext || way.skipsNext === true;
      if (way.jumps) since = path.length;
      const line = flow.edges.find((edge) => edge.source === nodeId && edge.sourceHandle === way.exit);
      const walkedBefore = path.slice(since).some((one) => one.nodeId === line?.target);
      if (!line || walkedBefore) end = { at: when, reason: "finished" };
      else next = line.target;
    };

    if (hand && !(hand.live && at <= hand.at)) {
      leg.leftAt = hand.at;
      now = hand.at;
      movesNow = 0;
      switch (hand.does) {
        case "skip": {
          horizon = hand.at;
          const then = departure(node, arrivedAt, from, visit);
          horizon = NEVER;
          walk(then, hand.at);
          break;
        }
        case "move":
          leg.exit = "moved";
          next = hand.to;
          since = path.length;
          takenAt = since;
          skipsNext = false;
          break;
        case "remove":
          leg.exit = "removed";
          end = { at: hand.at, reason: "removed" };
          break;
        case "return":
          leg.exit = "moved";
      }
    } else {
      if (at > until) return result(null);
      leg.leftAt = at;
      movesNow = at > now ? 1 : movesNow + 1;
      now = at;
      const [goalId] = taken.goals;
      const isCaught = taken.at <= at && goalId !== undefined;
      if (isCaught) reached.push(...taken.goals);
      const gone = isCaught ? leaves(nodeId, at) : leave;
      if (isCaught && goalId !== nodeId) {
        leg.exit = "pulled";
        next = goalId;
      } else if (gone.at <= at) {
        leg.exit = "left";
        end = { at, reason: gone.reason };
      } else {
        if (node.type === "update-contact") changeContact(visit, node, at);
        walk(left, at);
      }
    }

    if (back?.does === "return" && (end !== null || hand === back)) {
      nodeId = back.to;
      now = back.at;
      arrivedAt = back.arrivedAt;
      skipsNext = back.skipsNext;
      since = path.length;
      takenAt = since;
      movesNow = 0;
      continue;
    }
    if (next === null) return result(end);
    nodeId = next;
    arrivedAt = now;
  }
}

function boughtWords({ product, atLeast, currency }: Wish): string {
  const money = new Intl.NumberFormat("en", { style: "currency", currency });
  const amount = atLeast === null ? "" : ` for at least ${money.format(atLeast / 100)}`;
  return `they bought ${product === "" ? "something" : `“${product}”`}${amount}`;
}

/** Whether every goal is reached, this step or one that follows it mails marketing, and none of them does more. */
function nothingButMarketing(flow: Flow, nodeId: string, reached: readonly string[]): boolean {
  const ahead = linesFrom(flow, nodeId);
  const mails = flow.nodes.some(
    (node) => ahead.has(node.id) && node.type === "email" && node.data.kind === "marketing",
  );
  if (!mails) return false;
  return flow.nodes.every((node) => {
    if (node.type === "goal") return reached.includes(node.id);
    if (!ahead.has(node.id)) return true;
    if (node.type === "jump") return node.data.to === "step";
    return node.type === "email"
      ? node.data.kind === "marketing"
      : !["update-contact", "webhook", "notify", "audience"].includes(node.type);
  });
}

/** How many lines each step is away from `nodeId`, following the lines forward; unreachable steps are missing. */
function linesFrom(flow: Flow, nodeId: string): Map<string, number> {
  const far = new Map([[nodeId, 0]]);
  for (const [id, lines] of far) {
    for (const edge of flow.edges) {
      if (edge.source === id && !far.has(edge.target)) far.set(edge.target, lines + 1);
    }
  }
  return far;
}
