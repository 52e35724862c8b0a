import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { backlogOf } from "@/db/queries/backlogs";
import { mine } from "@/db/queries/funnels";
import { enrollment, funnel, message } from "@/db/schema";
import type { BacklogChoice } from "@/lib/mail/backlog";
import { accountOf } from "./account";
import type { Engine } from "./engine";
import { queued } from "./hints";

type Resuming = { workspaceId: string; funnelId: string; userId: string | null; choice: BacklogChoice };

/**
 * Lets a paused funnel go on. The decision about what came together is written once, with its moment; claim and advance
 * go by it for everything that should have happened before. So it needs no run over all those people that could be
 * interrupted, and holds for whoever is only moved later. False: there is no such funnel, or it was never published. One
 * that is live already is left as it is.
 */
export async function resume(engine: Engine, { userId, choice, ...scope }: Resuming): Promise<boolean> {
  // Counted before the funnel is locked: it only says how far the catching up has got.
  const { mails, people } = await backlogOf(engine.db, { ...scope, now: engine.clock() });
  const done = await engine.db.transaction(async (tx) => {
    const [found] = await tx.select({ status: funnel.status }).from(funnel).where(mine(scope)).for("update");
    if (!found || found.status === "draft") return "no" as const;
    if (found.status === "live") return "live" as const;
    const now = engine.clock();
    await tx
      .update(funnel)
      .set({ status: "live", goneOn: { at: now, by: userId, choice, total: mails + people } })
      .where(mine(scope));
    // An earlier spread is over: the new decision is about that mail, too.
    await tx
      .update(message)
      .set({ notBefore: null, heldBy: null, reason: null })
      .where(
        and(
          eq(message.workspaceId, scope.workspaceId),
          eq(message.state, "queued"),
          eq(message.heldBy, "spread"),
          inArray(
            message.enrollmentId,
            tx.select({ id: enrollment.id }).from(enrollment).where(eq(enrollment.funnelId, scope.funnelId)),
          ),
        ),
      );
    return "resumed" as const;
  });
  if (done === "resumed") {
    await engine.hint([queued((await accountOf(engine.db, engine, scope.workspaceId)).id)]);
  }
  return done !== "no";
}
