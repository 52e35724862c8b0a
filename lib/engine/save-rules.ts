import "server-only";
import { eq } from "drizzle-orm";
import { workspaceSettings } from "@/db/schema";
import type { MailRules } from "@/lib/mail/mail-rules";
import { askAgain } from "./ask-again";
import type { Engine } from "./engine";

/** Changes a workspace's rules. They hold for every mail that is claimed from then on; what the old ones hold is asked again. */
export async function saveRules(
  engine: Engine,
  { workspaceId, userId, rules }: { workspaceId: string; userId: string | null; rules: Partial<MailRules> },
): Promise<void> {
  await engine.db.transaction(async (tx) => {
    await tx
      .update(workspaceSettings)
      .set({ rules, rulesChangedAt: new Date(engine.clock()), rulesChangedBy: userId })
      .where(eq(workspaceSettings.workspaceId, workspaceId));
    await askAgain(tx, { workspaceId }, engine.clock());
  });
}
