import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { updateWorkspaceSettings } from "@/db/queries/workspaces";
import { enrolling, enrollment, funnel, funnelTrigger, funnelVersion } from "@/db/schema";
import type { Engine } from "@/lib/engine/engine";
import { enrollSome } from "@/lib/engine/enroll-many";
import { publish } from "@/lib/engine/publish";
import { runSchedules } from "@/lib/engine/run-schedules";
import type { Entry } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { type Drawn, drawing, wait } from "./drawings";
import { DAY, HOUR, type Live, MONDAY, SECOND, stage } from "./kit";

const own = ownDatabase();

const at = (schedule: Record<string, unknown>, entry: Entry = { rule: "after-end" }) =>
  drawing(
    { t: { type: "trigger", data: { on: "schedule", schedule } } as Drawn, w: wait(HOUR) },
    ["t > w"],
    entry,
  );

const invent = (workspaceId: string, people: number) =>
  own.db.execute(sql`insert into contact (workspace_id, email)
    select ${workspaceId}, 'p' || n || '@example.org' from generate_series(1, ${people}::int) n`);

async function live(time: { by(ms: number): Promise<unknown> }, engine: Engine, place: Live, ms: number) {
  for (let passed = 0; passed < ms; passed += 6 * HOUR) {
    await time.by(Math.min(6 * HOUR, ms - passed));
    await runSchedules(engine);
    for (const { id } of await own.db.select().from(enrolling).where(eq(enrolling.state, "running"))) {
      while ((await enrollSome(engine, { ...place, id })) === "more");
    }
    await time.by(0);
  }
}

const entered = () => own.db.$count(enrollment);

test("every week at its time everybody enters, once per week", async () => {
  const { time, engine, ...place } = await stage(own.db, at({ every: "week", weekdays: [3], time: "09:00" }));
  await invent(place.workspaceId, 30);
  await runSchedules(engine);
  await live(time, engine, place, 2 * DAY - HOUR);
  expect(await entered()).toBe(0);
  await live(time, engine, place, 2 * HOUR);
  expect(await entered()).toBe(30);
  await live(time, engine, place, 3 * DAY);
  expect(await entered()).toBe(30);
  await live(time, engine, place, 5 * DAY);
  expect(await entered()).toBe(60);
  expect((await own.db.select().from(enrolling)).map(({ state, total }) => [state, total])).toEqual([
    ["done", 30],
    ["done", 30],
  ]);
});

test("once is once, also when two processes look", async () => {
  const { time, engine, ...place } = await stage(
    own.db,
    at({ every: "once", date: "2026-03-03", time: "09:00" }),
  );
  await invent(place.workspaceId, 5);
  await runSchedules(engine);
  time.outage(DAY + HOUR);
  await Promise.all([1, 2, 3].map(() => runSchedules(engine)));
  expect(await own.db.$count(enrolling)).toBe(1);
  await live(time, engine, place, 3 * DAY);
  expect(await entered()).toBe(5);
  expect(await own.db.$count(enrolling)).toBe(1);
});

test("a moment of more than a day ago is let pass, and the next one holds", async () => {
  const { time, engine, ...place } = await stage(own.db, at({ every: "week", weekdays: [3], time: "09:00" }));
  await invent(place.workspaceId, 5);
  await runSchedules(engine);
  time.outage(4 * DAY);
  await runSchedules(engine);
  expect(await own.db.select().from(enrolling)).toMatchObject([{ state: "stopped", entered: 0 }]);
  const [trigger] = await own.db.select().from(funnelTrigger);
  expect(new Date(trigger?.nextAt ?? 0).toISOString()).toBe("2026-03-11T09:00:00.000Z");
  expect(place.funnelId).toBe(trigger?.funnelId);
});

const tomorrow = { every: "once", date: "2026-03-03", time: "09:00" };

test("a moment that has come just before somebody publishes is not lost, unless they gave it another time", async () => {
  const { time, engine, ...place } = await stage(own.db, at(tomorrow));
  const publishAgain = async (draft: ReturnType<typeof at>) => {
    await own.db
      .update(funnel)
      .set({ draft, revision: sql`${funnel.revision} + 1` })
      .where(eq(funnel.id, place.funnelId));
    const done = await publish(own.db, {
      ...place,
      revision: null,
      userId: null,
      now: Date.now(),
      shortWaits: true,
    });
    expect(done.ok).toBe(true);
  };
  await invent(place.workspaceId, 5);
  await runSchedules(engine);
  time.outage(DAY + SECOND);
  await publishAgain(at({ ...tomorrow, time: "10:00" }));
  await runSchedules(engine);
  expect(await own.db.$count(enrolling)).toBe(0);
  time.outage(HOUR);
  await publishAgain(at({ ...tomorrow, time: "10:00" }, { rule: "once" }));
  await live(time, engine, place, HOUR);
  expect(await entered()).toBe(5);
});

test("a moment that comes before anybody has looked at what was published is its first", async () => {
  const { time, engine, ...place } = await stage(own.db, at(tomorrow));
  await own.db.update(funnelVersion).set({ publishedAt: new Date(MONDAY + DAY - SECOND) });
  await invent(place.workspaceId, 5);
  time.outage(DAY + SECOND);
  await runSchedules(engine);
  await live(time, engine, place, HOUR);
  expect(await entered()).toBe(5);
});

test("every week again after seven days: also in the week that summer time makes an hour shorter", async () => {
  const weekly = { every: "week", weekdays: [3], time: "09:00" };
  const drawn = at(weekly, { rule: "after-days", days: 7 });
  const { time, engine, ...place } = await stage(own.db, drawn, { timeZone: "Europe/Berlin" });
  await invent(place.workspaceId, 2);
  time.outage(21 * DAY);
  await runSchedules(engine);
  await live(time, engine, place, 47 * HOUR);
  expect(await entered()).toBe(2);
  await live(time, engine, place, 7 * DAY - HOUR);
  expect(await entered()).toBe(4);
});

test("a day that is due while the workspace's clock is changed comes once, and by the new clock from then on", async () => {
  const weekly = { every: "week", weekdays: [3], time: "09:00" };
  const { time, engine, ...place } = await stage(own.db, at(weekly), { timeZone: "Europe/Berlin" });
  await runSchedules(engine);
  const [first] = await own.db.select().from(funnelTrigger);
  time.outage((first?.nextAt ?? 0) + SECOND - time.now());
  await updateWorkspaceSettings(own.db, {
    workspaceId: place.workspaceId,
    timeZone: "America/New_York",
    now: time.now(),
  });
  await runSchedules(engine);
  time.outage(12 * HOUR);
  await runSchedules(engine);
  expect(await own.db.$count(enrolling)).toBe(1);
  const [trigger] = await own.db.select().from(funnelTrigger);
  // Nine in the morning there, on the next such day.
  expect(new Date(trigger?.nextAt ?? 0).toISOString()).toBe("2026-03-11T13:00:00.000Z");
});
