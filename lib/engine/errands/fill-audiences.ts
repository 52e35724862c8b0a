import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { adAudience } from "@/db/schema";
import type { Engine } from "../engine";
import { writeCalls } from "../note-standing";
import type { Only } from "../queue";

const BATCH = 500;
const MOST_AUDIENCES = 20;

type ToFill = { workspaceId: string; name: string };

/** Audiences with an address that was not told of everybody yet. */
export const audiencesToFill = (engine: Engine, { only }: { only?: Only | undefined }): Promise<ToFill[]> =>
  engine.db
    .select({ workspaceId: adAudience.workspaceId, name: adAudience.name })
    .from(adAudience)
    .where(and(sql`not ${adAudience.filled}`, only && eq(adAudience.workspaceId, only.workspaceId)))
    .limit(MOST_AUDIENCES);

/**
 * Writes what a new address must be told of who is on already, five hundred of each audience a turn. Whoever comes on
 * meanwhile is written by what puts them there. Answers for each audience whether it went well; the next sweep finds the others.
 */
export async function fillAudiences(engine: Engine, whose: { only?: Only | undefined }): Promise<boolean[]> {
  const done: boolean[] = [];
  for (const one of await audiencesToFill(engine, whose)) {
    try {
      await fillOne(engine, one);
      done.push(true);
    } catch (error) {
      console.error("An ad audience could not be read for its address; the others go on.", error);
      done.push(false);
    }
  }
  return done;
}

async function fillOne(engine: Engine, { workspaceId, name }: ToFill): Promise<void> {
  const mine = and(eq(adAudience.workspaceId, workspaceId), eq(adAudience.name, name));
  await engine.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(adAudience)
      .where(and(mine, sql`not ${adAudience.filled}`))
      .for("update", { skipLocked: true });
    if (!row) return;
    const after = row.filledTo === null ? sql`` : sql`and m.contact_id > ${row.filledTo}::uuid`;
    const batch = await tx.execute<{ id: string }>(sql`
      select m.contact_id as id from audience_member m
      where m.workspace_id = ${workspaceId} and m.audience = ${name} ${after}
      order by m.contact_id limit ${BATCH}`);
    const last = batch.at(-1)?.id;
    if (last !== undefined) {
      await writeCalls(tx, {
        whom: sql`m.workspace_id = ${workspaceId} and m.audience = ${name} ${after} and m.contact_id <= ${last}::uuid
          and m.state = 'on' and c.may_advertise`,
      });
    }
    await tx
      .update(adAudience)
      .set({ filledTo: last ?? row.filledTo, filled: batch.length < BATCH })
      .where(mine);
  });
}
