import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contact, visit } from "@/db/schema";
import { advance } from "@/lib/engine/advance";
import type { Hint } from "@/lib/engine/hints";
import { sweep } from "@/lib/engine/sweep";
import type { Instant } from "@/lib/flow/world";
import { type Moment, momentOf } from "../reference/moment";
import { ownDatabase } from "./database";
import { drawing, mail, onEvent, wait, waitUntil } from "./drawings";
import { buy, DAY, HOUR, MINUTE, MONDAY, SECOND, stage, submit, subscriber } from "./kit";
import { enrollmentOf, enrollmentsOf, pathOf, statesOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");
const SWEEP_MS = 2 * SECOND;
/** After so long without a timer, the sweep takes over. */
const OVERDUE_MS = 10 * SECOND;

const until: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({
    kind: fc.constant("time" as const),
    days: fc.constantFrom(0, 1, 2, 30),
    time: fc.constantFrom("00:00", "02:30", "09:00", "23:59"),
    weekdays: fc.uniqueArray(fc.constantFrom<1 | 2 | 3 | 4 | 5 | 6 | 7>(1, 2, 3, 4, 5, 6, 7), {
      minLength: 1,
    }),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    date: fc.constantFrom("2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2026-12-31"),
    time: fc.constantFrom("00:00", "01:45", "02:15", "02:30", "23:59"),
    zone: fc.constantFrom(null, "Europe/Berlin"),
    past: fc.constant("continue" as const),
  }),
  fc.record({
    kind: fc.constant("day" as const),
    day: fc.constantFrom(0, 1, 31, 300),
    time: fc.constantFrom("00:00", "02:30", "23:59"),
    past: fc.constant("continue" as const),
  }),
);
const zone = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
);

test("no wait ends before its moment, nor later than one sweep when its timer is lost", {
  timeout: 120_000,
}, async () => {
  let waits = 0;
  await fc.assert(
    fc.asyncProperty(
      until,
      zone,
      fc.integer({ min: 1, max: 240 * 24 * 60 }).map((minutes) => minutes * MINUTE),
      fc.nat(SWEEP_MS - 1),
      async (settings, timeZone, later, phase) => {
        const { time, engine, ...place } = await stage(
          own.db,
          drawing({ t: onEvent("signed up"), w: waitUntil(settings) }, ["t > w"]),
        );
        const rings: Hint[] = [];
        const deaf = { ...engine, hint: async (hints: Hint[]) => void rings.push(...hints) };
        time.outage(later);
        await submit(deaf, place.workspaceId, ada, "signed up", { contact: { timeZone } });
        const row = () => enrollmentOf(own.db, place, ada);
        const look = async () => {
          const { id, generation } = await row();
          return advance(deaf, { ...place, enrollmentId: id, generation });
        };
        await look();
        const { arrivedAt, enteredAt, until: waitsUntil } = await row();
        const moment = momentOf(settings, arrivedAt, enteredAt, timeZone);
        if (moment <= arrivedAt) {
          expect(waitsUntil).toBeNull();
          return;
        }
        waits += 1;
        expect(waitsUntil).toBe(moment);

        time.outage(moment - 1 - time.now());
        await look();
        expect(await row(), "a millisecond before").toMatchObject({ status: "active", until: moment });

        time.outage(1 - phase + (SWEEP_MS - 1));
        let movedAt: Instant | null = null;
        for (; time.now() <= moment + OVERDUE_MS + SWEEP_MS; time.outage(SWEEP_MS)) {
          rings.length = 0;
          await sweep(deaf);
          if (!rings.some(({ name }) => name === "enrollment/started")) continue;
          await look();
          movedAt ??= time.now();
        }
        expect(movedAt, "taken over by a sweep").not.toBeNull();
        expect(await row()).toMatchObject({ status: "ended", endedAt: moment });
      },
    ),
    { numRuns: 25 },
  );
  expect(waits).toBeGreaterThan(5);
});

test("an engine that comes days late moves them as of the moment, not as of today", async () => {
  const nine = { kind: "time", days: 1, time: "09:00", weekdays: [1, 2, 3, 4, 5] };
  const { time, engine, ...place } = await stage(
    own.db,
    drawing({ t: onEvent("signed up"), w: waitUntil(nine), day: wait(DAY), v: waitUntil(nine) }, [
      "t > w > day > v",
    ]),
  );
  await submit(engine, place.workspaceId, ada, "signed up", { contact: { timeZone: "Asia/Tokyo" } });
  time.outage(30 * DAY);
  await time.settle();
  const rows = await own.db
    .select()
    .from(visit)
    .where(eq(visit.enrollmentId, (await enrollmentOf(own.db, place, ada)).id));
  expect(
    rows.sort((a, b) => a.visit - b.visit).map(({ leftAt }) => new Date(leftAt ?? 0).toISOString()),
  ).toEqual([
    "2026-03-02T09:00:00.000Z",
    "2026-03-03T00:00:00.000Z",
    "2026-03-04T00:00:00.000Z",
    "2026-03-05T00:00:00.000Z",
  ]);
});

describe("a zone", () => {
  const nine = { kind: "time", days: 0, time: "09:00" };
  const flow = drawing({ t: onEvent("signed up"), w: waitUntil(nine), v: waitUntil({ ...nine, days: 1 }) }, [
    "t > w > v",
  ]);

  test("that is learned of while they wait counts from the next wait", async () => {
    const { time, engine, ...place } = await stage(own.db, flow, { timeZone: "Europe/Berlin" });
    time.outage(HOUR);
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({
      until: Date.parse("2026-03-03T08:00:00Z"),
      kept: { zone: "Europe/Berlin" },
    });
    await submit(engine, place.workspaceId, ada, "moved", { contact: { timeZone: "America/New_York" } });
    await time.to(Date.parse("2026-03-03T08:00:00Z"));
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "w:next", "v"]);
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({
      until: Date.parse("2026-03-04T14:00:00Z"),
      kept: { zone: "America/New_York" },
    });
  });

  test("that this machine does not know is the workspace's", async () => {
    const { time, engine, ...place } = await stage(own.db, flow, { timeZone: "Asia/Tokyo" });
    await submit(engine, place.workspaceId, ada, "signed up");
    await own.db
      .update(contact)
      .set({ timeZone: "Mars/Base" })
      .where(eq(contact.workspaceId, place.workspaceId));
    await time.settle();
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({ kept: { zone: "Asia/Tokyo" } });
  });
});

test("a moment that has passed skips one email, and the next one goes out", async () => {
  const passed = { kind: "date", date: "2026-03-01", past: "skip-email" };
  const flow = drawing(
    {
      t: onEvent("signed up"),
      w: waitUntil(passed),
      hour: wait(HOUR),
      first: mail("First"),
      second: mail("Second"),
    },
    ["t > w > hour > first > second"],
  );
  const { time, engine, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  expect((await enrollmentOf(own.db, place, ada)).marks).toEqual([
    { mark: "skip the next email", nodeId: "w", at: MONDAY },
  ]);
  await time.by(DAY);
  expect(await pathOf(own.db, place, ada)).toEqual([
    "t:next",
    "w:next",
    "hour:next",
    "first:next",
    "second:next",
  ]);
  expect(await statesOf(own.db, place, ada)).toEqual({ second: "sent" });
  expect((await enrollmentOf(own.db, place, ada)).marks).toEqual([]);
});

describe("each of two carts of one person", () => {
  const carts = (settings: object, lines: string[]) =>
    drawing(
      {
        t: onEvent("cart.updated"),
        w: waitUntil({ same: "cartId", ...settings }),
        late: wait(DAY),
        thanks: wait(DAY),
      },
      lines,
      {
        rule: "per-key",
        property: "cartId",
      },
    );
  const cart = (id: string) => ({ properties: { cartId: id } });

  test("is bought by itself, and a purchase that names none buys both", async () => {
    const { time, engine, ...place } = await stage(
      own.db,
      carts({ kind: "event", event: "purchase", atMostMs: 3 * HOUR }, [
        "t > w",
        "w:happened > thanks",
        "w:timeout > late",
      ]),
    );
    const paths = async () =>
      Promise.all(
        (await enrollmentsOf(own.db, place, ada)).map(async ({ entryKey, nodeId }) => [entryKey, nodeId]),
      );
    for (const id of ["A", "B"]) await submit(engine, place.workspaceId, ada, "cart.updated", cart(id));
    await buy(engine, place.workspaceId, ada, cart("B"));
    await time.by(HOUR);
    expect(await paths()).toEqual([
      ["key:A", "w"],
      ["key:B", "thanks"],
    ]);
    await buy(engine, place.workspaceId, ada);
    await time.settle();
    expect(await paths()).toEqual([
      ["key:A", "thanks"],
      ["key:B", "thanks"],
    ]);
  });

  test("is quiet by itself: changing one does not keep the other awake", async () => {
    const { time, engine, ...place } = await stage(
      own.db,
      carts({ kind: "quiet", event: "cart.updated", forMs: HOUR }, ["t > w > late > thanks"]),
    );
    for (const id of ["A", "B"]) await submit(engine, place.workspaceId, ada, "cart.updated", cart(id));
    await time.by(30 * MINUTE);
    await submit(engine, place.workspaceId, ada, "cart.updated", cart("B"));
    await time.by(40 * MINUTE);
    const at = async () => (await enrollmentsOf(own.db, place, ada)).map(({ nodeId }) => nodeId);
    expect(await at()).toEqual(["late", "w"]);
    await time.by(30 * MINUTE);
    expect(await at()).toEqual(["late", "late"]);
  });
});
