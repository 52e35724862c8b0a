import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { funnel } from "@/db/schema";
import { holdAll, releaseAll } from "@/lib/engine/hold-all";
import { publish } from "@/lib/engine/publish";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, mail, onEvent, waitUntil } from "@/tests/engine/drawings";
import { DAY, HOUR, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, mailsOf } from "@/tests/engine/look";

const own = ownDatabase();
const ada = subscriber("Ada");
const at = (text: string) => Date.parse(text);

const before = (until: object, dates?: FunnelDate[]) => ({
  ...drawing(
    {
      t: onEvent("signed up"),
      pause: waitUntil({ kind: "around", time: "09:00", ...until }),
      note: mail("Soon"),
    },
    ["t > pause > note"],
  ),
  ...(dates ? { dates } : {}),
});

test("a wait on a date in a field follows the date when it moves, there and back", async () => {
  const { time, engine, ...place } = await stage(own.db, before({ of: "field", named: "renewal", days: -3 }));
  const says = (renewal: string | null, name = "profile.changed") =>
    submit(engine, place.workspaceId, ada, name, { contact: { fields: { renewal } } });
  const until = async () => (await enrollmentOf(own.db, place, ada)).until;
  await says("2026-04-10", "signed up");
  await time.settle();
  expect(await until()).toBe(at("2026-04-07T09:00:00Z"));
  await says("2026-05-10");
  await time.settle();
  expect(await until()).toBe(at("2026-05-07T09:00:00Z"));
  await time.to(at("2026-04-20T09:00:00Z"));
  expect(await mailsOf(own.db, place, ada)).toEqual([]);
  await says("2026-04-25");
  await time.settle();
  expect(await until()).toBe(at("2026-04-22T09:00:00Z"));
  await time.to(at("2026-04-22T09:00:00Z"));
  expect(await mailsOf(own.db, place, ada)).toMatchObject([{ state: "sent" }]);
});

test("a date that moves into the past lets them go at once; one that is taken away, too", async () => {
  for (const moved of ["2026-03-04", null, "soon"]) {
    const { time, engine, ...place } = await stage(
      own.db,
      before({ of: "field", named: "renewal", days: -1 }),
    );
    const says = (renewal: string | null, name: string) =>
      submit(engine, place.workspaceId, ada, name, { contact: { fields: { renewal } } });
    await says("2026-04-10", "signed up");
    await time.by(4 * DAY);
    await says(moved, "profile.changed");
    await time.settle();
    expect(await mailsOf(own.db, place, ada), String(moved)).toMatchObject([{ state: "sent" }]);
  }
});

test("a date of the event, to the minute, by whoever's clock it was given", async () => {
  const flow = before({ of: "event", named: "startsAt", minutes: -120, time: null });
  const { time, engine, ...place } = await stage(own.db, flow, { timeZone: "Asia/Tokyo" });
  await submit(engine, place.workspaceId, ada, "signed up", {
    properties: { startsAt: "2026-03-05T18:30+01:00" },
  });
  await time.settle();
  expect((await enrollmentOf(own.db, place, ada)).until).toBe(at("2026-03-05T15:30:00Z"));
  const bea = subscriber("Bea");
  await submit(engine, place.workspaceId, bea, "signed up", { properties: { startsAt: "2026-03-05 18:30" } });
  await time.settle();
  expect((await enrollmentOf(own.db, place, bea)).until, "her clock is Tokyo's").toBe(
    at("2026-03-05T07:30:00Z"),
  );
});

test("a date of the funnel that is changed in a new version re-times everybody who waits for it", async () => {
  const close = (date: string): FunnelDate[] => [
    { name: "close", date, time: "18:00", zone: "Europe/Berlin" },
  ];
  const wait = { of: "funnel", named: "close", minutes: -60, time: null };
  const { time, engine, ...place } = await stage(own.db, before(wait, close("2026-03-20")));
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  expect((await enrollmentOf(own.db, place, ada)).until).toBe(at("2026-03-20T16:00:00Z"));
  await own.db
    .update(funnel)
    .set({ draft: before(wait, close("2026-03-30")), revision: sql`${funnel.revision} + 1` })
    .where(eq(funnel.id, place.funnelId));
  expect(
    await publish(own.db, { ...place, revision: null, userId: null, now: Date.now(), shortWaits: true }),
  ).toMatchObject({
    ok: true,
    value: { number: 2 },
  });
  await time.settle();
  expect((await enrollmentOf(own.db, place, ada)).until).toBe(at("2026-03-30T15:00:00Z"));
  await time.to(at("2026-03-30T15:00:00Z") + HOUR);
  expect(await mailsOf(own.db, place, ada)).toMatchObject([{ state: "sent" }]);
});

test("an email prints a date of the funnel by the reader's clock", async () => {
  const dates: FunnelDate[] = [
    { name: "close", date: "2026-03-20", time: "18:00", zone: "Europe/Berlin" },
    { name: "open", date: "2026-03-10", time: "09:00", zone: null },
  ];
  const prints = (name: string) => ({ type: "merge", path: `dates.${name}` });
  const subject = [prints("close"), { type: "text", text: " / " }, prints("open")];
  const flow = {
    ...drawing({ t: onEvent("signed up"), note: mail("Soon", { subject }) }, ["t > note"]),
    dates,
  };
  const { time, engine, ...place } = await stage(own.db, flow);
  const kenji = subscriber("Kenji");
  await submit(engine, place.workspaceId, kenji, "signed up", { contact: { timeZone: "Asia/Tokyo" } });
  await time.settle();
  const [sent] = await mailsOf(own.db, place, kenji);
  expect(sent?.frozen?.subject).toBe("21 Mar 2026, 02:00, Tokyo time / 10 Mar 2026, 09:00");
  await expect(stage(own.db, { ...flow, dates: dates.slice(1) })).rejects.toThrow("does not have");
});

test("a deadline is fixed at entry: text, wait and usefulness go by it, wherever they move and whatever is published", async () => {
  const ends = (days: number): FunnelDate[] => [{ name: "ends", kind: "days", days, time: "21:00" }];
  const prints = [{ type: "merge", path: "dates.ends" }];
  const drawn = (dates: FunnelDate[]) => ({
    ...drawing(
      {
        t: onEvent("signed up"),
        first: mail("First", { subject: prints }),
        pause: waitUntil({ kind: "around", of: "funnel", named: "ends", time: null }),
        last: mail("Last", { subject: prints, useful: { until: "funnel", named: "ends", offsetMs: -HOUR } }),
      },
      ["t > first > pause > last"],
    ),
    dates,
  });
  const { time, engine, ...place } = await stage(own.db, drawn(ends(3)));
  const kenji = subscriber("Kenji");
  const says = (timeZone: string, name: string) =>
    submit(engine, place.workspaceId, kenji, name, { contact: { timeZone } });
  await says("Asia/Tokyo", "signed up");
  await time.settle();
  const row = await enrollmentOf(own.db, place, kenji);
  const promised = at("2026-03-05T12:00:00Z");
  expect(row).toMatchObject({ deadlines: { ends: promised }, until: promised });
  expect((await mailsOf(own.db, place, kenji))[0]?.frozen?.subject).toBe("5 Mar 2026, 21:00, Tokyo time");
  await says("America/New_York", "moved");
  await own.db
    .update(funnel)
    .set({
      draft: drawn([...ends(9), { name: "more", kind: "hours", hours: 1 }]),
      revision: sql`${funnel.revision} + 1`,
    })
    .where(eq(funnel.id, place.funnelId));
  await publish(own.db, { ...place, revision: null, userId: null, now: Date.now(), shortWaits: true });
  await time.settle();
  const more = Math.ceil((row.enteredAt + HOUR) / 60_000) * 60_000;
  expect(await enrollmentOf(own.db, place, kenji)).toMatchObject({
    deadlines: { ends: promised, more },
    until: promised,
  });
  await time.to(promised);
  expect(await mailsOf(own.db, place, kenji), "an hour before it, the last mail was too late").toHaveLength(
    1,
  );
  expect((await enrollmentOf(own.db, place, kenji)).status).toBe("ended");
});

describe("a mail that has not left follows the date until which it is useful", () => {
  const drawn = (time: string) => ({
    ...drawing(
      {
        t: onEvent("signed up"),
        last: mail("Last", { useful: { until: "funnel", named: "close", offsetMs: 0 } }),
      },
      ["t > last"],
    ),
    dates: [{ name: "close", date: "2026-03-02", time, zone: "UTC" }],
  });
  async function held(time: string, settings: Parameters<typeof stage>[2] = {}) {
    const staged = await stage(own.db, drawn(time), settings);
    const { workspaceId, funnelId } = staged;
    return {
      ...staged,
      signsUp: async () => {
        await submit(staged.engine, workspaceId, ada, "signed up");
        await staged.time.settle();
      },
      move: async (to: string) => {
        const revision = sql`${funnel.revision} + 1`;
        await own.db
          .update(funnel)
          .set({ draft: drawn(to), revision })
          .where(eq(funnel.id, funnelId));
        await publish(own.db, {
          workspaceId,
          funnelId,
          revision: null,
          userId: null,
          now: Date.now(),
          shortWaits: true,
        });
        await staged.time.settle();
      },
      one: async () => (await mailsOf(own.db, { workspaceId, funnelId }, ada))[0],
    };
  }

  test("to a later one: what would have been skipped is sent", async () => {
    const { time, engine, workspaceId, signsUp, move, one } = await held("12:00");
    await holdAll(engine, { workspaceId, userId: null });
    await signsUp();
    expect(await one()).toMatchObject({ state: "queued", usefulUntil: at("2026-03-02T12:00:00Z") });
    await move("23:00");
    await time.by(5 * HOUR);
    await releaseAll(engine, { workspaceId, userId: null, choice: { do: "send" } });
    await time.settle();
    expect(await one()).toMatchObject({ state: "sent", usefulUntil: at("2026-03-02T23:00:00Z") });
  });

  test("to an earlier one: what the rules would hold until after it is skipped at once", async () => {
    const rules = { quiet: { from: "08:00", to: "20:00" } };
    const { signsUp, move, one } = await held("21:00", { rules });
    await signsUp();
    expect(await one()).toMatchObject({ state: "queued", heldBy: "rules" });
    await move("22:00");
    expect(await one()).toMatchObject({
      state: "queued",
      heldBy: "rules",
      usefulUntil: at("2026-03-02T22:00:00Z"),
    });
    await move("19:00");
    expect(await one()).toMatchObject({
      state: "dropped",
      reason: expect.stringContaining("only useful until"),
    });
  });
});
