import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../client";
import { inngestInstances } from "../schema";

/** Whether some process of the embedded engine has said within the last five seconds that it lives. */
export async function engineBeats(db: Db): Promise<boolean> {
  const [beat] = await db
    .select({ id: inngestInstances.id })
    .from(inngestInstances)
    .where(sql`${inngestInstances.heartbeatAt} > now() - interval '5 seconds'`)
    .limit(1);
  return beat !== undefined;
}
