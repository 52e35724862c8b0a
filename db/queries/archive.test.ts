import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { archiveFunnel, countArchived, listArchived, restoreFunnel } from "@/db/queries/archive";
import {
  createFunnel,
  duplicateFunnel,
  findForm,
  findFunnel,
  hasFunnel,
  listFunnels,
  renameFunnel,
  saveDraft,
  setPaused,
} from "@/db/queries/funnels";
import { enrollment, funnel, message, user } from "@/db/schema";
import { advance } from "@/lib/engine/advance";
import { publish } from "@/lib/engine/publish";
import { emptyFlow } from "@/lib/flow/flow";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent, onForm, wait } from "@/tests/engine/drawings";
import { DAY, HOUR, makeWorkspace, publishFlow, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentsOf, mailsOf, pathOf } from "@/tests/engine/look";

const own = ownDatabase();
const ada = subscriber("Ada");
const bea = subscriber("Bea");

const flow = drawing(
  { t: onEvent("came"), hello: mail("Hello"), pause: wait(DAY), more: mail("More"), bye: end() },
  ["t > hello > pause > more > bye"],
);

const subjects = async (place: { workspaceId: string; funnelId: string }, who: typeof ada) =>
  (await mailsOf(own.db, place, who)).map(({ frozen, state }) => [frozen?.subject, state]);

describe("an archived funnel", () => {
  test("takes nobody in, moves nobody and mails nobody, until it is restored and resumed", async () => {
    const { time, engine, ...place } = await stage(own.db, flow);
    await submit(engine, place.workspaceId, ada, "came");
    await time.settle();
    expect(await archiveFunnel(own.db, place)).toEqual({ wasLive: true });
    await submit(engine, place.workspaceId, bea, "came");
    await time.by(3 * DAY);
    expect(await enrollmentsOf(own.db, place, bea)).toEqual([]);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
    expect(await subjects(place, ada)).toEqual([["Hello", "sent"]]);

    expect(await restoreFunnel(own.db, { ...place, now: Date.now(), live: false })).toEqual({
      status: "paused",
    });
    await time.by(DAY);
    expect(await subjects(place, ada)).toEqual([["Hello", "sent"]]);

    await setPaused(own.db, { ...place, paused: false });
    await time.by(HOUR);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause:next", "more"]);
    await submit(engine, place.workspaceId, bea, "came");
    await time.by(HOUR);
    expect(await subjects(place, bea)).toEqual([["Hello", "sent"]]);
  });

  test("keeps back a mail that was already waiting to leave", async () => {
    const { time, engine, ...place } = await stage(own.db, flow);
    await submit(engine, place.workspaceId, ada, "came");
    const [row] = await enrollmentsOf(own.db, place, ada);
    await advance(engine, {
      workspaceId: place.workspaceId,
      enrollmentId: row?.id ?? "",
      generation: row?.generation ?? 0,
    });
    expect((await mailsOf(own.db, place, ada)).map(({ state }) => state)).toEqual(["queued"]);
    await archiveFunnel(own.db, place);
    await time.by(HOUR);
    expect((await mailsOf(own.db, place, ada)).map(({ state }) => state)).toEqual(["queued"]);
  });

  test("goes on as if nothing had been when archiving is undone", async () => {
    const { time, engine, ...place } = await stage(own.db, flow);
    await submit(engine, place.workspaceId, ada, "came");
    await archiveFunnel(own.db, place);
    expect(await restoreFunnel(own.db, { ...place, now: Date.now(), live: true })).toEqual({
      status: "live",
    });
    await time.by(2 * DAY);
    expect(await subjects(place, ada)).toEqual([
      ["Hello", "sent"],
      ["More", "sent"],
    ]);
  });

  test("is not opened, changed, resumed, copied or listed, and its form is closed", async () => {
    const workspaceId = await makeWorkspace(own.db);
    await own.db.insert(user).values({ id: "mia", name: "Mia", email: "mia@example.org" });
    const form = drawing({ t: onForm(), hello: mail("Hello") }, ["t > hello"]);
    const { id: funnelId } = await createFunnel(own.db, {
      workspaceId,
      name: "W",
      userId: null,
      draft: form,
    });
    const scope = { workspaceId, funnelId };
    const slug = (await findFunnel(own.db, scope))?.formSlug ?? "";
    await publish(own.db, { ...scope, revision: null, userId: null, now: Date.now(), shortWaits: false });
    await archiveFunnel(own.db, scope);
    expect(await findFunnel(own.db, scope)).toBeNull();
    expect(await hasFunnel(own.db, scope)).toBe(false);
    expect(await findForm(own.db, slug)).toBeNull();
    expect(await renameFunnel(own.db, { ...scope, name: "X" })).toBe(false);
    expect(await setPaused(own.db, { ...scope, paused: false })).toBe(false);
    expect(await duplicateFunnel(own.db, { ...scope, userId: "mia" })).toBeNull();
    const saved = await saveDraft(own.db, { ...scope, revision: 1, draft: emptyFlow(), userId: null });
    expect(saved).toEqual({ saved: false, because: "gone" });
    expect(await archiveFunnel(own.db, scope), "a second time").toBeNull();
    expect(await listFunnels(own.db, scope)).toEqual([]);
    expect(await listArchived(own.db, scope)).toEqual([
      { id: funnelId, name: "W", status: "paused", archivedAt: expect.any(Date) },
    ]);
    expect(await countArchived(own.db, scope)).toBe(1);
  });

  test("comes back as it was before: paused stays paused, a draft a draft", async () => {
    const workspaceId = await makeWorkspace(own.db);
    const paused = await publishFlow(own.db, workspaceId, flow);
    await setPaused(own.db, { ...paused, paused: true });
    expect(await archiveFunnel(own.db, paused)).toEqual({ wasLive: false });
    expect(await restoreFunnel(own.db, { ...paused, now: Date.now(), live: false })).toEqual({
      status: "paused",
    });
    const { id } = await createFunnel(own.db, { workspaceId, name: "D", userId: null });
    const draft = { workspaceId, funnelId: id };
    await archiveFunnel(own.db, draft);
    expect(await restoreFunnel(own.db, { ...draft, now: Date.now(), live: true })).toEqual({
      status: "draft",
    });
    expect(
      await restoreFunnel(own.db, { ...draft, now: Date.now(), live: true }),
      "a second time",
    ).toBeNull();
  });

  test("is never live, whoever publishes it at the same moment", async () => {
    const workspaceId = await makeWorkspace(own.db);
    const { id: funnelId } = await createFunnel(own.db, {
      workspaceId,
      name: "D",
      userId: null,
      draft: flow,
    });
    const scope = { workspaceId, funnelId };
    let publishing: ReturnType<typeof publish> | undefined;
    await own.db.transaction(async (tx) => {
      await archiveFunnel(tx, scope);
      publishing = publish(own.db, {
        ...scope,
        revision: null,
        userId: null,
        now: Date.now(),
        shortWaits: false,
      });
      // It has read the funnel as it still was, and now waits for its row.
      await expect
        .poll(() =>
          own.db.$count(
            sql`(select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()) waiting`,
          ),
        )
        .toBe(1);
    });
    expect(await publishing).toMatchObject({ ok: false, problem: "not-found" });
    const live = own.db.update(funnel).set({ status: "live" }).where(eq(funnel.id, funnelId));
    await expect(live).rejects.toThrow();
  });

  test("of another workspace is none", async () => {
    const { funnelId } = await publishFlow(own.db, await makeWorkspace(own.db), flow);
    const scope = { workspaceId: await makeWorkspace(own.db), funnelId };
    expect(await archiveFunnel(own.db, scope)).toBeNull();
    await own.db.update(funnel).set({ status: "paused", archivedAt: new Date() });
    expect(await restoreFunnel(own.db, { ...scope, now: Date.now(), live: true })).toBeNull();
    expect(await listArchived(own.db, scope)).toEqual([]);
    expect(await countArchived(own.db, scope)).toBe(0);
  });
});

test("a duplicate is a draft with the same drawing, without people", async () => {
  const { time, engine, ...place } = await stage(own.db, flow);
  await own.db.insert(user).values({ id: "mia", name: "Mia", email: "mia@example.org" });
  await submit(engine, place.workspaceId, ada, "came");
  await time.by(2 * DAY);
  const before = [await own.db.$count(enrollment), await own.db.$count(message)];
  const copy = await duplicateFunnel(own.db, { ...place, userId: "mia" });
  expect(copy).toEqual({ id: expect.any(String), name: "Funnel (copy)" });
  expect(await duplicateFunnel(own.db, { ...place, userId: "mia" })).toMatchObject({
    name: "Funnel (copy 2)",
  });
  const scope = { workspaceId: place.workspaceId, funnelId: copy?.id ?? "" };
  const made = await findFunnel(own.db, scope);
  expect(made).toMatchObject({ name: "Funnel (copy)", status: "draft", draft: flow, liveVersion: null });
  expect(made?.formSlug).not.toBeNull();
  await submit(engine, place.workspaceId, bea, "came");
  await time.settle();
  expect(await enrollmentsOf(own.db, scope, bea)).toEqual([]);
  expect([await own.db.$count(enrollment), await own.db.$count(message)]).toEqual([
    before[0]! + 1,
    before[1]! + 1,
  ]);
});
