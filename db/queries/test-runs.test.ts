import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enrollment, message, user } from "@/db/schema";
import { happenInTest, stopTest } from "@/lib/engine/test-under-way";
import { tryOnMe } from "@/lib/engine/try-on-me";
import { journeyTime } from "@/lib/flow/journey-clock";
import { wantedPurchase } from "@/lib/flow/sample-entry";
import { STOPPED } from "@/lib/flow/test-run";
import { ownDatabase } from "@/tests/engine/database";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, makeWorkspace, SECOND, stage } from "@/tests/engine/kit";
import { findTestRun } from "./test-runs";

const own = ownDatabase();
const member = { id: "u1", name: "Ines", email: "ines@example.org" };
const flow = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(2 * DAY),
    asked: clicked("hello", 2 * DAY),
    bye: end("bye"),
    buys: goal(),
  },
  ["t > hello > pause > asked", "asked:yes > bye", "asked:no > bye"],
);

async function trying() {
  const { time, engine, ...place } = await stage(own.db, flow);
  await own.db.insert(user).values(member);
  const scope = { workspaceId: place.workspaceId, funnelId: place.funnelId, userId: member.id };
  const input = { ...place, revision: null, member, speed: 8_640, triggerId: null, shortWaits: true };
  await tryOnMe(engine, input);
  const look = async () => {
    const run = await findTestRun(own.db, scope);
    if (!run) throw new Error("There is no test.");
    return run;
  };
  return { time, engine, scope, look };
}

test("everything on its path is told by the test's clock, and when it goes on by the real one", async () => {
  const { time, look } = await trying();
  await time.by(SECOND);
  const { path, dueAt, speed, enteredAt } = await look();
  expect(path).toMatchObject({ nodeId: "pause", status: "active", paused: false, end: null });
  const [hello] = path.mails;
  const left = path.visits.find(({ nodeId }) => nodeId === "hello")?.leftAt ?? 0;
  // The visit ends when its mail is settled, on the same clock.
  expect(hello?.settledAt).toBe(left);
  expect(path.until).toBe(left + 2 * DAY);
  expect(journeyTime({ enteredAt, speed }, dueAt ?? 0)).toBeGreaterThanOrEqual(path.until ?? 0);
  expect(dueAt).toBeLessThan(time.now() + 21 * SECOND);
});

test("it cites the facts that were made for it, and says that it was stopped", async () => {
  const { time, engine, scope, look } = await trying();
  await time.by(SECOND);
  await happenInTest(engine, scope, wantedPurchase(flow));
  await time.settle();
  const { path } = await look();
  const pulled = path.visits.find(({ by }) => by === "pulled");
  const cited = pulled?.because?.items[0]?.factId;
  expect(path.facts.find(({ id }) => id === cited)).toMatchObject({ name: "purchase", value: 4_900 });
  expect(path.facts.find(({ id }) => id === cited)?.visibleAt).toBe(pulled?.leftAt);
  expect(path.end).toMatchObject({ reason: "finished" });
  expect(await stopTest(engine, scope)).toBe(false);
});

test("stopped, failing, and a mail that cannot be made ready are said", async () => {
  const { time, engine, scope, look } = await trying();
  await time.by(SECOND);
  await own.db.update(enrollment).set({ failure: "It broke." }).where(eq(enrollment.test, true));
  expect((await look()).trouble).toBe("It broke.");
  await own.db.update(enrollment).set({ failure: null, visit: 2 }).where(eq(enrollment.test, true));
  await own.db.update(message).set({ state: "held", reason: "It cannot be filled." });
  expect((await look()).trouble).toBe("It cannot be filled.");
  await stopTest(engine, scope);
  expect((await look()).path.end?.reason).toBe(STOPPED);
});

test("only to whoever tries it", async () => {
  const { scope } = await trying();
  const workspaceId = await makeWorkspace(own.db);
  expect(await findTestRun(own.db, { ...scope, userId: "u2" })).toBeNull();
  expect(await findTestRun(own.db, { ...scope, workspaceId })).toBeNull();
});
