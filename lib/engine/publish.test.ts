import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { archiveFunnel } from "@/db/queries/archive";
import { setPaused } from "@/db/queries/funnels";
import { funnel, funnelTrigger, funnelVersion, workspaceSettings } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent, serviceMail, wait } from "@/tests/engine/drawings";
import { DAY, makeWorkspace, publishFlow, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, enrollmentsOf, mailsOf, pathOf } from "@/tests/engine/look";
import { publish } from "./publish";

const own = ownDatabase();
const ada = subscriber("Ada");
const bea = subscriber("Bea");

const first = drawing({ t: onEvent("signed up"), pause: wait(DAY), news: mail("First words") }, [
  "t > pause > news",
]);
const second = drawing({ t: onEvent("joined"), pause: wait(DAY), news: mail("Second words"), bye: end() }, [
  "t > pause > news > bye",
]);

const press = (place: { workspaceId: string; funnelId: string }, revision: number | null = null) =>
  publish(own.db, { ...place, revision, userId: null, now: Date.now(), shortWaits: false });

const versionsOf = (funnelId: string) =>
  own.db
    .select()
    .from(funnelVersion)
    .where(eq(funnelVersion.funnelId, funnelId))
    .orderBy(funnelVersion.number);

/** Saves another drawing as the draft. */
async function redraw(place: { workspaceId: string; funnelId: string }, flow = second) {
  const [row] = await own.db.select().from(funnel).where(eq(funnel.id, place.funnelId));
  const revision = row?.revision ?? 0;
  await own.db
    .update(funnel)
    .set({ draft: flow, revision: revision + 1 })
    .where(eq(funnel.id, place.funnelId));
  return revision + 1;
}

test("whoever is under way is taken along; who comes later comes in by the new one", async () => {
  const { time, engine, ...place } = await stage(own.db, first);
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  await redraw(place);
  expect(await press(place)).toMatchObject({ ok: true, value: { number: 2 } });
  await submit(engine, place.workspaceId, bea, "signed up");
  expect(await enrollmentsOf(own.db, place, bea), "this event starts nothing any more").toEqual([]);
  await submit(engine, place.workspaceId, bea, "joined");
  await time.by(2 * DAY);
  const subjects = async (who: typeof ada) =>
    (await mailsOf(own.db, place, who)).map(({ frozen }) => frozen?.subject);
  expect(await subjects(ada)).toEqual(["Second words"]);
  expect(await subjects(bea)).toEqual(["Second words"]);
  expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "pause:next", "news:next", "bye:ended"]);
  expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "pause:next", "news:next", "bye:ended"]);
  const { versionId, enteredVersionId } = await enrollmentOf(own.db, place, ada);
  expect(enteredVersionId).toBe(place.versionId);
  expect(versionId).toBe((await enrollmentOf(own.db, place, bea)).versionId);
});

describe("pressed again", () => {
  test("without a change it is the same version, also eight times at once", async () => {
    const { engine: _, time: __, ...place } = await stage(own.db, first);
    expect(await press(place)).toMatchObject({ ok: true, value: { number: 1, versionId: place.versionId } });
    await redraw(place);
    const pressed = await Promise.all(Array.from({ length: 8 }, () => press(place)));
    expect(pressed.every(({ ok }) => ok)).toBe(true);
    expect(await versionsOf(place.funnelId)).toHaveLength(2);
  });

  test("with a draft that somebody saved meanwhile it is refused", async () => {
    const { engine: _, time: __, ...place } = await stage(own.db, first);
    const revision = await redraw(place);
    expect(await press(place, revision - 1)).toMatchObject({ ok: false, problem: "stale" });
    expect(await versionsOf(place.funnelId)).toHaveLength(1);
    expect(await press(place, revision)).toMatchObject({ ok: true });
  });

  test("while it is paused it stays paused", async () => {
    const { engine: _, time: __, ...place } = await stage(own.db, first);
    await setPaused(own.db, { ...place, paused: true });
    await redraw(place);
    expect(await press(place)).toMatchObject({ ok: true });
    const [row] = await own.db.select().from(funnel).where(eq(funnel.id, place.funnelId));
    expect(row?.status).toBe("paused");
  });
});

describe("refused", () => {
  test("with every sentence that stands in the way, and nothing half-published", async () => {
    const workspaceId = await makeWorkspace(own.db, { postalAddress: "" });
    const flow = drawing({ t: onEvent(""), news: mail("", { subject: [] }) }, ["t > news"]);
    const [made] = await own.db.insert(funnel).values({ workspaceId, name: "F", draft: flow }).returning();
    const refused = await press({ workspaceId, funnelId: made?.id ?? "" });
    if (refused.ok) throw new Error("It was published.");
    expect(refused.problem).toBe("blocked");
    for (const sentence of ["Name the event", "Write a subject.", "postal address"]) {
      expect(refused.message).toContain(sentence);
    }
    expect(await versionsOf(made?.id ?? "")).toEqual([]);
    expect(await own.db.select().from(funnelTrigger)).toEqual([]);
    expect((await own.db.select().from(funnel))[0]?.status).toBe("draft");
  });

  test("marketing without a postal address, not service", async () => {
    const workspaceId = await makeWorkspace(own.db);
    await own.db
      .update(workspaceSettings)
      .set({ postalAddress: "  " })
      .where(eq(workspaceSettings.workspaceId, workspaceId));
    await expect(publishFlow(own.db, workspaceId, first)).rejects.toThrow("postal address");
    const receipt = drawing({ t: onEvent("signed up"), receipt: serviceMail("Receipt") }, ["t > receipt"]);
    await expect(publishFlow(own.db, workspaceId, receipt)).resolves.toMatchObject({ workspaceId });
  });

  test("for a funnel that was put away", async () => {
    const { engine: _, time: __, ...place } = await stage(own.db, first);
    await redraw(place);
    await archiveFunnel(own.db, place);
    expect(await press(place)).toMatchObject({ ok: false, problem: "not-found" });
  });
});
