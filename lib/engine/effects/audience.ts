import "server-only";
import { sql } from "drizzle-orm";
import { audienceMember } from "@/db/schema";
import { realTime } from "@/lib/flow/journey-clock";
import { noteStanding } from "../note-standing";
import type { EffectRoom } from "./room";

/**
 * Whether they agreed to advertising is asked when a file is made or an address told, so that it is asked last. A test puts
 * nobody anywhere.
 */
export const audience: EffectRoom<"audience"> = {
  write({ tx, row }, asked) {
    const { workspaceId, contactId } = row;
    if (row.test || contactId === null) return [];
    // One step after the other: of the same audience, what was asked last holds.
    const last = new Map(asked.map((one) => [one.effect.audience, one]));
    return [
      tx
        .insert(audienceMember)
        .values(
          [...last.values()].map(({ at, effect }) => ({
            workspaceId,
            contactId,
            audience: effect.audience,
            state: effect.on ? ("on" as const) : ("off" as const),
            changedAt: realTime(row, at),
          })),
        )
        .onConflictDoUpdate({
          target: [audienceMember.workspaceId, audienceMember.audience, audienceMember.contactId],
          set: { state: sql`excluded.state`, changedAt: sql`excluded.changed_at` },
          // What another funnel has asked since is newer.
          setWhere: sql`excluded.changed_at >= ${audienceMember.changedAt}`,
        }),
    ];
  },
  async act({ tx, row }, asked) {
    const { workspaceId, contactId, funnelId } = row;
    if (row.test || contactId === null) return [];
    const audiences = [...new Set(asked.map(({ effect }) => effect.audience))];
    return noteStanding(tx, { workspaceId, contactId }, { audiences, funnelId });
  },
};
