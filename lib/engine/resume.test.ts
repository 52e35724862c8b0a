import { describe, expect, test } from "vitest";
import { backlogOf, findLater } from "@/db/queries/backlogs";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { funnel } from "@/db/schema";
import { stepsOf } from "@/lib/flow/path-steps";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, letter, mail, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, HOUR, type Live, MINUTE, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf, statesOf } from "@/tests/engine/look";
import { act } from "./act";
import { resume } from "./resume";

const own = ownDatabase();
const ada = subscriber("Ada");

describe("when a paused funnel goes on", () => {
  const waiting = drawing(
    { t: onEvent("joined"), one: mail("One"), pause: wait(DAY), two: mail("Two"), bye: end() },
    ["t > one > pause > two > bye"],
  );

  /** Ada's wait ended two days into a pause of three; Bea came in during it. */
  async function paused() {
    const { time, engine, ...place } = await stage(own.db, waiting);
    const bea = subscriber("Bea");
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(12 * HOUR);
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, bea, "joined");
    await time.by(3 * DAY);
    const go = (choice: Parameters<typeof resume>[1]["choice"]) =>
      resume(engine, { ...place, userId: null, choice });
    return { time, engine, place, bea, go };
  }

  /** What was done to Ada, with the name of the step. */
  async function told(place: Live) {
    const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
    const path = await findPath(own.db, { workspaceId: place.workspaceId, enrollmentId });
    return (path ? stepsOf(path) : []).flatMap(({ nodeId, lines }) =>
      lines.flatMap(({ text }) => (text.includes("started over") ? [[nodeId, text]] : [])),
    );
  }

  test("what the rules hold until later is told of by itself, and no choice is about it", async () => {
    const { time, engine, ...place } = await stage(own.db, waiting, {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(MINUTE);
    const look = () => backlogOf(own.db, { ...place, now: time.now() });
    expect((await statesOf(own.db, place, ada)).one).toBe("queued");
    await setPaused(own.db, { ...place, paused: true });
    await time.by(HOUR);
    expect(await look()).toEqual({
      mails: 0,
      late: 0,
      byRules: 1,
      people: 0,
      since: null,
      allHeld: false,
    });
    await resume(engine, { ...place, userId: null, choice: { do: "skip", hours: 1 } });
    expect(await findLater(own.db, { ...place, now: time.now() })).toEqual({ catchingUp: null, byRules: 1 });
    await time.by(DAY);
    expect((await statesOf(own.db, place, ada)).one).toBe("sent");
  });

  test("decide: what is late waits for a person", async () => {
    const { time, place, bea, go } = await paused();
    expect(await go({ do: "decide" })).toBe(true);
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("held");
    expect((await statesOf(own.db, place, bea)).one).toBe("held");
  });

  test("send: also to those who had first to walk to it", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "send" });
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
    expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "one:next", "pause"]);
  });

  test.each([
    ["send", { do: "send" }],
    ["spread", { do: "spread", days: 2 }],
  ] as const)("%s: what the rules hold then waits for them from the decision on", async (_, choice) => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"), {
      rules: { quiet: { from: "08:00", to: "20:00" } },
    });
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, ada, "joined");
    time.outage(20 * DAY);
    await resume(engine, { ...place, userId: null, choice });
    await time.by(HOUR);
    expect(await mailsOf(own.db, place, ada)).toMatchObject([{ state: "queued" }]);
    await time.by(3 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent" });
  });

  test("spread: each at its place within the days, and a later decision is about them, too", async () => {
    const { time, place, bea, go } = await paused();
    const at = time.now();
    await go({ do: "spread", days: 4 });
    await time.settle();
    for (const [who, node] of [
      [ada, "two"],
      [bea, "one"],
    ] as const) {
      const row = (await mailsOf(own.db, place, who)).find(({ nodeId }) => nodeId === node);
      expect(row).toMatchObject({ state: "queued", heldBy: "spread", reason: "spread over 4 days" });
      expect(row?.notBefore).toBeGreaterThan(at);
      expect(row?.notBefore).toBeLessThan(at + 4 * DAY);
    }
    await setPaused(own.db, { ...place, paused: true });
    await time.by(MINUTE);
    // Or nobody would be asked, and all of it would go at once.
    expect(await backlogOf(own.db, { ...place, now: time.now() })).toMatchObject({ mails: 2, late: 2 });
    await go({ do: "send" });
    await time.by(MINUTE);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
  });

  test("skip: what is older is skipped with the reason, and people walk on", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "skip", hours: 60 });
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two, "due 2 days and 12 hours before").toBe("sent");
    const [one] = await mailsOf(own.db, place, bea);
    expect(one).toMatchObject({ state: "dropped", reason: expect.stringContaining("72 hours late") });
    expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "one:next", "pause"]);
  });

  test("restart: waits that ended meanwhile begin again, and who came in begins now", async () => {
    const { time, place, bea, go } = await paused();
    await go({ do: "restart" });
    await time.by(DAY - MINUTE);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "one:next", "pause"]);
    expect((await statesOf(own.db, place, bea)).one).toBe("sent");
    await time.by(2 * MINUTE);
    expect((await statesOf(own.db, place, ada)).two).toBe("sent");
    expect(await told(place), "once, at the wait that began again").toEqual([
      ["pause", "Somebody let the funnel go on, and this wait started over."],
    ]);
  });

  test("restart: whoever is taken in hand before anybody looked has waited from then on, too", async () => {
    const { time, engine, place, go } = await paused();
    await go({ do: "restart" });
    const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
    time.outage(MINUTE);
    const acted = await act(engine, {
      ...place,
      enrollmentId,
      visit: 3,
      userId: null,
      wish: { do: "skip" },
    });
    expect(acted).toMatchObject({ done: true });
    expect(await told(place)).toEqual([
      ["pause", "Somebody let the funnel go on, and this wait started over."],
    ]);
  });

  test("one that is live is left as it is; a draft is not resumed", async () => {
    const { time, engine, place, go } = await paused();
    await go({ do: "decide" });
    expect(await go({ do: "send" }), "live already").toBe(true);
    await time.by(HOUR);
    expect((await statesOf(own.db, place, ada)).two).toBe("held");
    const [draft] = await own.db
      .insert(funnel)
      .values({ workspaceId: place.workspaceId, name: "Draft", draft: waiting })
      .returning();
    const asked = { workspaceId: place.workspaceId, funnelId: draft?.id ?? "", userId: null };
    expect(await resume(engine, { ...asked, choice: { do: "send" } })).toBe(false);
  });
});
