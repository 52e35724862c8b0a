import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { enrollment, mailAccount, message } from "@/db/schema";
import { queueCrowd } from "@/tests/engine/crowd";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent, serviceMail } from "@/tests/engine/drawings";
import { DAY, HOUR, MINUTE, MONDAY, makeWorkspace, publishFlow, SECOND, stage } from "@/tests/engine/kit";
import { ensureAccount } from "./account";
import { accountsWithWork, deliver } from "./deliver";
import { nextWaiting } from "./queue";
import type { MailAccount } from "./transport/transport";

const own = ownDatabase();

const letters = drawing(
  { t: onEvent("signed up"), news: mail("News"), receipt: serviceMail("Receipt"), bye: end() },
  ["t > news > receipt > bye"],
);

/** Takes everything, and keeps whose it was, in the order in which it came. */
function recording(perSecond = 10) {
  const order: string[] = [];
  const account: MailAccount = {
    id: "resend:queue",
    perSecond,
    transport: {
      dedupeWindowMs: 0,
      async send({ tags }) {
        order.push(tags.find(({ name }) => name === "workspace_id")?.value ?? "");
        return { outcome: "sent", providerId: `p${order.length}` };
      },
    },
  };
  return { account, order };
}

async function workspaces() {
  const { account, order } = recording();
  const { time, engine, ...big } = await stage(own.db, letters, { accounts: [account] });
  await ensureAccount(own.db, account);
  const more = () => makeWorkspace(own.db).then((id) => publishFlow(own.db, id, letters));
  time.outage(HOUR);
  const ask = (after: string | null = null, how: { perTurn?: number; most?: number } = {}) =>
    nextWaiting(engine, account, { now: engine.clock(), after, ...how });
  return { time, engine, account, order, big, more, ask };
}

const queue = (
  live: { workspaceId: string; funnelId: string; versionId: string },
  people: number,
  nodeId = "news",
) => queueCrowd(own.db, live, { nodeId, people, at: MONDAY, prefix: `${nodeId}-` });

test("one with thousands does not keep two with a few waiting", async () => {
  const { engine, account, order, big, more } = await workspaces();
  const [one, two] = [await more(), await more()];
  await queue(big, 2_000);
  // All of theirs came later than all of the thousands.
  for (const live of [one, two]) {
    await queueCrowd(own.db, live, { nodeId: "news", people: 5, at: MONDAY + MINUTE, prefix: "few-" });
  }
  await deliver(engine, account.id, { budgetMs: 4 * SECOND });
  const lastOf = ({ workspaceId }: { workspaceId: string }) => order.lastIndexOf(workspaceId);
  const count = ({ workspaceId }: { workspaceId: string }) => order.filter((id) => id === workspaceId).length;
  expect([count(one), count(two)]).toEqual([5, 5]);
  // Each third mail at the latest is one of theirs; a few are under way at once.
  expect(Math.max(lastOf(one), lastOf(two))).toBeLessThan(3 * 5 + 8);
  expect(count(big)).toBeGreaterThan(15);
});

test("whoever comes last in one round comes first in the next, however many there are", async () => {
  const { ask, more, big } = await workspaces();
  const others = [await more(), await more(), await more(), await more()];
  for (const live of [big, ...others]) await queue(live, 3);
  const all = [big, ...others].map(({ workspaceId }) => workspaceId).sort();
  const served = new Map<string, number>();
  let after: string | null = null;
  for (let round = 0; round < 10; round++) {
    const turn = await ask(after, { most: 2 });
    expect(turn.map(({ workspaceId }) => workspaceId)).toEqual(
      [0, 1].map((n) => all[(2 * round + n) % all.length]),
    );
    for (const { workspaceId } of turn) served.set(workspaceId, (served.get(workspaceId) ?? 0) + 1);
    after = turn.at(-1)?.workspaceId ?? null;
  }
  expect([...served.values()]).toEqual([4, 4, 4, 4, 4]);
});

test("a deliverer remembers whose turn it was, so that the next one goes on behind", async () => {
  const { engine, account, order, big, more } = await workspaces();
  const others = [await more(), await more()];
  for (const live of [big, ...others]) await queue(live, 40);
  // Room for one call only: one workspace each time.
  for (let n = 0; n < 6; n++) await deliver(engine, account.id, { budgetMs: 1 });
  const [row] = await own.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
  expect(row?.lastWorkspaceId).toBeTruthy();
  expect(new Set(order).size, "everybody had a turn").toBe(3);
});

test("while people wait for their turn to go on, three mails are made at once, otherwise eight", async () => {
  const { engine, account, big } = await workspaces();
  let [now, most] = [0, 0];
  const transport = {
    ...account.transport,
    dedupeWindowMs: 0,
    async send() {
      most = Math.max(most, ++now);
      await pause(40);
      now -= 1;
      return { outcome: "sent" as const, providerId: "p" };
    },
  };
  const atOnce = async (lagMs: number) => {
    await queueCrowd(own.db, big, { nodeId: "news", people: 16, at: MONDAY, prefix: `lag-${lagMs}-` });
    most = 0;
    const lag = { ...engine.lag, at: () => lagMs };
    const accounts = [{ ...account, perSecond: 1_000, transport }];
    await deliver({ ...engine, lag, accounts }, account.id);
    return most;
  };
  expect([await atOnce(0), await atOnce(6_000)]).toEqual([8, 3]);
});

test("service leaves before marketing, whichever waits longer", async () => {
  const { ask, big } = await workspaces();
  await queue(big, 3);
  await queue(big, 3, "receipt");
  const other = await publishFlow(own.db, big.workspaceId, letters);
  await queueCrowd(own.db, other, { nodeId: "receipt", people: 2, at: MONDAY + 2 * MINUTE, prefix: "late-" });
  const rows = await ask();
  const kinds = await Promise.all(
    rows.map(async ({ id }) => (await own.db.select().from(message).where(eq(message.id, id)))[0]?.kind),
  );
  const firstMarketing = kinds.indexOf("marketing");
  expect(kinds.filter((kind) => kind === "service").length).toBeGreaterThanOrEqual(2);
  expect(kinds.slice(firstMarketing)).not.toContain("service");
});

describe("is passed over, and costs its neighbours nothing:", () => {
  test("mail of a paused funnel, mail whose hour has not come, whoever must advance first", async () => {
    const { engine, ask, account, big, more, time } = await workspaces();
    const paused = await publishFlow(own.db, big.workspaceId, letters);
    const waits = await more();
    const due = await more();
    await queueCrowd(own.db, paused, { nodeId: "news", people: 3, at: MONDAY, prefix: "paused-" });
    await setPaused(own.db, { ...paused, paused: true });
    await queue(waits, 3);
    await own.db
      .update(message)
      .set({ notBefore: engine.clock() + DAY })
      .where(eq(message.workspaceId, waits.workspaceId));
    await queue(due, 3);
    await own.db
      .update(enrollment)
      .set({ dueAt: engine.clock() })
      .where(eq(enrollment.workspaceId, due.workspaceId));
    expect(await ask()).toEqual([]);
    expect(await accountsWithWork(engine)).toEqual([]);
    await queue(big, 1);
    expect(await ask()).toMatchObject([{ workspaceId: big.workspaceId, funnelId: big.funnelId }]);
    expect(await accountsWithWork(engine)).toEqual([account.id]);
    time.outage(DAY);
    expect((await ask()).map(({ workspaceId }) => workspaceId)).toContain(waits.workspaceId);
  });
});

test("reads as many rows as it hands out, not as many as wait: by the index, whatever lies in front", async () => {
  const { engine, account, big, more } = await workspaces();
  const paused = await publishFlow(own.db, big.workspaceId, letters);
  const small = await more();
  await queue(big, 4_000);
  await queueCrowd(own.db, paused, { nodeId: "news", people: 4_000, at: MONDAY, prefix: "paused-" });
  await setPaused(own.db, { ...paused, paused: true });
  await queue(small, 5);
  await own.db.execute(sql`analyze`);
  const plans: string[] = [];
  const explaining = {
    ...engine,
    db: new Proxy(own.db, {
      get(target, name, receiver) {
        if (name !== "execute") return Reflect.get(target, name, receiver);
        return async (query: ReturnType<typeof sql>) => {
          const plan = await target.execute<{ "QUERY PLAN": string }>(
            sql`explain (analyze, costs off, timing off, summary off) ${query}`,
          );
          plans.push(...plan.map((row) => row["QUERY PLAN"]));
          return target.execute(query);
        };
      },
    }),
  };
  const found = await nextWaiting(explaining, account, { now: engine.clock(), after: null });
  expect(found).toHaveLength(105);
  const plan = plans.join("\n");
  expect(plan).not.toContain("Seq Scan on message");
  expect(plan).toContain("message_queued");
  const rows = [...plan.matchAll(/on message.*rows=(\d+(?:\.\d+)?) loops=(\d+)/g)].map(
    ([, rows, loops]) => Number(rows) * Number(loops),
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(Math.max(...rows)).toBeLessThan(300);
});
