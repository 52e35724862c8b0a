import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { enrolling, form, funnel } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { flow as flowSchema } from "@/lib/flow/flow";
import { graphOf, isTrigger } from "@/lib/flow/graph";
import { ok, problem, type Result } from "@/lib/result";
import type { Engine } from "./engine";
import { enrollingPeople } from "./hints";
import { type Crowd, canMatch, countPeople, crowdOf, type Matching, matchingOf } from "./matching";
import { versionOf } from "./versions";

/** Nobody is counted beyond this: it is said as "more than". */
export const MOST_COUNTED = 200_000;

/** More people than this are enrolled only by somebody who has typed their number. */
export const MOST_UNTYPED = 500;

/** How many people match one trigger already and may enter. */
export type AlreadyThere = { nodeId: string; people: number };

type Scope = { workspaceId: string; funnelId: string };

/** How many people match just these triggers and no other. */
export type Together = { nodeIds: string[]; people: number };

/**
 * For each trigger of the draft where it makes sense, how many people match it already; and where they are several, how many
 * different people that is. Null: there is no such funnel.
 */
export async function whoMatches(
  engine: Engine,
  scope: Scope,
): Promise<{ matches: AlreadyThere[]; together: Together[] } | null> {
  const found = await findFunnel(engine, scope);
  if (!found) return null;
  const crowds: (Crowd & { nodeId: string })[] = [];
  for (const matching of matchingsOf(engine, scope, flowSchema.parse(found.draft), found.formId)) {
    const crowd = await crowdOf(engine.db, matching, MOST_COUNTED);
    if (crowd.people > 0) crowds.push({ ...crowd, nodeId: matching.here.nodeId });
  }
  return {
    matches: crowds.map(({ nodeId, people }) => ({ nodeId, people })),
    together: await togetherOf(engine, crowds),
  };
}

/** More triggers than this are not compared: what they have in common is many sets. */
const MOST_COMPARED = 12;

async function togetherOf(
  engine: Engine,
  crowds: readonly (Crowd & { nodeId: string })[],
): Promise<Together[]> {
  const countable = crowds.every(({ people }) => people <= MOST_COUNTED);
  if (crowds.length < 2 || crowds.length > MOST_COMPARED || !countable) return [];
  const marked = crowds.map(
    ({ ids }, place) => sql`select id, ${2 ** place}::int as mark from (${ids}) crowd`,
  );
  const rows = await engine.db.execute<{ marks: number; people: number }>(sql`
    select marks, count(*)::int as people from (
      select bit_or(mark) as marks from (${sql.join(marked, sql` union all `)}) marked group by id
    ) each group by marks`);
  return rows.map(({ marks, people }) => ({
    nodeIds: crowds.flatMap(({ nodeId }, place) => (marks & (2 ** place) ? [nodeId] : [])),
    people,
  }));
}

const matchingsOf = (engine: Engine, scope: Scope, flow: Flow, formId: string | null): Matching[] =>
  flow.nodes.filter(isTrigger).flatMap((node) => {
    const matching = matchingOf(node, { ...scope, formId, entry: flow.entry, now: engine.clock() });
    return matching && canMatch(matching) ? [matching] : [];
  });

async function findFunnel(engine: Engine, { workspaceId, funnelId }: Scope) {
  const [row] = await engine.db
    .select({
      draft: funnel.draft,
      liveVersionId: funnel.liveVersionId,
      archivedAt: funnel.archivedAt,
      formId: form.id,
    })
    .from(funnel)
    .leftJoin(form, and(eq(form.workspaceId, funnel.workspaceId), eq(form.funnelId, funnel.id)))
    .where(ofFunnel({ workspaceId, funnelId }));
  return row && !row.archivedAt ? row : null;
}

type Asked = Scope & {
  nodeId: string;
  /** Names this press: the same one again starts nothing more at this trigger. */
  requestId: string;
  /** How many people whoever asks was told of. */
  seen: number;
  userId: string | null;
};

/** Begins to enroll those who match a trigger of the live version already. Refused when it has become many more than seen. */
export async function startEnrolling(
  engine: Engine,
  asked: Asked,
): Promise<Result<{ id: string; people: number }, "not-found" | "nobody" | "more" | "under-way">> {
  const { workspaceId, funnelId, nodeId } = asked;
  const found = await findFunnel(engine, asked);
  if (!found?.liveVersionId) return problem("not-found", "Publish this funnel first.");
  const { flow } = await versionOf(engine.db, { workspaceId, id: found.liveVersionId });
  const node = graphOf(flow).node(nodeId);
  const matching =
    node &&
    matchingOf(node, { workspaceId, funnelId, formId: found.formId, entry: flow.entry, now: engine.clock() });
  if (!matching || !canMatch(matching)) {
    return problem("not-found", "The published version does not have this trigger. Publish first.");
  }
  const known = await earlier(engine, asked);
  if (known) return ok({ id: known.id, people: known.total });
  if (await isUnderWay(engine.db, asked)) return alreadyAtIt();
  const people = await countPeople(engine.db, matching, MOST_COUNTED);
  if (people === 0) return problem("nobody", "Nobody matches any more who is not in this funnel already.");
  if (people > MOST_UNTYPED && people > asked.seen * 1.1) {
    return problem(
      "more",
      `${people.toLocaleString("en")} people match by now, not ${asked.seen.toLocaleString("en")}. Nobody was enrolled; look again.`,
    );
  }
  const made = await engine.db.transaction(async (tx) => {
    // Of two members who press at the same moment, one: by two runs people could enter twice.
    await tx.select({ id: funnel.id }).from(funnel).where(ofFunnel(asked)).for("no key update");
    if (await isUnderWay(tx, asked)) return null;
    const [row] = await tx
      .insert(enrolling)
      .values({
        workspaceId,
        funnelId,
        nodeId,
        kind: "matching",
        key: asked.requestId,
        total: people,
        startedBy: asked.userId,
        startedAt: engine.clock(),
      })
      .onConflictDoNothing()
      .returning({ id: enrolling.id });
    return row;
  });
  const row = made ?? (await earlier(engine, asked));
  if (!row) return alreadyAtIt();
  await engine.hint([enrollingPeople({ workspaceId, id: row.id })]);
  return ok({ id: row.id, people });
}

const alreadyAtIt = () => problem("under-way" as const, "They are being enrolled already.");

const ofFunnel = ({ workspaceId, funnelId }: Scope) =>
  and(eq(funnel.workspaceId, workspaceId), eq(funnel.id, funnelId));

const ofTrigger = ({ workspaceId, funnelId, nodeId }: Asked) =>
  and(eq(enrolling.workspaceId, workspaceId), eq(enrolling.funnelId, funnelId), eq(enrolling.nodeId, nodeId));

async function earlier(engine: Engine, asked: Asked) {
  const [row] = await engine.db
    .select({ id: enrolling.id, total: enrolling.total })
    .from(enrolling)
    .where(and(ofTrigger(asked), eq(enrolling.key, asked.requestId)));
  return row;
}

async function isUnderWay(db: Db, asked: Asked): Promise<boolean> {
  const [row] = await db
    .select({ id: enrolling.id })
    .from(enrolling)
    .where(and(ofTrigger(asked), eq(enrolling.state, "running"), eq(enrolling.kind, "matching")))
    .limit(1);
  return row !== undefined;
}
