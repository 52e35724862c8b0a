import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { remembered } from "@/db/remembered";
import { message as messages } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { realTime } from "@/lib/flow/journey-clock";
import type { EffectState, Settled } from "@/lib/flow/world";
import { accountOf } from "../account";
import { queued } from "../hints";
import { INBOX } from "../transport/transport";
import type { EffectRoom, Scene } from "./room";

const SETTLED: Partial<Record<string, Settled>> = {
  sent: "sent",
  dropped: "dropped",
  failed: "failed",
  unknown: "unknown",
};

type Asking = Pick<
  typeof messages.$inferSelect,
  "visit" | "nodeId" | "key" | "state" | "settledAt" | "reason"
>;
const asking = remembered<{ workspaceId: string; id: string }, Asking[]>((db) =>
  db
    .select({
      visit: messages.visit,
      nodeId: messages.nodeId,
      key: messages.key,
      state: messages.state,
      settledAt: messages.settledAt,
      reason: messages.reason,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, sql.placeholder("workspaceId")),
        eq(messages.enrollmentId, sql.placeholder("id")),
      ),
    ),
);

/** Mails become messages of the outbox. They are told by the real clock, because the outbox finds its work by it. */
export const message: EffectRoom<"message"> = {
  asker: "email",

  write(scene, asked) {
    const { tx, row, version, left } = scene;
    const graph = graphOf(version.flow);
    const inserting = tx
      .insert(messages)
      .values(
        asked.map(({ visit, nodeId, at, effect: { key, usefulUntil } }) => {
          const node = graph.node(nodeId);
          const emailHash = version.emails[nodeId];
          if (node?.type !== "email" || !emailHash) throw new Error(`Step “${nodeId}” has no email to send.`);
          return {
            workspaceId: row.workspaceId,
            enrollmentId: row.id,
            visit,
            key,
            nodeId,
            funnelId: row.test ? null : row.funnelId,
            contactId: row.contactId,
            kind: node.data.kind,
            emailHash,
            dueAt: realTime(row, at),
            usefulUntil: usefulUntil === undefined ? null : realTime(row, usefulUntil),
            askedFor: node.data.kind === "marketing" && node.data.askedFor === true,
            ...(left.some((move) => move.visit === visit) ? { ...CANCELLED, settledAt: leftAt(scene) } : {}),
          };
        }),
      )
      // Asked for once per visit and key, whatever happens.
      .onConflictDoNothing({ target: [messages.enrollmentId, messages.visit, messages.key] });
    return [inserting];
  },

  async act({ tx, engine, row }) {
    return [queued(row.test ? INBOX : (await accountOf(tx, engine, row.workspaceId)).id)];
  },

  /** Whoever has left the step that asked for a mail does not get it any more, unless it is on its way already. */
  cancel(scene) {
    const { tx, row, left } = scene;
    const { workspaceId, id } = row;
    const visits = left.map((move) => move.visit);
    return [cancelling(tx, { workspaceId, id, visits, settledAt: leftAt(scene) })];
  },

  async states(tx, { workspaceId, id }) {
    const rows = await asking(tx, { workspaceId, id });
    return rows.map(({ state, settledAt, ...asked }): EffectState => {
      const settled = SETTLED[state] ?? null;
      return { ...asked, settled, settledAt: settled ? settledAt : null };
    });
  },
};

type Cancelling = { workspaceId: string; id: string; visits: number[]; settledAt: number };

const cancelling = remembered<Cancelling, unknown>((db) =>
  db
    .update(messages)
    .set({ ...CANCELLED, settledAt: sql`${sql.placeholder("settledAt")}` })
    .where(
      and(
        eq(messages.workspaceId, sql.placeholder("workspaceId")),
        eq(messages.enrollmentId, sql.placeholder("id")),
        sql`${messages.visit} = any(${sql.placeholder("visits")}::int[])`,
        inArray(messages.state, ["queued", "held"]),
      ),
    ),
);

const CANCELLED = { state: "cancelled", reason: "They had moved on before it was sent." } as const;

const leftAt = ({ row, left }: Scene): number => realTime(row, left.at(-1)?.at ?? row.enteredAt);
