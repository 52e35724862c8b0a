import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversion, type enrollment, message, visit } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import type { Asked, Move } from "@/lib/flow/walk";
import { type Delta, writeDeltas } from "./deltas";
import type { Version } from "./versions";

type Row = typeof enrollment.$inferSelect;
type Left = Extract<Move, { kind: "left" }>;

/** Writes what a replay decided: visits, mails asked for, mails no longer wanted, and the numbers. */
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

async function nodesSeen(tx: Tx, row: Row): Promise<{ nodeId: string; visit: number }[]> {
  return tx
    .select({ nodeId: visit.nodeId, visit: visit.visit })
    .from(visit)
    .where(and(eq(visit.workspaceId, row.workspaceId), eq(visit.enrollmentId, row.id)));
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
          dueAt: effect.at,
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
      settledAt: sql`${left.at(-1)?.at ?? 0}::bigint`,
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

/** Distinct enrollments: only the first visit of a node counts. */
async function count(
  tx: Tx,
  row: Row,
  moves: readonly Move[],
  before: readonly { nodeId: string; visit: number }[],
): Promise<void> {
  if (moves.length === 0) return;
  const [converted] = await tx
    .select({ goal: conversion.goalNodeId })
    .from(conversion)
    .where(and(eq(conversion.workspaceId, row.workspaceId), eq(conversion.enrollmentId, row.id)))
    .limit(1);
  const firstVisit = new Map<string, number>();
  const see = (nodeId: string, ordinal: number) =>
    firstVisit.set(nodeId, Math.min(ordinal, firstVisit.get(nodeId) ?? ordinal));
  for (const one of before) see(one.nodeId, one.visit);
  const deltas: Delta[] = [];
  for (const move of moves) {
    if (move.kind === "entered") see(move.nodeId, move.visit);
    if (firstVisit.get(move.nodeId) !== move.visit) continue;
    const { nodeId, at } = move;
    if (move.kind === "entered") {
      deltas.push({ nodeId, metric: "entered", at });
      if (converted) deltas.push({ nodeId, metric: "converted", at });
    } else {
      deltas.push({ nodeId, metric: "left", exit: move.exit ?? move.by, at });
    }
  }
  await writeDeltas(tx, row, deltas);
}
