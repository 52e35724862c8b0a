import { eq, ne, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Tx } from "@/db/client";
import { contact, dateEntry, enrolling, enrollment, event, funnel } from "@/db/schema";
import type { Engine } from "@/lib/engine/engine";
import { enroll } from "@/lib/engine/enroll";
import { enrollSome } from "@/lib/engine/enroll-many";
import { enterByDate } from "@/lib/engine/enter-by-date";
import { fastForward } from "@/lib/engine/fast-forward";
import { lockContact } from "@/lib/engine/lock-contact";
import { movePeople } from "@/lib/engine/move-people";
import { publish } from "@/lib/engine/publish";
import { startEnrolling } from "@/lib/engine/start-enrolling";
import { versionOf } from "@/lib/engine/versions";
import type { Flow } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { type Drawn, drawing, mail, wait } from "./drawings";
import { anyToken, DAY, type Live, SECOND, stage } from "./kit";

const own = ownDatabase();

const by = (settings: Record<string, unknown>, words: string): Flow =>
  drawing({ t: { type: "trigger", data: settings } as Drawn, w: wait(DAY), m: mail(words) }, ["t > w > m"]);

const invent = (workspaceId: string, people: number) =>
  own.db.execute(sql`
    insert into contact (workspace_id, email, tags, fields)
    select ${workspaceId}, 'p' || n || '@example.org', array['vip'], '{"renewal": "2026-03-03"}'
    from generate_series(1, ${people}::int) n`);

/** Makes a drawing the live one, and takes everybody along. Answers the version. */
async function goLive(engine: Engine, { workspaceId, funnelId }: Live, draft: Flow): Promise<string> {
  await own.db
    .update(funnel)
    .set({ draft, revision: sql`${funnel.revision} + 1` })
    .where(eq(funnel.id, funnelId));
  const done = await publish(own.db, {
    workspaceId,
    funnelId,
    revision: null,
    userId: null,
    now: Date.now(),
    shortWaits: true,
  });
  if (!done.ok) throw new Error(done.message);
  const { versionId } = done.value;
  while ((await movePeople(engine, { workspaceId, versionId })).waitMs !== null);
  return versionId;
}

/** The engine as it is when something happens right before its next transaction begins. */
function interrupted(engine: Engine, happens: () => Promise<unknown>): Engine {
  let done: Promise<unknown> | undefined;
  const transaction = async (work: (tx: Tx) => Promise<unknown>) => {
    done ??= happens();
    await done;
    return engine.db.transaction(work);
  };
  return { ...engine, db: Object.create(engine.db, { transaction: { value: transaction } }) };
}

const byAnother = (versionId: string) => own.db.$count(enrollment, ne(enrollment.versionId, versionId));

test("whoever a run lets in after a version went live walks by it", async () => {
  const tagged = { on: "tag", tag: "vip" };
  const { engine, ...place } = await stage(own.db, by(tagged, "Old words"));
  await invent(place.workspaceId, 6);
  const asked = { ...place, nodeId: "t", requestId: crypto.randomUUID(), seen: 6, userId: null };
  const run = await startEnrolling(engine, asked);
  if (!run.ok) throw new Error(run.message);
  let versionId = "";
  const publishes = async () => {
    versionId = await goLive(engine, place, by(tagged, "New words"));
  };
  await enrollSome(interrupted(engine, publishes), { ...place, id: run.value.id });
  expect(await own.db.$count(enrollment)).toBe(6);
  expect(await byAnother(versionId)).toBe(0);
});

const dated = (time: string, words: string) => by({ on: "date", date: { field: "renewal", time } }, words);

test("whoever enters by their date after a version went live walks by it", async () => {
  const { engine, time, ...place } = await stage(own.db, dated("08:00", "Old words"));
  await invent(place.workspaceId, 6);
  const [run] = await own.db.select().from(enrolling);
  await enrollSome(engine, { ...place, id: run?.id ?? "" });
  time.outage(DAY);
  let versionId = "";
  const publishes = async () => {
    versionId = await goLive(engine, place, dated("08:00", "New words"));
  };
  await enterByDate(interrupted(engine, publishes));
  expect(await own.db.$count(enrollment)).toBe(6);
  expect(await byAnother(versionId)).toBe(0);
});

test("what is planned for a version that is not live any more does not replace what the live one plans", async () => {
  const { engine, ...place } = await stage(own.db, dated("08:00", "Hi"));
  await invent(place.workspaceId, 3);
  const [first] = await own.db.select().from(enrolling);
  const plansAnew = async () => {
    await goLive(engine, place, dated("17:00", "Hi"));
    const [run] = await own.db
      .select()
      .from(enrolling)
      .where(ne(enrolling.id, first?.id ?? ""));
    await enrollSome(engine, { ...place, id: run?.id ?? "" });
  };
  await enrollSome(interrupted(engine, plansAnew), { ...place, id: first?.id ?? "" });
  const plans = await own.db.selectDistinct({ nextAt: dateEntry.nextAt }).from(dateEntry);
  expect(plans.map(({ nextAt }) => new Date(nextAt).toISOString())).toEqual(["2026-03-03T17:00:00.000Z"]);
});

test("whoever is still coming in by the version before is taken along, though others entered after them", async () => {
  const tagged = { on: "tag", tag: "vip" };
  const place = await stage(own.db, by(tagged, "Old words"));
  const { workspaceId, funnelId } = place;
  // What is in doubt is who enters right now, by the clock on the wall.
  const { engine, outage } = fastForward(own.db, { start: Date.now(), token: anyToken });
  await invent(workspaceId, 2);
  const [slow, quick] = await own.db.select().from(contact);
  const { flow } = await versionOf(own.db, { workspaceId, id: place.versionId });
  /** Comes in by the first version; what comes `before` the commit takes as long as it takes. */
  const comesIn = (contactId: string, before: () => Promise<unknown>) =>
    own.db.transaction(async (tx) => {
      const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
      const instant = locked?.instant ?? 0;
      const fact = { id: `tag ${contactId}`, name: "tag.added", at: instant, visibleAt: instant };
      const said = { ...fact, value: null, currency: null, properties: {} };
      await tx.insert(event).values({ ...said, workspaceId, contactId, occurredAt: instant });
      await enroll(
        tx,
        { workspaceId, contactId, fact: said, instant, depth: 0 },
        { funnelId, versionId: place.versionId, nodeId: "t", timeZone: "UTC", flow },
      );
      await before();
    });
  let ahead: () => void = () => {};
  const waits = new Promise<void>((resolve) => {
    ahead = resolve;
  });
  let arrived: () => void = () => {};
  const hasEntered = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const coming = comesIn(slow?.id ?? "", () => {
    arrived();
    return waits;
  });
  await hasEntered;
  outage(SECOND);
  await comesIn(quick?.id ?? "", async () => {});
  await own.db
    .update(funnel)
    .set({ draft: by(tagged, "New words"), revision: sql`${funnel.revision} + 1` })
    .where(eq(funnel.id, funnelId));
  const done = await publish(own.db, {
    workspaceId,
    funnelId,
    revision: null,
    userId: null,
    now: Date.now(),
    shortWaits: true,
  });
  const versionId = done.ok ? done.value.versionId : "";
  await movePeople(engine, { workspaceId, versionId });
  await movePeople(engine, { workspaceId, versionId });
  ahead();
  await coming;
  while ((await movePeople(engine, { workspaceId, versionId })).waitMs !== null);
  expect(await own.db.$count(enrollment, eq(enrollment.versionId, versionId))).toBe(2);
});
