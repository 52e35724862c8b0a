import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { archiveFunnel, restoreFunnel } from "@/db/queries/archive";
import { listTurnedAway } from "@/db/queries/turned-away";
import { contact, dateEntry, enrolling, event, funnel } from "@/db/schema";
import type { Engine } from "@/lib/engine/engine";
import { enrollSome } from "@/lib/engine/enroll-many";
import { enterByDate } from "@/lib/engine/enter-by-date";
import { publish } from "@/lib/engine/publish";
import { saveContact } from "@/lib/engine/save-contact";
import type { Entry } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { type Drawn, drawing, mail, wait } from "./drawings";
import { DAY, HOUR, type Live, MONDAY, stage } from "./kit";
import { enrollmentsOf } from "./look";

const own = ownDatabase();
const ada = { email: "ada@example.org", name: "Ada", declarations: [] };

type Way = { yearly?: boolean; days?: number; time?: string };
const onDate = (field: string, way: Way = {}, entry: Entry = { rule: "after-end" }) =>
  drawing(
    {
      t: { type: "trigger", data: { on: "date", date: { field, ...way } } } as Drawn,
      w: wait(HOUR),
      m: mail("Hi"),
    },
    ["t > w > m"],
    entry,
  );

const say = (engine: Engine, { workspaceId }: Live, fields: Record<string, string>, timeZone?: string) =>
  saveContact(engine, { workspaceId, email: ada.email, said: { fields, timeZone }, declarations: [] });

/** Everybody is planned for, as after Publish. */
async function planAll(engine: Engine) {
  for (const { workspaceId, id } of await own.db
    .select()
    .from(enrolling)
    .where(eq(enrolling.kind, "dates"))) {
    while ((await enrollSome(engine, { workspaceId, id })) === "more");
  }
}

const plans = async () =>
  (await own.db.select().from(dateEntry)).map(({ nextAt, day }) => [new Date(nextAt).toISOString(), day]);

const entries = async (place: Live) =>
  (await enrollmentsOf(own.db, place, ada)).map(({ enteredAt }) => new Date(enteredAt).toISOString());

/** Looks every few hours, as the sweep does every other second. */
async function live(time: { by(ms: number): Promise<unknown> }, engine: Engine, ms: number) {
  for (let passed = 0; passed < ms; passed += 3 * HOUR) {
    await time.by(Math.min(3 * HOUR, ms - passed));
    while ((await enterByDate(engine)) > 0);
    await time.by(0);
  }
}

describe("a birthday", () => {
  test("lets them in at nine by their own clock, once in the year, and again in the next", async () => {
    const { time, engine, ...place } = await stage(own.db, onDate("birthday"));
    await say(engine, place, { birthday: "1990-03-04" }, "Asia/Tokyo");
    expect(await plans()).toEqual([["2026-03-04T00:00:00.000Z", "2026-03-04"]]);
    await live(time, engine, 3 * DAY);
    expect(await entries(place)).toEqual(["2026-03-04T00:00:00.000Z"]);
    expect(await plans()).toEqual([["2027-03-04T00:00:00.000Z", "2027-03-04"]]);
    // Somebody mends the date on the day after: not twice in a year.
    await say(engine, place, { birthday: "1990-03-06" });
    await live(time, engine, 2 * DAY);
    expect(await entries(place)).toHaveLength(1);
    expect((await plans())[0]?.[1]).toBe("2027-03-06");
  });

  test("of those who were there before Publish is planned in batches, and again harmlessly", async () => {
    const { engine, ...place } = await stage(own.db, onDate("birthday"));
    await own.db.execute(sql`
      insert into contact (workspace_id, email, fields)
      select ${place.workspaceId}, 'p' || n || '@example.org', jsonb_build_object('birthday', '1990-' || lpad((n % 12 + 1)::text, 2, '0') || '-10')
      from generate_series(1, 250) n`);
    await planAll(engine);
    expect(await own.db.$count(dateEntry)).toBe(250);
    await own.db.update(enrolling).set({ state: "running", cursor: null });
    await planAll(engine);
    expect(await own.db.$count(dateEntry)).toBe(250);
  });

  test("late on the very day they enter at once; on the day after not before next year", async () => {
    const { time, engine, ...place } = await stage(own.db, onDate("birthday", { time: "08:00" }));
    await say(engine, place, { birthday: "1990-03-02" });
    await live(time, engine, HOUR);
    expect(await entries(place)).toHaveLength(1);
    expect(MONDAY).toBe(Date.parse("2026-03-02T09:00:00Z"));
    await say(engine, place, { other: "1990-03-01" });
    expect((await plans())[0]?.[1]).toBe("2027-03-02");
  });
});

describe("a date with days before it", () => {
  test("whoever comes within them enters at once; a date that moves takes the plan along", async () => {
    const { time, engine, ...place } = await stage(own.db, onDate("renewal", { yearly: false, days: -14 }));
    await say(engine, place, { renewal: "2026-04-01" });
    expect(await plans()).toEqual([["2026-03-18T09:00:00.000Z", "2026-04-01"]]);
    await say(engine, place, { renewal: "2026-05-01" });
    expect(await plans()).toEqual([["2026-04-17T09:00:00.000Z", "2026-05-01"]]);
    await say(engine, place, { renewal: "" });
    expect(await plans()).toEqual([]);
    await say(engine, place, { renewal: "2026-03-08" });
    await live(time, engine, HOUR);
    expect(await entries(place)).toHaveLength(1);
    await live(time, engine, DAY);
    // Renewed: another date is another occasion.
    await say(engine, place, { renewal: "2026-03-20" });
    await live(time, engine, 5 * DAY);
    expect(await entries(place)).toHaveLength(2);
  });

  test("a zone that becomes known moves it", async () => {
    const { engine, ...place } = await stage(own.db, onDate("renewal", { yearly: false }));
    await say(engine, place, { renewal: "2026-04-01" });
    await say(engine, place, {}, "America/New_York");
    expect(await plans()).toEqual([["2026-04-01T13:00:00.000Z", "2026-04-01"]]);
  });

  test("a plan that the database was told nothing of is asked again when it comes", async () => {
    const { time, engine, ...place } = await stage(own.db, onDate("renewal", { yearly: false }));
    await say(engine, place, { renewal: "2026-03-05" });
    await own.db.update(contact).set({ fields: { renewal: "2026-03-07" } });
    await live(time, engine, 3.5 * DAY);
    expect(await entries(place)).toEqual([]);
    await live(time, engine, 2 * DAY);
    expect(await entries(place)).toHaveLength(1);
  });
});

test("two looks at once let nobody in twice", async () => {
  const { time, engine, ...place } = await stage(own.db, onDate("birthday"));
  await say(engine, place, { birthday: "1990-03-03" });
  time.outage(DAY + HOUR);
  await Promise.all([1, 2, 3].map(() => enterByDate(engine)));
  expect(await entries(place)).toHaveLength(1);
});

test("an app that was off for three days lets nobody in by a day that is over, and says so", async () => {
  const { time, engine, ...place } = await stage(own.db, onDate("birthday"));
  await say(engine, place, { birthday: "1990-03-03" });
  time.outage(4 * DAY);
  await enterByDate(engine);
  expect(await entries(place)).toEqual([]);
  expect(await listTurnedAway(own.db, { ...place, limit: 1 })).toMatchObject([{ because: { why: "late" } }]);
  expect((await plans())[0]?.[1]).toBe("2027-03-03");
});

test("a funnel that comes back from the archive goes by what was told meanwhile", async () => {
  const { engine, ...place } = await stage(own.db, onDate("birthday"));
  await planAll(engine);
  await say(engine, place, { birthday: "1990-03-10" });
  await archiveFunnel(own.db, place);
  await say(engine, place, { birthday: "1990-03-20" });
  await restoreFunnel(own.db, { ...place, now: Date.now(), live: true });
  await planAll(engine);
  expect(await plans()).toEqual([["2026-03-20T09:00:00.000Z", "2026-03-20"]]);
});

test("another offset moves the plans with the next version; a trigger that is gone lets nobody in", async () => {
  const { time, engine, ...place } = await stage(own.db, onDate("birthday"));
  await say(engine, place, { birthday: "1990-03-10" });
  const change = async (flow: ReturnType<typeof onDate>) => {
    await own.db
      .update(funnel)
      .set({ draft: flow, revision: sql`${funnel.revision} + 1` })
      .where(and(eq(funnel.workspaceId, place.workspaceId), eq(funnel.id, place.funnelId)));
    const done = await publish(own.db, {
      ...place,
      revision: null,
      userId: null,
      now: Date.now(),
      shortWaits: true,
    });
    if (!done.ok) throw new Error(done.message);
    await planAll(engine);
  };
  await change(onDate("birthday", { days: -5 }));
  expect(await plans()).toEqual([["2026-03-05T09:00:00.000Z", "2026-03-10"]]);
  await change(
    drawing({ t: { type: "trigger", data: { on: "event", event: "other" } } as Drawn, w: wait(HOUR) }, [
      "t > w",
    ]),
  );
  await live(time, engine, 5 * DAY);
  expect(await entries(place)).toEqual([]);
  expect(await plans()).toEqual([]);
  expect(await own.db.select().from(event).where(eq(event.name, "date.came"))).toEqual([]);
});
