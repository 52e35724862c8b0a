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

/**
 * Writes what a replay decided: visits, mails asked for, mails no longer wanted, and the numbers. Visits are told by the
 * journey's clock, mails by the real one, because the outbox finds its work by it.
 */
export async function applyMoves(
  tx: Tx,
  row: Row,
  version: Version,
  moves: readonly Move[],
  effects: readonly Asked[],
): Promise<void> {
  const { workspaceId, id: enrollmentId } = row;
  const entered = moves.flatMap((move) => (move.kind === "entered" ? [move] : []));
  const left = moves.flatMap((move) => (move.kind === "left" ? [move] : []));
  const beenBefore = await nodesSeen(tx, row);
  if (entered.length > 0) {
    await tx.insert(visit).values(
      entered.map((move) => ({
        workspaceId,
        enrollmentId,
        visit: move.visit,
        nodeId: move.nodeId,
        enteredAt: move.at,
      })),
    );
  }
  for (const move of left) {
    await tx
      .update(visit)
      .set({ leftAt: move.at, exit: move.exit, by: move.by, because: move.because })
      .where(
        and(
          eq(visit.enrollmentId, enrollmentId),
          eq(visit.visit, move.visit),
          eq(visit.workspaceId, workspaceId),
        ),
      );
  }
  await askForMail(tx, row, version, effects);
  await cancelUnsent(tx, row, left);
  await count(tx, row, moves, beenBefore);
}

type Seen = { nodeId: string; leftAt: number | null; exit: string | null; by: string | null };

async function nodesSeen(tx: Tx, row: Row): Promise<Seen[]> {
  return tx
    .select({ nodeId: visit.nodeId, leftAt: visit.leftAt, exit: visit.exit, by: visit.by })
    .from(visit)
    .where(and(eq(visit.workspaceId, row.workspaceId), eq(visit.enrollmentId, row.id)))
    .orderBy(visit.visit);
}

async function askForMail(tx: Tx, row: Row, version: Version, effects: readonly Asked[]): Promise<void> {
  if (effects.length === 0) return;
  const graph = graphOf(version.flow);
  await tx
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
          contactId: row.contactId,
          kind: node.data.kind,
          emailHash,
          dueAt: realTime(row, effect.at),
        };
      }),
    )
    // Asked for once per visit and key, whatever happens.
    .onConflictDoNothing({ target: [message.enrollmentId, message.visit, message.key] });
}

/** Whoever has left the step that asked for a mail does not get it any more, unless it is on its way already. */
async function cancelUnsent(tx: Tx, row: Row, left: readonly Left[]): Promise<void> {
  if (left.length === 0) return;
  await tx
    .update(message)
    .set({
      state: "cancelled",
      reason: "They had moved on before it was sent.",
      settledAt: realTime(row, left.at(-1)?.at ?? row.enteredAt),
    })
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
}

/**
 * Distinct enrollments: whoever comes to a step again has entered it once, and counts as having left it the way they
 * left it last. So those here and those who left, by whatever way, are together those who entered.
 */
async function count(tx: Tx, row: Row, moves: readonly Move[], before: readonly Seen[]): Promise<void> {
  if (moves.length === 0) return;
  const [converted] = await tx
    .select({ goal: conversion.goalNodeId })
    .from(conversion)
    .where(and(eq(conversion.workspaceId, row.workspaceId), eq(conversion.enrollmentId, row.id)))
    .limit(1);
  const latest = new Map<string, { exit: string; at: number } | null>();
  for (const { nodeId, leftAt, exit, by } of before) {
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
  await writeDeltas(tx, row, deltas);
}
