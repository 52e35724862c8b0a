import "server-only";
import { and, eq, isNull, lte, ne, or } from "drizzle-orm";
import { enrolling, form, funnel, funnelTrigger, funnelVersion, workspaceSettings } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { nextAfter, nextOccurrence } from "@/lib/flow/schedule";
import type { Instant } from "@/lib/flow/world";
import { detail } from "@/lib/nodes/trigger/settings";
import { SCHEDULE_CAME } from "@/lib/nodes/trigger/ways";
import { firstZone } from "@/lib/time/zone";
import type { Engine } from "./engine";
import { enrollingPeople, type Hint } from "./hints";
import { countPeople, matchingOf } from "./matching";
import { MOST_COUNTED } from "./start-enrolling";
import { versionOf } from "./versions";

const MOST_AT_ONCE = 50;
/** Nothing that should have gone more than a day ago goes by itself. */
const LATEST_MS = 86_400_000;
/** As good as never, and still a number that JavaScript keeps whole. */
const NEVER: Instant = 8_640_000_000_000_000;

/**
 * Begins a run for every schedule whose moment has come, once per moment, and writes down the next one. A trigger that
 * went live a moment ago has none yet.
 */
export async function runSchedules(engine: Engine): Promise<number> {
  const now = engine.clock();
  const due = await engine.db
    .select({
      workspaceId: funnelTrigger.workspaceId,
      funnelId: funnelTrigger.funnelId,
      nodeId: funnelTrigger.nodeId,
      versionId: funnelTrigger.versionId,
      nextAt: funnelTrigger.nextAt,
      publishedAt: funnelVersion.publishedAt,
      formId: form.id,
    })
    .from(funnelTrigger)
    .innerJoin(
      funnel,
      and(eq(funnel.workspaceId, funnelTrigger.workspaceId), eq(funnel.id, funnelTrigger.funnelId)),
    )
    .innerJoin(
      funnelVersion,
      and(
        eq(funnelVersion.workspaceId, funnelTrigger.workspaceId),
        eq(funnelVersion.id, funnelTrigger.versionId),
      ),
    )
    .leftJoin(
      form,
      and(eq(form.workspaceId, funnelTrigger.workspaceId), eq(form.funnelId, funnelTrigger.funnelId)),
    )
    .where(
      and(
        eq(funnelTrigger.eventName, SCHEDULE_CAME),
        or(isNull(funnelTrigger.nextAt), lte(funnelTrigger.nextAt, now)),
        ne(funnel.status, "draft"),
        isNull(funnel.archivedAt),
      ),
    )
    .limit(MOST_AT_ONCE);
  const hints: Hint[] = [];
  for (const row of due) {
    const made = await call(engine, row, now);
    if (made) hints.push(enrollingPeople(made));
  }
  if (hints.length > 0) await engine.hint(hints);
  return due.length;
}

type Due = {
  workspaceId: string;
  funnelId: string;
  nodeId: string;
  versionId: string;
  nextAt: Instant | null;
  publishedAt: Date;
  formId: string | null;
};

async function call(
  engine: Engine,
  row: Due,
  now: Instant,
): Promise<{ workspaceId: string; id: string } | null> {
  const { workspaceId, funnelId, nodeId } = row;
  const { flow } = await versionOf(engine.db, { workspaceId, id: row.versionId });
  const node = graphOf(flow).node(nodeId);
  if (node?.type !== "trigger" || node.data.on !== "schedule") return null;
  const matching = matchingOf(node, { workspaceId, funnelId, formId: row.formId, entry: flow.entry, now });
  const total = row.nextAt !== null && matching ? await countPeople(engine.db, matching, MOST_COUNTED) : 0;
  const late = row.nextAt !== null && now - row.nextAt > LATEST_MS;
  return engine.db.transaction(async (tx) => {
    // Whoever changes the workspace's clock waits for this, or this for them.
    const [settings] = await tx
      .select({ timeZone: workspaceSettings.timeZone })
      .from(workspaceSettings)
      .where(eq(workspaceSettings.workspaceId, workspaceId))
      .for("share");
    const [schedule, zone] = [detail.schedule(node.data), firstZone(settings?.timeZone)];
    const next =
      row.nextAt === null
        ? // Its first moment may have come since it was published: then it is due at the next look.
          nextOccurrence(schedule, zone, Math.min(now, row.publishedAt.getTime()))
        : nextAfter(schedule, zone, row.nextAt, now);
    const [moved] = await tx
      .update(funnelTrigger)
      .set({ nextAt: next ?? NEVER })
      .where(
        and(
          eq(funnelTrigger.workspaceId, workspaceId),
          eq(funnelTrigger.funnelId, funnelId),
          eq(funnelTrigger.nodeId, nodeId),
          eq(funnelTrigger.versionId, row.versionId),
          row.nextAt === null ? isNull(funnelTrigger.nextAt) : eq(funnelTrigger.nextAt, row.nextAt),
        ),
      )
      .returning({ nodeId: funnelTrigger.nodeId });
    // Another process was faster, or it has only now got its first moment.
    if (!moved || row.nextAt === null) return null;
    const [made] = await tx
      .insert(enrolling)
      .values({
        workspaceId,
        funnelId,
        nodeId,
        kind: "schedule",
        key: `schedule:${row.nextAt}`,
        total,
        startedAt: now,
        ...(late
          ? {
              state: "stopped" as const,
              endedAt: now,
              because: "The app did not run when its moment came, and that was more than a day ago.",
            }
          : {}),
      })
      .onConflictDoNothing()
      .returning({ id: enrolling.id });
    return made && !late ? { workspaceId, id: made.id } : null;
  });
}
