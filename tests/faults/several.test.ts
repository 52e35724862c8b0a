import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enrollment } from "@/db/schema";
import { started } from "@/lib/engine/hints";
import { SECOND, submit } from "../engine/kit";
import { crowd, enterAll, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { halt, type Rig, setUp, standing, standsStill, until } from "./rig";
import { newChance, size } from "./size";

const PEOPLE = size("F13_PEOPLE", { short: 24, long: 1_000 });
const PROCESSES = size("F13_PROCESSES", { short: 2, long: 4 });

const PER_SECOND = 5;

test(`F13: ${PROCESSES} processes deliver and sweep at once, and every run is started three times`, async () => {
  const rig = await setUp(twoMails(), { perSecond: PER_SECOND, limit: PER_SECOND + 1 });
  const children = await Promise.all(Array.from({ length: PROCESSES }, () => rig.run({ single: true })));
  await enterAll(rig, crowd(PEOPLE), newChance("F13"));
  const rows = await rig.db.select().from(enrollment).where(eq(enrollment.funnelId, rig.place.funnelId));
  const hints = rows.map(started);
  await rig.web.hint([...hints, ...hints]);
  const allOver = async () => {
    // All of them look for mail of their own accord, whoever else does.
    await rig.web.hint(
      (await rig.db.query.mailAccount.findMany()).map(({ id }) => ({
        name: "mail/queued",
        data: { accountId: id },
      })),
    );
    await pause(200);
    return (await standing(rig.db, rig.place)).ended === PEOPLE;
  };
  // Two mails of each, one by one, at that pace.
  const patienceMs = 150_000 + ((4 * PEOPLE) / PER_SECOND) * SECOND;
  await until("everybody has come to an end", allOver, { patienceMs });
  for (const child of children) await child.kill();
  const at = (await rig.resend.calls()).map((call) => call.at).toSorted((a, b) => a - b);
  const inFive = at.map((from) => at.filter((one) => one >= from && one < from + 5 * SECOND).length);
  const most = Math.max(...inFive);
  console.log(`F13: ${at.length} calls, at most ${most} in five seconds`);
  // Calls leave evenly; on a busy machine those of a second may arrive a second late. Without pacing all come at once.
  expect(most).toBeLessThanOrEqual(6 * PER_SECOND);
  await expectClean("F13", rig, await rig.resend.accepted());
});

/** Without anything that would come later, and wait for what stands still. */
async function enterOne({ web, place }: Rig): Promise<void> {
  for (const who of crowd(1)) await submit(web, place.workspaceId, who, "signed up");
}

test("F3: a process that was stopped with a claimed mail in hand neither sends nor writes when it goes on", async () => {
  const rig = await setUp(twoMails(), { leaseMs: 2_000 });
  // Time enough to be stopped in, also on a busy machine, and less than anybody waits for a lock.
  const letGo = await halt(rig.db, "mail_request", { when: "at commit", seconds: 4 });
  const zombie = await rig.run();
  await enterOne(rig);
  await until("its claim commits", () => standsStill(rig.db), { everyMs: 10 });
  zombie.signal("SIGSTOP");
  await until("the claim has committed", async () => !(await standsStill(rig.db)), { everyMs: 50 });
  await letGo();
  expect((await rig.resend.calls()).length).toBe(0);
  const other = await rig.run();
  const gone = async () => (await rig.resend.accepted()).length === 1;
  await until("the other one has sent the mail", gone);
  zombie.signal("SIGCONT");
  await until("she is at an end", async () => (await standing(rig.db, rig.place)).ended === 1);
  await pause(500);
  await Promise.all([zombie.kill(), other.kill()]);
  const calls = await rig.resend.calls();
  // One call for each mail: the one that came back made none for what was no longer its own.
  expect(calls).toHaveLength(2);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(2);
  await expectClean("F3", rig, await rig.resend.accepted());
});

test("F3: a process that was stopped at the call sends nothing a second time when it goes on", async () => {
  const rig = await setUp(twoMails(), { leaseMs: 2_000 });
  const zombie = await rig.run({ at: { place: "before the call", how: "SIGSTOP" } });
  await enterOne(rig);
  await zombie.struck;
  const other = await rig.run();
  const gone = async () => (await rig.resend.accepted()).length === 1;
  await until("the other one has sent the mail", gone);
  zombie.signal("SIGCONT");
  await until("she is at an end", async () => (await standing(rig.db, rig.place)).ended === 1);
  await pause(500);
  await Promise.all([zombie.kill(), other.kill()]);
  await expectClean("F3 at the call", rig, await rig.resend.accepted());
});
