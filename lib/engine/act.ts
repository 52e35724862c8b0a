import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { act as acts, enrollment, funnel } from "@/db/schema";
import { type Asked, withAsked } from "@/lib/flow/asked";
import { NOT_HERE, type Order, obey } from "@/lib/flow/by-hand";
import { replay } from "@/lib/flow/replay";
import { restarted } from "@/lib/flow/restart";
import type { Journey, Move } from "@/lib/flow/walk";
import type { History, Instant, Topic } from "@/lib/flow/world";
import type { GoneOn } from "@/lib/mail/backlog";
import { applyMoves } from "./apply-moves";
import type { Engine } from "./engine";
import { type Hint, started, woken } from "./hints";
import { journeyOf } from "./journey-rows";
import { lockContact } from "./lock-contact";
import { type PromptMail, promptMails } from "./prompt-mails";
import { recordStartedOver } from "./record-started-over";
import { rehearsed } from "./rehearsed";
import { type Version, versionOf } from "./versions";
import { whatToReturnTo } from "./what-to-return-to";
import { withHistory } from "./with-history";

type Row = typeof enrollment.$inferSelect;

/** What a member asks for. `return` takes one of their acts back. */
export type Wish =
  | { do: "skip" }
  | { do: "move"; to: string }
  | { do: "remove" }
  | { do: "return"; actId: string };

export type Acting = {
  workspaceId: string;
  funnelId: string;
  enrollmentId: string;
  /** The visit at which the member saw them: whoever has moved on since is left alone. Null acts wherever they are. */
  visit: number | null;
  userId: string | null;
  wish: Wish;
};

/** `mails`: what they get at once because of it. `because`: a sentence; nothing was changed by hand. */
export type Acted = { done: true; actId: string; mails: PromptMail[] } | { done: false; because: string };

const DONE = { skip: "skipped", move: "moved", remove: "removed", return: "returned" } as const;

/**
 * Takes one person in hand, in one transaction under their contact's lock: what lies before is replayed, the order is
 * carried out, and they walk on from where they then are. Each is recorded on their path. `rehearse` tells what would
 * happen and changes nothing.
 */
export async function act(
  engine: Engine,
  acting: Acting,
  { rehearse = false }: { rehearse?: boolean } = {},
): Promise<Acted> {
  const hints: Hint[] = [];
  const work = async (tx: Tx): Promise<Acted> => {
    const before = await find(tx, acting);
    if (!before) return refuse("They are not in this funnel.");
    const contactId = before.row.contactId;
    if (contactId === null) return refuse("This person was deleted.");
    const locked = await lockContact(tx, { ...acting, contactId, clock: engine.clock });
    // Read again: until the lock was ours, somebody else may have moved them.
    const found = locked && (await find(tx, acting));
    if (!found) return refuse("They are not in this funnel.");
    if (found.archived && acting.wish.do !== "remove") {
      return refuse("This funnel is archived, and holds everybody where they are. Restore it first.");
    }
    return carryOut(tx, engine, acting, found, locked.instant, hints);
  };
  if (rehearse) return rehearsed(engine.db, work);
  const acted = await engine.db.transaction(work);
  await engine.hint(hints);
  return acted;
}

const refuse = (because: string): Acted => ({ done: false, because });

type Found = { row: Row; live: boolean; archived: boolean; goneOn: GoneOn | null };

async function find(tx: Tx, { workspaceId, funnelId, enrollmentId }: Acting): Promise<Found | null> {
  const [found] = await tx
    .select({
      row: enrollment,
      status: funnel.status,
      archivedAt: funnel.archivedAt,
      goneOn: funnel.goneOn,
    })
    .from(enrollment)
    .innerJoin(funnel, and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, enrollment.funnelId)))
    .where(
      and(
        eq(enrollment.workspaceId, workspaceId),
        eq(enrollment.funnelId, funnelId),
        eq(enrollment.id, enrollmentId),
        eq(enrollment.test, false),
      ),
    );
  return found
    ? {
        row: found.row,
        live: found.status === "live",
        archived: found.archivedAt !== null,
        goneOn: found.goneOn,
      }
    : null;
}

async function carryOut(
  tx: Tx,
  engine: Engine,
  acting: Acting,
  { row, live, goneOn }: Found,
  now: Instant,
  hints: Hint[],
): Promise<Acted> {
  const version = await versionOf(tx, { workspaceId: row.workspaceId, id: row.versionId });
  const order = await orderOf(tx, row, version, acting.wish);
  if ("refused" in order) return refuse(order.refused);
  const { answer: outcome, past } = await withHistory(tx, row, version, (history, past) =>
    handled(version, journeyOf(row, past), history, now, order, {
      walks: live,
      replays: live && !row.stuck,
      visit: acting.visit,
      goneOn,
    }),
  );
  const { journey, moves, effects, at, startedOver } = outcome;
  // Nobody is at work on whoever had ended or was stuck.
  const restarts = journey.status === "active" && (row.status === "ended" || row.stuck);
  const generation = row.generation + (restarts ? 1 : 0);
  // What was replayed is true whether or not the order was carried out; the stuck stay stuck unless it was.
  if (outcome.refused === null || moves.length + effects.length + startedOver.length > 0) {
    const decided = { journey, moves, effects, past };
    hints.push(...(await applyMoves({ tx, engine, row, version }, decided, { armedFor: null, generation })));
    hints.push(restarts ? started({ ...row, generation }) : woken(row));
    await recordStartedOver(tx, row, goneOn, startedOver);
  }
  if (outcome.refused !== null) return refuse(outcome.refused);
  const [made] = await tx
    .insert(acts)
    .values({
      workspaceId: row.workspaceId,
      enrollmentId: row.id,
      kind: DONE[order.do],
      at: now,
      userId: acting.userId,
      visit: at.visit + (order.do === "return" ? 1 : 0),
      toNodeId: order.do === "move" ? order.to : order.do === "return" ? order.before.nodeId : null,
      before: { nodeId: at.nodeId, arrivedAt: at.arrivedAt, kept: at.kept, marks: at.marks },
    })
    .returning({ id: acts.id });
  if (!made) throw new Error("The act was not recorded.");
  const mails = await promptMails(tx, row, version, journey, effects);
  return { done: true, actId: made.id, mails };
}

async function orderOf(
  tx: Tx,
  row: Row,
  { flow: { entry } }: Version,
  wish: Wish,
): Promise<Order | { refused: string }> {
  return wish.do === "return" ? whatToReturnTo(tx, row, { actId: wish.actId, entry }) : wish;
}

type Handled = {
  journey: Journey;
  moves: Move[];
  effects: Asked[];
  /** Where they were when the order came. */
  at: Journey;
  /** The visits whose waits began again after a pause. */
  startedOver: readonly number[];
  refused: string | null;
};

/** What lies before the order, the order, and the way from there. Pure. */
function handled(
  { flow }: Version,
  from: Journey,
  history: History,
  now: Instant,
  order: Order,
  {
    walks,
    replays,
    visit,
    goneOn,
  }: { walks: boolean; replays: boolean; visit: number | null; goneOn: GoneOn | null },
): Handled | { needs: Topic[] } {
  const before = replays
    ? restarted(flow, from, history, now, goneOn)
    : { journey: from, moves: [], effects: [], startedOver: [] };
  if ("needs" in before) return before;
  const at = before.journey;
  if (visit !== null && at.visit !== visit) {
    return { ...before, at, refused: at.status === "ended" ? NOT_HERE : "They have moved on meanwhile." };
  }
  const known = withAsked(history, before.effects);
  const obeyed = obey(flow, at, known, now, order);
  if ("needs" in obeyed) return obeyed;
  if ("refused" in obeyed) return { ...before, at, refused: obeyed.refused };
  const after = walks
    ? replay(flow, obeyed.journey, withAsked(known, obeyed.effects), now)
    : { journey: obeyed.journey, moves: [], effects: [] };
  if ("needs" in after) return after;
  return {
    journey: after.journey,
    moves: [...before.moves, ...obeyed.moves, ...after.moves],
    effects: [...before.effects, ...obeyed.effects, ...after.effects],
    startedOver: before.startedOver,
    at,
    refused: null,
  };
}
