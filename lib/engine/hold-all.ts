import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { backlogOf } from "@/db/queries/backlogs";
import { message, workspaceSettings } from "@/db/schema";
import type { BacklogChoice } from "@/lib/mail/backlog";
import { accountOf } from "./account";
import type { Engine } from "./engine";
import { queued } from "./hints";

type By = { workspaceId: string; userId: string | null };

/**
 * Stops everything that a workspace sends: every claim and every retry asks for this right before a mail leaves, so it
 * holds with its commit. People walk on until they stand at an email. Held already, it stays as it was.
 */
export async function holdAll(engine: Engine, { workspaceId, userId }: By): Promise<void> {
  await engine.db
    .update(workspaceSettings)
    .set({ heldAt: engine.clock(), heldBy: userId })
    .where(and(eq(workspaceSettings.workspaceId, workspaceId), isNull(workspaceSettings.heldAt)));
}

/** Lets a workspace send again, with a decision about what has come together. False: nothing was held. */
export async function releaseAll(
  engine: Engine,
  { workspaceId, userId, choice }: By & { choice: BacklogChoice },
): Promise<boolean> {
  const mine = eq(workspaceSettings.workspaceId, workspaceId);
  // Counted before the settings are locked: it only says how far the catching up has got.
  const { mails: total } = await backlogOf(engine.db, { workspaceId, now: engine.clock() });
  const released = await engine.db.transaction(async (tx) => {
    const [held] = await tx
      .select({ heldAt: workspaceSettings.heldAt })
      .from(workspaceSettings)
      .where(mine)
      .for("update");
    if (held?.heldAt == null) return false;
    const now = engine.clock();
    await tx
      .update(workspaceSettings)
      .set({ heldAt: null, heldBy: null, goneOn: { at: now, by: userId, choice, total } })
      .where(mine);
    // An earlier spread is over: the new decision is about that mail, too.
    await tx
      .update(message)
      .set({ notBefore: null, heldBy: null, reason: null })
      .where(
        and(eq(message.workspaceId, workspaceId), eq(message.state, "queued"), eq(message.heldBy, "spread")),
      );
    return true;
  });
  if (released) await engine.hint([queued((await accountOf(engine.db, engine, workspaceId)).id)]);
  return released;
}
