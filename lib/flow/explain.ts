import { allLinks } from "@/lib/mail/links";
import type { Evidence, Telling } from "@/lib/nodes/contract";
import { definitionFor } from "@/lib/nodes/definitions";
import { sayBought } from "@/lib/rules/purchase";
import { sayMoment } from "@/lib/time/moment";
import { followed, nodeOf } from "./graph";
import { BOUNCED, COMPLAINED, UNSUBSCRIBED } from "./leave-when";
import { LEFT_AT_PUBLISH } from "./move-along";
import { nameOf, namesOf } from "./names";
import { asOf, type Path, type PathAct, type PathVisit, type Standing } from "./path";
import { STOPPED } from "./test-run";
import type { Instant } from "./world";

export const capital = (sentence: string): string =>
  `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;

/** What the sentences about a path's evidence may look up. */
export function tellingOf(path: Pick<Path, "flow" | "facts" | "engagements" | "mails">): Telling {
  return {
    names: namesOf(path.flow),
    fact: (id) => path.facts.find((one) => one.id === id),
    engagement(id) {
      const found = path.engagements.find((one) => one.id === id);
      if (!found) return undefined;
      const sentAt = path.mails.find((mail) => mail.id === found.messageId)?.settledAt;
      return {
        kind: found.kind,
        label: found.link === null ? null : labelOf(path, found.nodeId, found.link),
        afterMs: sentAt == null ? null : found.at - sentAt,
      };
    },
  };
}

/** The words of a link in the email of that step. */
export function labelOf({ flow }: Pick<Path, "flow">, nodeId: string, link: string): string | null {
  const node = nodeOf(flow, nodeId);
  if (node?.type !== "email") return null;
  return allLinks(node.data.body).find(({ key }) => key === link)?.label ?? null;
}

const who = (act: PathAct | undefined): string => act?.by ?? "Somebody";

/** Why one visit was left the way it was, in a plain sentence; null while they are there. */
export function sayVisit(
  whole: Path,
  visit: PathVisit,
  telling: Telling = tellingOf(asOf(whole, visit.visit)),
): string | null {
  const path = asOf(whole, visit.visit);
  if (visit.by === null || !visit.because) return null;
  const { why } = visit.because;
  const act = path.acts.find(
    (one) =>
      one.kind === (why === "version" ? "versioned" : why) &&
      one.visit === visit.visit + (why === "returned" ? 1 : 0),
  );
  switch (visit.by) {
    case "pulled":
      return `${capital(sayMet(visit.because, telling))} and was taken to the goal.`;
    case "left":
      return `${sayLeft(visit.because, telling)} So they left the funnel.`;
    case "moved":
      if (why === "version") return sayTakenAlong(whole, act);
      if (why === "returned") return `${who(act)} took that back.`;
      return `${who(act)} moved them${act?.to == null ? "" : ` to “${nameOf(path.flow, act.to)}”`}.`;
    case "removed":
      if (why === "version") return sayLetGo(act);
      return `${who(act)} removed them from the funnel.`;
    default: {
      const told = tell(path, visit, visit.because, telling);
      return why === "skipped" ? `${who(act)} skipped this wait. ${told}` : told;
    }
  }
}

const newVersion = (act: PathAct | undefined): string =>
  act?.version == null ? "A new version" : `Version ${act.version}`;

function sayTakenAlong(path: Path, act: PathAct | undefined): string {
  const to = act?.to == null ? "" : ` to “${nameOf(asOf(path, act.visit + 1).flow, act.to)}”`;
  return `${newVersion(act)} went live and moved them${to}.`;
}

const sayLetGo = (act: PathAct | undefined): string =>
  `${newVersion(act)} went live, and they left the funnel.`;

function tell(path: Path, visit: PathVisit, because: Evidence, telling: Telling): string {
  const node = nodeOf(path.flow, visit.nodeId);
  // A version never changes, so this is a row edited by hand.
  if (!node) return "This step is not part of the funnel any more.";
  const mail = path.mails.find((one) => one.visit === visit.visit) ?? null;
  return definitionFor(node.type).tells(node.data, { exit: visit.exit, because, mail }, telling);
}

/** What met a goal: "bought for €49.90". */
function sayMet({ items: [item] }: Evidence, { fact, engagement }: Telling): string {
  const found = item?.factId === undefined ? undefined : fact(item.factId);
  const name = found?.name ?? item?.topic.replace(/^event:/, "") ?? "";
  switch (name) {
    case "purchase":
    case "":
      return sayBought(found);
    case "form.submitted":
      return "sent a form";
    case "tag.added":
      return `got the tag “${String(found?.properties.tag ?? "")}”`;
    case "email.clicked": {
      const label = engagement(item?.factId ?? "")?.label;
      return `clicked ${label ? `“${label}”` : "a link"}`;
    }
    default:
      return `did “${name}”`;
  }
}

/** What made somebody leave, as a sentence. */
function sayLeft({ items: [item] }: Evidence, { fact }: Telling): string {
  const found = item?.factId === undefined ? undefined : fact(item.factId);
  const name = found?.name ?? item?.topic.replace(/^event:/, "") ?? "";
  switch (name) {
    case BOUNCED:
      return "Their address bounced.";
    case COMPLAINED:
      return "They reported a mail as spam.";
    case UNSUBSCRIBED:
      return "They unsubscribed, and only marketing email was left.";
    case "purchase":
      return `${capital(sayBought(found))}.`;
    default:
      return `Did “${name}”.`;
  }
}

/** How a path ended; null while it goes on. */
export function sayEnd({ end, acts }: Pick<Path, "end" | "acts">): string | null {
  if (!end) return null;
  const removal = acts.findLast(({ kind }) => kind === "removed");
  if (end.reason === "removed") return `${who(removal)} removed them from the funnel.`;
  if (end.reason === LEFT_AT_PUBLISH) return sayLetGo(acts.findLast(({ kind }) => kind === "versioned"));
  if (end.reason === STOPPED) return "You stopped the test.";
  if (end.reason === "finished") return "Went through to the end.";
  return `Left the funnel: ${end.reason}.`;
}

/** What happens next to somebody, and when, in one or two sentences; null when nothing does: they have left. */
export function sayNext(standing: Standing, reader: { now: Instant; zone: string }): string | null {
  if (standing.status === "ended") return null;
  if (standing.stuck !== null) return `Cannot go on: ${standing.stuck}`;
  const wait = sayWait(standing, reader);
  if (standing.paused) return `The funnel is paused: nobody moves until it goes on. ${wait}`;
  const held = standing.sendingHeld && standing.mail?.state === "queued";
  return held ? `All sending is held: no email leaves until it goes on. ${wait}` : wait;
}

function sayWait(standing: Standing, reader: { now: Instant; zone: string }): string {
  const { flow, nodeId, until, mail } = standing;
  const node = nodeOf(flow, nodeId);
  const awaits = node && definitionFor(node.type).awaits;
  if (!node || !awaits || until === null || until <= reader.now) return "Moves on within seconds.";
  return awaits(node.data, {
    names: namesOf(flow),
    until: sayMoment(until, reader),
    mail,
    heldUntil: mail?.notBefore && mail.notBefore > reader.now ? sayMoment(mail.notBefore, reader) : null,
    isTheirs: (date) => flow.dates?.some(({ name, kind }) => name === date && kind !== undefined) ?? false,
    follows(exit) {
      const next = followed(flow, nodeId, exit);
      return next === undefined ? "the end of the funnel" : `“${nameOf(flow, next)}”`;
    },
  });
}
