import "server-only";
import { and, eq, max } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { planDatesAnew } from "@/db/queries/plan-dates-anew";
import { funnel, funnelTrigger, funnelVersion } from "@/db/schema";
import { blocking, check } from "@/lib/flow/check";
import { type Flow, flow as flowSchema } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import { type MovePlan, planIssues } from "@/lib/flow/move-plan";
import { same } from "@/lib/flow/same";
import { type Ending, type NewEnding, newEndings } from "@/lib/flow/take-in";
import type { Instant } from "@/lib/flow/world";
import type { MemberRole } from "@/lib/member-role";
import type { CallReach } from "@/lib/nodes/call-reach";
import { definitionFor } from "@/lib/nodes/definitions";
import { detail } from "@/lib/nodes/trigger/settings";
import { SCHEDULE_CAME } from "@/lib/nodes/trigger/ways";
import { ok, problem, type Result } from "@/lib/result";
import { compileAll, type Emails, keepEmails } from "./compile-all";
import { planMove } from "./plan-move";
import { publisherOf, surroundingsOf } from "./surroundings";
import { versionOf } from "./versions";

export type Published = { versionId: string; number: number };

type Input = {
  workspaceId: string;
  funnelId: string;
  /** The draft the person looked at; null publishes whatever the draft is. */
  revision: number | null;
  userId: string | null;
  now: Instant;
  shortWaits: boolean;
  callReach?: CallReach;
  /** Of the member who publishes; without it (a REST key, which owners make) it is an owner's. */
  role?: MemberRole;
  /** What becomes of those who are in the funnel; see `movePlan`. */
  plan?: MovePlan | undefined;
  /** Paths by which people finished, and which lead to a new step now: they go on there. */
  takeIn?: Ending[] | undefined;
};

/**
 * Freezes the draft as the next version and makes it the live one. Refused with every sentence that stands in the way;
 * nothing is half-published. Whoever is in the funnel is taken along afterwards, as the plan says (`movePeople`).
 */
export async function publish(
  db: Db,
  input: Input,
): Promise<Result<Published, "not-found" | "stale" | "blocked" | "plan">> {
  const { workspaceId, funnelId } = input;
  const mine = and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId));
  const [row] = await db.select().from(funnel).where(mine);
  if (!row || row.archivedAt) return goneProblem();
  if (input.revision !== null && row.revision !== input.revision) return staleProblem();
  const live = await liveAlready(db, row);
  if (live) return ok(live);
  const draft = flowSchema.parse(row.draft);
  const issues = blocking(check(draft, await surroundingsFor(db, input, row)));
  if (issues.length > 0) return problem("blocked", issues.map(({ message }) => message).join("\n"));
  const takeIn = await endingsOf(db, row, draft, input.takeIn ?? []);
  const misplanned = [...planIssues(draft, input.plan ?? {}), ...takeIn.issues];
  if (misplanned.length > 0) return problem("plan", misplanned.join("\n"));
  const emails = await compileAll(draft);
  return db.transaction(async (tx) => {
    const [locked] = await tx.select().from(funnel).where(mine).for("no key update");
    // Compiling takes a moment; whoever saved meanwhile must not find other words live than they see.
    if (!locked || locked.revision !== row.revision) return staleProblem();
    if (locked.archivedAt) return goneProblem();
    const meanwhile = await liveAlready(tx, locked);
    if (meanwhile) return ok(meanwhile);
    const version = await insertVersion(tx, input, draft, emails);
    await tx
      .update(funnel)
      .set({
        status: locked.status === "paused" ? "paused" : "live",
        liveVersionId: version.versionId,
        liveRevision: row.revision,
      })
      .where(mine);
    if (locked.liveVersionId !== null)
      await planMove(tx, { ...input, ...version, takeIn: takeIn.endings }, draft);
    return ok(version);
  });
}

/** The paths at which people are taken in, as the drawings have them. */
async function endingsOf(
  db: Db,
  { workspaceId, liveVersionId }: typeof funnel.$inferSelect,
  draft: Flow,
  wanted: readonly Ending[],
): Promise<{ endings: NewEnding[]; issues: string[] }> {
  if (wanted.length === 0) return { endings: [], issues: [] };
  const live = liveVersionId && (await versionOf(db, { workspaceId, id: liveVersionId }));
  const there = live ? newEndings(live.flow, draft) : [];
  const has = (one: Ending) => (other: Ending) => one.nodeId === other.nodeId && one.exit === other.exit;
  return {
    endings: there.filter((one) => wanted.some(has(one))),
    issues: wanted
      .filter((one) => !there.some(has(one)))
      .map(
        ({ nodeId, exit }) =>
          `The path “${exit}” of “${nodeId}” does not lead from the end to a new step, so nobody can be taken in there.`,
      ),
  };
}

/** An editor must not make a service email of what is none: what they may depends on what is live. */
async function surroundingsFor(db: Db, { role, ...input }: Input, row: typeof funnel.$inferSelect) {
  if (role === undefined) return surroundingsOf(db, input);
  const [live] =
    row.liveVersionId === null
      ? []
      : await db
          .select({ flow: funnelVersion.flow })
          .from(funnelVersion)
          .where(
            and(eq(funnelVersion.workspaceId, row.workspaceId), eq(funnelVersion.id, row.liveVersionId)),
          );
  return { ...(await surroundingsOf(db, input)), publisher: publisherOf(role, live?.flow) };
}

/** The live version when it was made from this very draft: a press repeated is one version. */
async function liveAlready(db: Db, row: typeof funnel.$inferSelect): Promise<Published | null> {
  if (row.liveRevision !== row.revision || row.liveVersionId === null) return null;
  const [version] = await db
    .select({ versionId: funnelVersion.id, number: funnelVersion.number })
    .from(funnelVersion)
    .where(and(eq(funnelVersion.workspaceId, row.workspaceId), eq(funnelVersion.id, row.liveVersionId)));
  return version?.number == null ? null : { versionId: version.versionId, number: version.number };
}

const goneProblem = () => problem("not-found" as const, "This funnel does not exist any more.");

const staleProblem = () =>
  problem("stale" as const, "The funnel was changed meanwhile. Look at it again, then publish.");

async function insertVersion(
  tx: Tx,
  { workspaceId, funnelId, userId, now }: Input,
  draft: Flow,
  emails: Emails,
): Promise<Published> {
  const hashes = await keepEmails(tx, workspaceId, emails);
  const [last] = await tx
    .select({ number: max(funnelVersion.number) })
    .from(funnelVersion)
    .where(and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.funnelId, funnelId)));
  const number = (last?.number ?? 0) + 1;
  const [version] = await tx
    .insert(funnelVersion)
    .values({
      workspaceId,
      funnelId,
      number,
      flow: draft,
      emails: hashes,
      publishedBy: userId,
    })
    .returning({ id: funnelVersion.id });
  if (!version) throw new Error("The version was not stored.");
  const before = await tx
    .delete(funnelTrigger)
    .where(and(eq(funnelTrigger.workspaceId, workspaceId), eq(funnelTrigger.funnelId, funnelId)))
    .returning();
  const moments = await momentsKept(tx, before, draft);
  const ways = draft.nodes.flatMap((node) => {
    const eventName = definitionFor(node.type).startsOn?.(node.data);
    const nextAt = moments.get(node.id) ?? null;
    return eventName
      ? [{ workspaceId, funnelId, versionId: version.id, nodeId: node.id, eventName, nextAt }]
      : [];
  });
  if (ways.length > 0) await tx.insert(funnelTrigger).values(ways);
  await planDatesAnew(tx, { workspaceId, funnelId, now });
  return { versionId: version.id, number };
}

type Trigger = typeof funnelTrigger.$inferSelect;

/**
 * By step: the next moment of the schedules that stay as they were. One that has come just now, and for which nobody has
 * been called yet, is not lost because somebody publishes.
 */
async function momentsKept(tx: Tx, before: readonly Trigger[], draft: Flow): Promise<Map<string, number>> {
  const kept = new Map<string, number>();
  for (const { workspaceId, versionId, nodeId, eventName, nextAt } of before) {
    if (eventName !== SCHEDULE_CAME || nextAt === null) continue;
    const { flow } = await versionOf(tx, { workspaceId, id: versionId });
    const was = scheduleAt(flow, nodeId);
    const is = scheduleAt(draft, nodeId);
    if (was && is && same(was, is)) kept.set(nodeId, nextAt);
  }
  return kept;
}

function scheduleAt(flow: Flow, nodeId: string) {
  const node = nodeOf(flow, nodeId);
  return node?.type === "trigger" && node.data.on === "schedule" ? detail.schedule(node.data) : null;
}
