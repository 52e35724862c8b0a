import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversion, type enrollment, message, visit } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { realTime } from "@/lib/flow/journey-clock";
import type { Asked, Move } from "@/lib/flow/walk";
import { type Delta, writeDeltas } from "./deltas";
import type { Version } from "./versions";

type Row = typeof enrollment.$inferSelect;
type Left = Extract<Move, { kind: "left" }>;

/** Where an enrollment has been, in order, and whether it has reached a goal: what the numbers must know of before. */
export type Past = {
  visits: {
    nodeId: string;
    enteredAt: number;
    leftAt: number | null;
    exit: string | null;
    by: string | null;
  }[];
  converted: boolean;
};

export async function pastOf(tx: Tx, row: Row): Promise<Past> {
  const [visits, [converted]] = await Promise.all([
    tx
      .select({
        nodeId: visit.nodeId,
        enteredAt: visit.enteredAt,
        leftAt: visit.leftAt,
        exit: visit.exit,
        by: visit.by,
      })
      .from(visit)
      .where(and(eq(visit.workspaceId, row.workspaceId), eq(visit.enrollmentId, row.id)))
      .orderBy(visit.visit),
    tx
      .select({ goal: conversion.goalNodeId })
      .from(conversion)
      .where(and(eq(conversion.workspaceId, row.workspaceId), eq(conversion.enrollmentId, row.id)))
      .limit(1),
  ]);
  return { visits, converted: converted !== undefined };
}

/**
 * Writes what a replay decided: visits, mails asked for, mails no longer wanted, and the numbers. Visits are told by the
 * journey's clock, mails by the real one, because the outbox finds its work by it. The caller awaits all of it.
 */
export function applyMoves(
  tx: Tx,
  row: Row,
  version: Version,
  { moves, effects, past }: { moves: readonly Move[]; effects: readonly Asked[]; past: Past },
): PromiseLike<unknown>[] {
  const left = moves.flatMap((move) => (move.kind === "left" ? [move] : []));
  return [
    ...writeVisits(tx, row, moves),
    ...askForMail(tx, row, version, effects, left),
    ...cancelUnsent(tx, row, left),
    writeDeltas(tx, row, deltasOf(moves, past)),
  ];
}

/** Steps that were come to are new rows, also when they were left again at once; the one where they stood is changed. */
function writeVisits(tx: Tx, row: Row, moves: readonly Move[]): PromiseLike<unknown>[] {
  const { workspaceId, id: enrollmentId } = row;
  const fresh = new Map<number, typeof visit.$inferInsert>();
  const writes: PromiseLike<unknown>[] = [];
  for (const move of moves) {
    if (move.kind === "entered") {
      const { visit: ordinal, nodeId, at: enteredAt } = move;
      fresh.set(ordinal, { workspaceId, enrollmentId, visit: ordinal, nodeId, enteredAt });
      continue;
    }
    const leaving = { leftAt: move.at, exit: move.exit, by: move.by, because: move.because };
    const entered = fresh.get(move.visit);
    if (entered) fresh.set(move.visit, { ...entered, ...leaving });
    else {
      const here = and(
        eq(visit.enrollmentId, enrollmentId),
        eq(visit.visit, move.visit),
        eq(visit.workspaceId, workspaceId),
      );
      writes.push(tx.update(visit).set(leaving).where(here));
    }
  }
  if (fresh.size > 0) writes.push(tx.insert(visit).values([...fresh.values()]));
  return writes;
}

function askForMail(
  tx: Tx,
  row: Row,
  version: Version,
  effects: readonly Asked[],
  left: readonly Left[],
): PromiseLike<unknown>[] {
  if (effects.length === 0) return [];
  const graph = graphOf(version.flow);
  const asking = tx
    .insert(message)
    .values(
      effects.map((effect) => {
        const node = graph.node(effect.nodeId);
        const emailHash = version.emails[effect.nodeId];
        if (node?.type !== "email" || !emailHash)
          throw new Error(`Step “${effect.nodeId}” has no email to send.`);
        return {
          workspaceId: row.workspaceId,
          enrollmentId: row.id,
          visit: effect.visit,
          key: effect.key,
          nodeId: effect.nodeId,
          funnelId: row.test ? null : row.funnelId,
          contactId: row.contactId,
          kind: node.data.kind,
          emailHash,
          dueAt: realTime(row, effect.at),
          ...(left.some((move) => move.visit === effect.visit) ? cancelled(row, left) : {}),
        };
      }),
    )
    // Asked for once per visit and key, whatever happens.
    .onConflictDoNothing({ target: [message.enrollmentId, message.visit, message.key] });
  return [asking];
}

/** Whoever has left the step that asked for a mail does not get it any more, unless it is on its way already. */
function cancelUnsent(tx: Tx, row: Row, left: readonly Left[]): PromiseLike<unknown>[] {
  if (left.length === 0) return [];
  const cancelling = tx
    .update(message)
    .set(cancelled(row, left))
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.enrollmentId, row.id),
        inArray(
          message.visit,
          left.map((move) => move.visit),
        ),
        inArray(message.state, ["queued", "held"]),
      ),
    );
  return [cancelling];
}

const cancelled = (row: Row, left: readonly Left[]) => ({
  state: "cancelled" as const,
  reason: "They had moved on before it was sent.",
  settledAt: realTime(row, left.at(-1)?.at ?? row.enteredAt),
});

/**
 * Distinct enrollments: whoever comes to a step again has entered it once, and counts as having left it the way they
 * left it last. So those here and those who left, by whatever way, are together those who entered.
 */
function deltasOf(moves: readonly Move[], { visits, converted }: Past): Delta[] {
  const latest = new Map<string, { exit: string; at: number } | null>();
  for (const { nodeId, leftAt, exit, by } of visits) {
    latest.set(nodeId, leftAt === null ? null : { exit: exit ?? by ?? "", at: leftAt });
  }
  const deltas: Delta[] = [];
  for (const move of moves) {
    const { nodeId, at } = move;
    if (move.kind === "left") {
      const exit = move.exit ?? move.by;
      deltas.push({ nodeId, metric: "left", exit, at });
      latest.set(nodeId, { exit, at });
      continue;
    }
    const left = latest.get(nodeId);
    if (left) deltas.push({ nodeId, metric: "left", exit: left.exit, at: left.at, n: -1 });
    if (left === undefined) {
      deltas.push({ nodeId, metric: "entered", at });
      if (converted) deltas.push({ nodeId, metric: "converted", at });
    }
    latest.set(nodeId, null);
  }
  return deltas;
}
