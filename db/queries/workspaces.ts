import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { member, user, workspace, workspaceSettings } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { firstZone } from "@/lib/time/zone";
import { moveSchedules } from "./move-schedules";
import { planDatesAnew } from "./plan-dates-anew";

type Settings = typeof workspaceSettings.$inferSelect;

/** What Settings shows of a workspace; its rules and what holds its mail stand apart. */
export type WorkspaceSettings = { name: string } & Omit<
  Settings,
  "workspaceId" | "rules" | "rulesChangedAt" | "rulesChangedBy" | "heldAt" | "heldBy" | "goneOn"
>;

/** Makes a workspace with its settings and its first owner. Returns its id. */
export async function createWorkspace(
  tx: Tx,
  { name, ownerId, ...settings }: { name: string; ownerId: string } & Partial<Omit<Settings, "workspaceId">>,
): Promise<string> {
  const id = randomUUID();
  await tx.insert(workspace).values({ id, name, slug: `workspace-${randomBytes(6).toString("hex")}` });
  await tx.insert(workspaceSettings).values({ workspaceId: id, ...settings });
  await tx.insert(member).values({
    id: randomUUID(),
    workspaceId: id,
    userId: ownerId,
    role: "owner",
    // People work in the workspace they joined first; two made in one transaction must still have an order.
    createdAt: sql`clock_timestamp()`,
  });
  return id;
}

export async function findWorkspaceSettings(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<WorkspaceSettings | null> {
  const [row] = await db
    .select({
      name: workspace.name,
      postalAddress: workspaceSettings.postalAddress,
      senderName: workspaceSettings.senderName,
      senderEmail: workspaceSettings.senderEmail,
      replyTo: workspaceSettings.replyTo,
      opens: workspaceSettings.opens,
      opensDecidedAt: workspaceSettings.opensDecidedAt,
      timeZone: workspaceSettings.timeZone,
      demo: workspaceSettings.demo,
    })
    .from(workspace)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, workspace.id))
    .where(eq(workspace.id, workspaceId));
  return row ?? null;
}

/** The rules of a workspace, with who changed them last. */
export async function findMailRules(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<{
  rules: Settings["rules"];
  changedAt: number | null;
  changedBy: string | null;
  timeZone: string;
}> {
  const [row] = await db
    .select({
      rules: workspaceSettings.rules,
      changedAt: workspaceSettings.rulesChangedAt,
      changedBy: user.name,
      timeZone: workspaceSettings.timeZone,
    })
    .from(workspaceSettings)
    .leftJoin(user, eq(user.id, workspaceSettings.rulesChangedBy))
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  if (!row) return { rules: {}, changedAt: null, changedBy: null, timeZone: "UTC" };
  return { ...row, changedAt: row.changedAt?.getTime() ?? null };
}

/**
 * Changes who the workspace is to its readers, or how it sends; what is left out stays. Whoever enters by its clock enters
 * by the new one.
 */
export async function updateWorkspaceSettings(
  db: Db,
  {
    workspaceId,
    name,
    now,
    ...settings
  }: { workspaceId: string; now: Instant } & Partial<
    Omit<WorkspaceSettings, "demo" | "opens" | "opensDecidedAt">
  >,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (name !== undefined) await tx.update(workspace).set({ name }).where(eq(workspace.id, workspaceId));
    if (Object.keys(settings).length === 0) return;
    const mine = eq(workspaceSettings.workspaceId, workspaceId);
    const [before] = await tx.select().from(workspaceSettings).where(mine).for("update");
    await tx.update(workspaceSettings).set(settings).where(mine);
    const { timeZone: to } = settings;
    if (!before || to === undefined || to === before.timeZone) return;
    await moveSchedules(tx, { workspaceId, from: firstZone(before.timeZone), to, now });
    await planDatesAnew(tx, { workspaceId, now });
  });
}

/** How opens are treated from now on. Keeping them off is a decision, too, and ends the question of the first run. */
export async function decideOpens(
  db: Db,
  { workspaceId, opens }: { workspaceId: string; opens: Settings["opens"] },
): Promise<void> {
  await db
    .update(workspaceSettings)
    .set({ opens, opensDecidedAt: sql`now()` })
    .where(eq(workspaceSettings.workspaceId, workspaceId));
}
