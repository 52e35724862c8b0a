import { definitionFor, type NodeType } from "@/lib/nodes/definitions";
import { sayMoment } from "@/lib/time/moment";
import { sayRefusal } from "./entry";
import { labelOf, sayVisit, tellingOf } from "./explain";
import { nodeOf } from "./graph";
import { nameOf } from "./names";
import { asOf, type Path, type PathMail, type PathVisit } from "./path";
import type { Instant } from "./world";

/** One thing that happened at a step, in a plain sentence. */
export type PathLine = { at: Instant; text: string };

/** One visit as people read it. */
export type PathStep = {
  visit: number;
  nodeId: string;
  /** Null for a step that its version does not have: a row edited by hand. */
  type: NodeType | null;
  name: string;
  /** The sentence on its card. */
  summary: string;
  enteredAt: Instant;
  leftAt: Instant | null;
  /** The path it was left by, as its line is named: "Yes". Null where there is no choice, or none was taken. */
  path: string | null;
  /** In order. */
  lines: PathLine[];
  mail: PathMail | null;
};

/** A path as a list to read: each step with what happened there and why it was left. */
export function stepsOf(whole: Path): PathStep[] {
  return whole.visits.map((visit): PathStep => {
    const path = asOf(whole, visit.visit);
    const telling = tellingOf(path);
    const node = nodeOf(path.flow, visit.nodeId);
    const mail = path.mails.find((one) => one.visit === visit.visit) ?? null;
    const why = sayVisit(path, visit, telling);
    const lines = [
      ...actsAt(path, visit),
      ...reactionsTo(path, mail),
      ...(why !== null && visit.leftAt !== null ? [{ at: visit.leftAt, text: why }] : []),
      ...unsent(visit, mail),
      ...unstarted(path, visit),
    ];
    return {
      visit: visit.visit,
      nodeId: visit.nodeId,
      type: node?.type ?? null,
      name: nameOf(path.flow, visit.nodeId),
      summary: node ? definitionFor(node.type).summary(node.data, telling.names) : "",
      enteredAt: visit.enteredAt,
      leftAt: visit.leftAt,
      path: pathLabel(path, visit),
      lines: lines.toSorted((a, b) => a.at - b.at),
      mail,
    };
  });
}

function pathLabel(path: Path, { nodeId, exit }: PathVisit): string | null {
  const node = nodeOf(path.flow, nodeId);
  const exits = node ? definitionFor(node.type).exits(node.data) : [];
  return exits.length > 1 ? (exits.find(({ id }) => id === exit)?.label ?? null) : null;
}

const TRACELESS: Partial<Record<Path["acts"][number]["kind"], string>> = {
  started: "started this funnel for them",
  retried: "had it tried again",
  returned: "put them back here",
  restarted: "let the funnel go on, and this wait started over",
};

/** What members did here that left no other trace. */
function actsAt(path: Path, { visit, by }: PathVisit): PathLine[] {
  return path.acts.flatMap((act) => {
    if (act.visit !== visit) return [];
    if (act.kind === "versioned" && by !== "moved" && by !== "removed") {
      const text =
        act.to === null
          ? `Moved along to version ${act.version ?? ""}.`
          : `Version ${act.version ?? ""} went live with new steps, and they went on.`;
      return [{ at: act.at, text }];
    }
    const said = TRACELESS[act.kind];
    return said ? [{ at: act.at, text: `${act.by ?? "Somebody"} ${said}.` }] : [];
  });
}

/** Funnels that this step would have started. */
const unstarted = ({ notStarted = [] }: Path, { visit, leftAt }: PathVisit): PathLine[] =>
  notStarted
    .filter((one) => one.visit === visit)
    .map(({ funnel, because, at }) => {
      const which = funnel === null ? "A funnel that is gone" : `“${funnel}”`;
      const why =
        because.why === "unpublished"
          ? "It is not published."
          : sayRefusal(because, (moment) => sayMoment(moment, { now: at, zone: "UTC" }));
      return { at: leftAt ?? at, text: `${which} was not started. ${why}` };
    });

/** The first open, and the first click of each link: what comes again says nothing new. */
function reactionsTo(path: Path, mail: PathMail | null): PathLine[] {
  const said = new Set<string>();
  return path.engagements.flatMap(({ messageId, kind, link, nodeId, at }) => {
    if (messageId !== mail?.id) return [];
    const label = link === null ? null : labelOf(path, nodeId, link);
    const text = kind === "opened" ? "Opened it." : `Clicked ${label ? `“${label}”` : "a link"}.`;
    if (said.has(text)) return [];
    said.add(text);
    return [{ at, text }];
  });
}

/** Where they did not leave by the mail's being settled, its end is said by itself. */
function unsent({ by }: PathVisit, mail: PathMail | null): PathLine[] {
  if (!mail || mail.settledAt === null || by === null || by === "walked") return [];
  const why = mail.reason ? ` ${mail.reason}` : "";
  const text =
    mail.state === "sent"
      ? "The email was on its way already and was sent."
      : mail.state === "unknown"
        ? `The email may or may not have been sent.${why}`
        : `The email was not sent.${why}`;
  return [{ at: mail.settledAt, text }];
}
