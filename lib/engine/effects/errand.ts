import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { errand as errands } from "@/db/schema";
import type { Asked } from "@/lib/flow/asked";
import { realTime } from "@/lib/flow/journey-clock";
import type { EffectState, Settled } from "@/lib/flow/world";
import { errandsWait } from "../hints";
import type { EffectRoom, Scene } from "./room";

type Kind = (typeof errands.$inferInsert)["kind"];

const SETTLED: Partial<Record<string, Settled>> = { done: "sent", failed: "failed" };

const asking = ({ tx, row }: Scene, kind: Kind, asked: readonly Asked[]) =>
  tx
    .insert(errands)
    .values(
      asked.map(({ visit, nodeId, at, effect: { key } }) => {
        const dueAt = realTime(row, at);
        const { workspaceId, id: enrollmentId, contactId } = row;
        return {
          workspaceId,
          enrollmentId,
          funnelId: row.test ? null : row.funnelId,
          contactId,
          visit,
          key,
          nodeId,
          kind,
          dueAt,
          nextAttemptAt: dueAt,
        };
      }),
    )
    // Asked for once per visit and key, whatever happens.
    .onConflictDoNothing({ target: [errands.enrollmentId, errands.visit, errands.key] });

/** A call to a web address. The journey stays until it is answered; whoever is taken away before its first attempt is spared it. */
export const webhook: EffectRoom<"webhook"> = {
  asker: "webhook",
  write: (scene, asked) => [asking(scene, "webhook", asked)],
  act: async () => [errandsWait],
  cancel(scene) {
    const { tx, row, left } = scene;
    const visits = left.map((move) => move.visit);
    const cancelling = tx
      .update(errands)
      .set({
        state: "cancelled",
        reason: "They had moved on before it was called.",
        settledAt: realTime(row, left.at(-1)?.at ?? row.enteredAt),
      })
      .where(
        and(
          eq(errands.workspaceId, row.workspaceId),
          eq(errands.enrollmentId, row.id),
          eq(errands.kind, "webhook"),
          eq(errands.state, "open"),
          eq(errands.attempts, 0),
          inArray(errands.visit, visits),
        ),
      );
    return [cancelling];
  },
  async states(tx, { workspaceId, id }) {
    const rows = await tx
      .select({
        visit: errands.visit,
        nodeId: errands.nodeId,
        key: errands.key,
        state: errands.state,
        settledAt: errands.settledAt,
        reason: errands.reason,
        answer: errands.answer,
      })
      .from(errands)
      .where(
        and(eq(errands.workspaceId, workspaceId), eq(errands.enrollmentId, id), eq(errands.kind, "webhook")),
      );
    return rows.map(({ state, settledAt, answer, ...asked }): EffectState => {
      const settled = SETTLED[state] ?? null;
      return { ...asked, settled, settledAt: settled ? settledAt : null, value: answer };
    });
  },
};

/** A word to a teammate. The journey goes on at once, and it is said whatever becomes of the person. */
export const notify: EffectRoom<"notify"> = {
  write: (scene, asked) => [asking(scene, "notify", asked)],
  act: async () => [errandsWait],
};
