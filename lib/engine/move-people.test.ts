import { and, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { countFinished } from "@/db/queries/finished";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { funnelResults } from "@/db/queries/results";
import { act, enrollment, funnel, message, user, versionMove } from "@/db/schema";
import { sayEnd } from "@/lib/flow/explain";
import type { Flow } from "@/lib/flow/flow";
import type { MovePlan } from "@/lib/flow/move-plan";
import { stepsOf } from "@/lib/flow/path-steps";
import { type Ending, newEndings } from "@/lib/flow/take-in";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, goal, mail, onEvent, serviceMail, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, MONDAY, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { holdAll } from "./hold-all";
import { abandonedMoves, movePeople } from "./move-people";
import { publish } from "./publish";

const own = ownDatabase();
const ada = subscriber("Ada");
const bea = subscriber("Bea");

const steps = {
  t: onEvent("signed up"),
  hello: mail("Hello"),
  pause: wait(7 * DAY),
  news: mail("Old words"),
  last: wait(7 * DAY),
  bye: end("thanked"),
};
const LINES = ["t > hello > pause > news > last > bye"];
const first = drawing(steps, LINES);

/** Ada has entered and waits at the pause; `draw` makes another drawing the live one. */
async function underWay(flow: Flow = first) {
  const { time, engine, ...place } = await stage(own.db, flow);
  await own.db.insert(user).values({ id: "maya", name: "Maya", email: "maya@example.org" });
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  const publishAs = async (drawn: Flow, plan?: MovePlan, takeIn?: Ending[]) => {
    await own.db
      .update(funnel)
      .set({ draft: drawn, revision: sql`${funnel.revision} + 1` })
      .where(eq(funnel.id, place.funnelId));
    const done = await publish(own.db, {
      ...place,
      revision: null,
      userId: "maya",
      now: Date.now(),
      shortWaits: true,
      plan,
      takeIn,
    });
    if (!done.ok) throw new Error(done.message);
    return done.value;
  };
  return {
    ...place,
    time,
    engine,
    publishAs,
    draw: async (drawn: Flow, plan?: MovePlan, takeIn?: Ending[]) => {
      const version = await publishAs(drawn, plan, takeIn);
      await time.settle();
      return version;
    },
    row: () => enrollmentOf(own.db, place, ada),
    way: () => pathOf(own.db, place, ada),
    subjects: async (who = ada) =>
      (await mailsOf(own.db, place, who)).map(({ frozen, state }) => frozen?.subject ?? state),
    progress: async (versionId: string) => {
      const [move] = await own.db.select().from(versionMove).where(eq(versionMove.versionId, versionId));
      return move && { people: move.people, moved: move.moved, stayed: move.stayed, left: move.left };
    },
    told: async () => {
      const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
      const path = await findPath(own.db, { workspaceId: place.workspaceId, enrollmentId });
      if (!path) throw new Error("There is no such path.");
      return {
        lines: stepsOf(path).map(({ name, lines }) => [name, ...lines.map(({ text }) => text)].join(" | ")),
        end: sayEnd(path),
      };
    },
    /** Whatever happened: the numbers are what a count of the people gives. */
    agree: async () =>
      expect((await funnelResults(own.db, place)).nodes).toEqual(await recount(own.db, place)),
  };
}

test("mail of a step that is of another type in the new version is cancelled with those who leave it", async () => {
  const { time, engine, ...place } = await stage(own.db, first);
  await own.db.insert(user).values({ id: "maya", name: "Maya", email: "maya@example.org" });
  await holdAll(engine, { ...place, userId: "maya" });
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  const stateOf = async () => (await mailsOf(own.db, place, ada)).map(({ state }) => state);
  expect(await stateOf()).toEqual(["queued"]);
  const draft = drawing({ ...steps, hello: wait(DAY) }, LINES);
  await own.db
    .update(funnel)
    .set({ draft, revision: sql`${funnel.revision} + 1` })
    .where(eq(funnel.id, place.funnelId));
  const done = await publish(own.db, {
    ...place,
    revision: null,
    userId: "maya",
    now: Date.now(),
    shortWaits: true,
    plan: { hello: { do: "move", to: "last" } },
  });
  if (!done.ok) throw new Error(done.message);
  await time.settle();
  expect(await enrollmentOf(own.db, place, ada)).toMatchObject({ nodeId: "last" });
  expect(await stateOf()).toEqual(["cancelled"]);
});

test("mail that was on its way, and was refused, comes back in the words of the version its person walks by now", async () => {
  let amid: (() => Promise<unknown>) | null = null;
  const closing = [
    { type: "button", label: "Go", link: { to: "https://example.org", until: "close", afterwards: "" } },
  ];
  const dates: Flow["dates"] = [{ name: "close", date: "2026-05-01", time: "09:00", zone: null }];
  const old = { ...drawing({ ...steps, hello: mail("Hello", { body: closing }) }, LINES), dates };
  const account = {
    id: "resend:refuses-once",
    perSecond: 100,
    transport: {
      dedupeWindowMs: DAY,
      async send() {
        const act = amid;
        amid = null;
        if (!act) return { outcome: "sent" as const, providerId: "1" };
        await act();
        return { outcome: "later" as const, because: "429: too many", afterMs: 1_000 };
      },
    },
  };
  const { time, engine, ...place } = await stage(own.db, old, { accounts: [account] });
  amid = async () => {
    // The date by which the old words' link closes is gone.
    const hello = serviceMail("Good day");
    await own.db
      .update(funnel)
      .set({ draft: drawing({ ...steps, hello }, LINES), revision: sql`${funnel.revision} + 1` })
      .where(eq(funnel.id, place.funnelId));
    const input = { ...place, revision: null, userId: null, now: Date.now(), shortWaits: true };
    const done = await publish(own.db, input);
    if (!done.ok) throw new Error(done.message);
    await movePeople(engine, { ...place, versionId: done.value.versionId });
  };
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.by(HOUR);
  const [sent] = await mailsOf(own.db, place, ada);
  expect(sent).toMatchObject({ state: "sent", kind: "service", frozen: { subject: "Good day" } });
});

describe("by default", () => {
  test("a mended typo reaches everybody who was not mailed yet, and it is said on their path", async () => {
    const funnel = await underWay();
    const { versionId } = await funnel.draw(drawing({ ...steps, news: mail("New words") }, LINES));
    const before = await funnel.row();
    expect(before).toMatchObject({ versionId, enteredVersionId: funnel.versionId, nodeId: "pause" });
    expect(before.until, "the wait goes on as it was").toBe(MONDAY + 7 * DAY + (before.arrivedAt - MONDAY));
    await funnel.time.by(20 * DAY);
    expect(await funnel.subjects()).toEqual(["Hello", "New words"]);
    expect(await funnel.way()).toEqual([
      "t:next",
      "hello:next",
      "pause:next",
      "news:next",
      "last:next",
      "bye:ended",
    ]);
    expect((await funnel.told()).lines[2]).toContain("Moved along to version 2.");
    expect(await funnel.progress(versionId)).toEqual({ people: 1, moved: 1, stayed: 0, left: 0 });
    await funnel.agree();
  });

  test("mail that waits to leave goes out in the new words; what is made ready stays as it is", async () => {
    const flow = drawing({ t: onEvent("signed up"), hello: mail("Old words") }, ["t > hello"]);
    const { publishAs, time, ...place } = await underWay();
    await place.draw(flow, { pause: { do: "leave" } });
    await submit(place.engine, place.workspaceId, bea, "signed up");
    // The engine walks her to the mail, and nobody delivers.
    const row = await enrollmentOf(own.db, place, bea);
    const { advance } = await import("./advance");
    await advance(place.engine, {
      workspaceId: place.workspaceId,
      enrollmentId: row.id,
      generation: row.generation,
    });
    const [asked] = await mailsOf(own.db, place, bea);
    expect(asked?.state).toBe("queued");
    await own.db
      .update(message)
      .set({ state: "sending" })
      .where(eq(message.id, asked?.id ?? ""));
    const { versionId: second } = await publishAs(
      drawing({ t: onEvent("signed up"), hello: serviceMail("New words") }, ["t > hello"]),
    );
    await movePeople(place.engine, { ...place, versionId: second });
    expect((await mailsOf(own.db, place, bea))[0]?.emailHash, "on its way").toBe(asked?.emailHash);
    await own.db
      .update(message)
      .set({ state: "queued" })
      .where(eq(message.id, asked?.id ?? ""));
    await place.draw(drawing({ t: onEvent("signed up"), hello: serviceMail("Newest words") }, ["t > hello"]));
    await time.settle();
    expect(await mailsOf(own.db, place, bea)).toMatchObject([
      { state: "sent", kind: "service", frozen: { subject: "Newest words" } },
    ]);
  });

  test("a wait with another length is reckoned from when they came", async () => {
    const funnel = await underWay();
    await funnel.time.by(2 * DAY);
    const { arrivedAt } = await funnel.row();
    await funnel.draw(drawing({ ...steps, pause: wait(3 * DAY) }, LINES));
    expect(await funnel.row()).toMatchObject({ nodeId: "pause", arrivedAt, until: arrivedAt + 3 * DAY });
    await funnel.time.by(DAY + HOUR);
    expect(await funnel.row()).toMatchObject({ nodeId: "last" });
    await funnel.draw(drawing({ ...steps, last: wait(HOUR) }, LINES));
    expect(await funnel.way(), "they have waited that long already").toEqual([
      "t:next",
      "hello:next",
      "pause:next",
      "news:next",
      "last:next",
      "bye:ended",
    ]);
    await funnel.agree();
  });

  test("whoever stands at a step that is gone, or of another kind now, stays on their version", async () => {
    const funnel = await underWay();
    await submit(funnel.engine, funnel.workspaceId, bea, "signed up");
    await funnel.time.settle();
    const { versionId } = await funnel.draw(
      drawing({ t: steps.t, pause: mail("Instead of a pause") }, ["t > pause"]),
    );
    expect(await funnel.progress(versionId)).toEqual({ people: 2, moved: 0, stayed: 2, left: 0 });
    await funnel.time.by(20 * DAY);
    expect(await funnel.subjects()).toEqual(["Hello", "Old words"]);
    expect(await funnel.row()).toMatchObject({ versionId: funnel.versionId, enteredVersionId: null });
    await funnel.agree();
  });
});

describe("by the plan", () => {
  const without = drawing({ t: steps.t, hello: steps.hello, news: mail("New words"), bye: steps.bye }, [
    "t > hello > news > bye",
  ]);

  test("they move to another step of the new version", async () => {
    const funnel = await underWay();
    const { versionId } = await funnel.draw(without, { pause: { do: "move", to: "news" } });
    expect(await funnel.way()).toEqual(["t:next", "hello:next", "pause:moved", "news:next", "bye:ended"]);
    expect(await funnel.subjects()).toEqual(["Hello", "New words"]);
    expect(await funnel.row()).toMatchObject({ versionId });
    const { lines } = await funnel.told();
    expect(lines[2]).toBe("Wait 1 | Version 2 went live and moved them to “Email 2”.");
    await funnel.agree();
  });

  test("they leave", async () => {
    const funnel = await underWay();
    const { versionId } = await funnel.draw(without, { pause: { do: "leave" } });
    expect(await funnel.way()).toEqual(["t:next", "hello:next", "pause:removed"]);
    expect((await funnel.told()).end).toBe("Version 2 went live, and they left the funnel.");
    expect(await funnel.progress(versionId)).toEqual({ people: 1, moved: 0, stayed: 0, left: 1 });
    await funnel.time.by(20 * DAY);
    expect(await funnel.subjects()).toEqual(["Hello"]);
    await funnel.agree();
  });

  test("the wait begins anew", async () => {
    const funnel = await underWay();
    await funnel.time.by(2 * DAY);
    await funnel.draw(drawing({ ...steps, pause: wait(3 * DAY) }, LINES), { pause: { do: "anew" } });
    const { arrivedAt, until } = await funnel.row();
    expect(arrivedAt).toBeGreaterThanOrEqual(MONDAY + 2 * DAY);
    expect(until).toBe(arrivedAt + 3 * DAY);
    await funnel.time.by(20 * DAY);
    expect(await funnel.subjects()).toEqual(["Hello", "Old words"]);
    await funnel.agree();
  });

  test("they stay, and are asked about again at the next publish", async () => {
    const funnel = await underWay();
    const again = drawing({ ...steps, news: mail("New words") }, LINES);
    await funnel.draw(again, { pause: { do: "stay" } });
    expect((await funnel.row()).versionId).toBe(funnel.versionId);
    // Its last look may still be to come on a busy machine; then the plan would be taken over.
    await own.db.update(versionMove).set({ finishedAt: sql`now()` });
    const { versionId } = await funnel.draw(drawing({ ...steps, news: mail("Newest words") }, LINES));
    expect((await funnel.row()).versionId).toBe(versionId);
  });

  test("what cannot be done is refused with a sentence, and nothing is published", async () => {
    const funnel = await underWay();
    const refused = (plan: MovePlan) =>
      expect(funnel.publishAs(without, plan)).rejects.toThrow(/Choose|Let its people/);
    await refused({ pause: { do: "move", to: "t" } });
    await refused({ pause: { do: "move", to: "nowhere" } });
    await refused({ pause: { do: "anew" } });
    expect(await own.db.select().from(versionMove)).toEqual([]);
  });
});

test("a goal that there was not catches whoever has met it before, and counts them", async () => {
  const funnel = await underWay();
  await buy(funnel.engine, funnel.workspaceId, ada);
  await funnel.time.by(HOUR);
  await funnel.draw(drawing({ ...steps, buys: goal() }, [...LINES, "buys > bye"]));
  expect(await funnel.way()).toEqual(["t:next", "hello:next", "pause:pulled", "buys:next", "bye:ended"]);
  expect((await funnelResults(own.db, funnel)).totals).toMatchObject({
    entered: 1,
    converted: 1,
    revenue: { EUR: 4_900 },
  });
  await funnel.agree();
});

test("while the funnel is paused they are taken along and nobody moves", async () => {
  const funnel = await underWay();
  await funnel.time.by(2 * DAY);
  await setPaused(own.db, { ...funnel, paused: true });
  const { versionId } = await funnel.draw(
    drawing({ ...steps, pause: wait(HOUR), news: mail("New words") }, LINES),
  );
  expect(await funnel.row()).toMatchObject({ versionId, nodeId: "pause" });
  expect(await funnel.subjects()).toEqual(["Hello"]);
  await setPaused(own.db, { ...funnel, paused: false });
  await funnel.time.settle();
  expect(await funnel.subjects()).toEqual(["Hello", "New words"]);
  await funnel.agree();
});

describe("while people are being taken along", () => {
  test.each([
    ["with what was planned for those not reached", undefined, ["Hello", "Three"]],
    ["and what it plans itself comes first", { pause: { do: "leave" } }, ["Hello"]],
  ] as const)("a later version takes over, %s", async (_, plan, subjects) => {
    const funnel = await underWay();
    const two = drawing({ t: steps.t, hello: steps.hello, news: mail("Two"), bye: steps.bye }, [
      "t > hello > news > bye",
    ]);
    const three = drawing({ t: steps.t, hello: steps.hello, news: mail("Three"), bye: steps.bye }, [
      "t > hello > news > bye",
    ]);
    const second = await funnel.publishAs(two, { pause: { do: "move", to: "news" } });
    const third = await funnel.publishAs(three, plan);
    expect(await movePeople(funnel.engine, { ...funnel, ...second })).toEqual({ worked: 0, waitMs: null });
    await funnel.time.settle();
    expect((await funnel.row()).versionId).toBe(third.versionId);
    expect(await funnel.subjects()).toEqual(subjects);
  });

  test("killed in the middle, it goes on where it was; nobody is counted twice", async () => {
    const funnel = await underWay();
    await submit(funnel.engine, funnel.workspaceId, bea, "signed up");
    await funnel.time.settle();
    const { versionId } = await funnel.publishAs(drawing({ ...steps, news: mail("New words") }, LINES));
    expect(await abandonedMoves(funnel.engine), "the sweep begins it").toHaveLength(1);
    await movePeople(funnel.engine, { ...funnel, versionId });
    // As a process leaves it that dies after its people and before its cursor.
    await own.db
      .update(versionMove)
      .set({ afterEnteredAt: null, afterId: null, leasedUntil: sql`now() + interval '20 seconds'` });
    expect(await movePeople(funnel.engine, { ...funnel, versionId }), "somebody is at it").toEqual({
      worked: 0,
      waitMs: null,
    });
    expect(await abandonedMoves(funnel.engine)).toEqual([]);
    await own.db.update(versionMove).set({ leasedUntil: sql`now() - interval '11 seconds'` });
    expect(await abandonedMoves(funnel.engine)).toHaveLength(1);
    // Its last look waits for transactions that began before it, those of other tests on this server included.
    await vi.waitFor(
      async () => {
        await funnel.time.settle();
        expect(await own.db.select().from(versionMove).where(isNull(versionMove.finishedAt))).toEqual([]);
      },
      { timeout: 15_000 },
    );
    expect(await funnel.progress(versionId)).toEqual({ people: 2, moved: 2, stayed: 0, left: 0 });
    expect(await own.db.select().from(act).where(eq(act.kind, "versioned"))).toHaveLength(2);
  });

  test("whoever cannot be moved is counted once, however often that is tried", async () => {
    const funnel = await underWay();
    // An event that is gone: nobody can say what they came in by, and so nobody can ask where they are to go.
    const { id } = await funnel.row();
    await own.db.update(enrollment).set({ entryEventId: "gone" }).where(eq(enrollment.id, id));
    const { versionId } = await funnel.publishAs(drawing({ ...steps, pause: wait(DAY) }, LINES));
    const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
    const count = async () => {
      const [move] = await own.db.select().from(versionMove).where(eq(versionMove.versionId, versionId));
      return move?.failed;
    };
    const killedBeforeItsCursor = new Proxy(own.db, {
      get(db, name) {
        if (name !== "update") return Reflect.get(db, name);
        return (table: typeof versionMove) => ({
          set(values: object) {
            if ("afterId" in values) throw new Error("killed");
            return db.update(table).set(values);
          },
        });
      },
    });
    const scope = { workspaceId: funnel.workspaceId, versionId };
    const letGo = () => own.db.update(versionMove).set({ leasedUntil: null });
    await expect(movePeople({ ...funnel.engine, db: killedBeforeItsCursor }, scope)).rejects.toThrow(
      "killed",
    );
    await letGo();
    // Somebody is so slow that his lease ends, and another process does the same meanwhile.
    const slow = new Proxy(own.db, {
      get(db, name) {
        if (name !== "update") return Reflect.get(db, name);
        return (table: typeof versionMove) => ({
          set(values: object) {
            const made = db.update(table).set(values);
            if (!("afterId" in values)) return made;
            return {
              where: async (which: Parameters<typeof made.where>[0]) => {
                await letGo();
                await movePeople(funnel.engine, scope);
                return made.where(which);
              },
            };
          },
        });
      },
    });
    await movePeople({ ...funnel.engine, db: slow }, scope);
    expect(await count()).toBe(1);
    expect((await funnel.row()).versionId).toBe(funnel.versionId);
    quiet.mockRestore();
  });

  test("whoever comes in by the old version at that very moment is taken along, too", async () => {
    const funnel = await underWay();
    let letIn = () => {};
    const held = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    // Somebody else's transaction that has read the triggers of the first version, and is slow.
    const slow = own.db.transaction(async (tx) => {
      await tx.execute(sql`update contact set name = name where workspace_id = ${funnel.workspaceId}`);
      const [row] = await tx.select().from(enrollment);
      await held;
      if (!row) return;
      const { id: _, ...copy } = row;
      await tx.insert(enrollment).values({ ...copy, entryKey: "key:slow", enteredAt: row.enteredAt + 5 });
    });
    const { versionId } = await funnel.publishAs(drawing({ ...steps, news: mail("New words") }, LINES));
    const other = { ...funnel, versionId };
    // Ada's own row is under that transaction's lock.
    await own.db
      .update(versionMove)
      .set({ afterEnteredAt: MONDAY + DAY, afterId: "ffffffff-ffff-4fff-8fff-ffffffffffff" });
    expect(await movePeople(funnel.engine, other)).toEqual({ worked: 0, waitMs: 500 });
    letIn();
    await slow;
    await own.db.update(versionMove).set({ afterEnteredAt: null, afterId: null });
    while ((await movePeople(funnel.engine, other)).waitMs !== null);
    const rows = await own.db
      .select()
      .from(enrollment)
      .where(and(eq(enrollment.versionId, versionId)));
    expect(rows).toHaveLength(2);
  });

  test("people walk and facts come in all the same: nobody is lost, doubled or mailed twice", async () => {
    const funnel = await underWay(
      drawing({ t: onEvent("signed up"), a: mail("A"), pause: wait(HOUR), b: mail("B") }, [
        "t > a > pause > b",
      ]),
    );
    const crowd = Array.from({ length: 16 }, (_, index) => subscriber(`P${index}`));
    for (const who of crowd.slice(0, 12)) await submit(funnel.engine, funnel.workspaceId, who, "signed up");
    await funnel.time.settle();
    await funnel.time.by(59 * 60_000);
    const next = drawing(
      { t: onEvent("signed up"), a: mail("A"), pause: wait(2 * HOUR), b: mail("B2"), c: mail("C") },
      ["t > a > pause > b > c"],
    );
    const publishing = funnel.publishAs(next);
    await Promise.all([
      publishing,
      ...crowd.slice(12).map((who) => submit(funnel.engine, funnel.workspaceId, who, "signed up")),
    ]);
    const { versionId } = await publishing;
    await Promise.all([
      funnel.time.by(5 * 60_000),
      movePeople(funnel.engine, { ...funnel, versionId }),
      ...crowd.map((who) => buy(funnel.engine, funnel.workspaceId, who)),
    ]);
    await funnel.time.by(DAY);
    const rows = await own.db.select().from(enrollment).where(eq(enrollment.test, false));
    expect(rows).toHaveLength(17);
    expect(rows.every((row) => row.status === "ended")).toBe(true);
    for (const who of crowd) {
      const subjects = (await mailsOf(own.db, funnel, who)).map(({ frozen }) => frozen?.subject);
      expect(["A B", "A B C", "A B2 C"], who.name).toContain(subjects.join(" "));
    }
    await funnel.agree();
  });
});

describe("new steps at the end", () => {
  const short = drawing({ t: steps.t, hello: mail("Hello"), asked: serviceMail("Receipt") }, [
    "t > hello > asked",
  ]);
  const longer = drawing(
    { t: steps.t, hello: mail("Hello"), asked: serviceMail("Receipt"), more: mail("More") },
    ["t > hello > asked > more"],
  );

  test("whoever finished goes on there when it is asked for, once", async () => {
    const funnel = await underWay(short);
    expect((await funnel.row()).status).toBe("ended");
    const takeIn = [{ nodeId: "asked", exit: "next" }];
    const live = newEndings(short, longer);
    expect(await countFinished(own.db, funnel, live)).toEqual([{ nodeId: "asked", exit: "next", people: 1 }]);
    const { versionId } = await funnel.draw(longer, {}, takeIn);
    expect(await funnel.way()).toEqual(["t:next", "hello:next", "asked:next", "more:next"]);
    expect(await funnel.subjects()).toEqual(["Hello", "Receipt", "More"]);
    expect(await funnel.row()).toMatchObject({
      versionId,
      status: "ended",
      enteredVersionId: funnel.versionId,
    });
    expect((await funnel.told()).lines[2]).toContain("Version 2 went live with new steps, and they went on.");
    await own.db.update(versionMove).set({ finishedAt: null, afterEnteredAt: null, afterId: null });
    await funnel.time.settle();
    expect(await funnel.subjects()).toEqual(["Hello", "Receipt", "More"]);
    const [move] = await own.db.select().from(versionMove);
    expect(move).toMatchObject({ takenIn: 1, moved: 0 });
    await funnel.agree();
  });

  test("nobody does unless it is asked for, nor whoever came again, was removed, or ended elsewhere", async () => {
    const funnel = await underWay(short);
    await funnel.draw(longer);
    expect(await funnel.subjects()).toEqual(["Hello", "Receipt"]);
    expect(newEndings(longer, short)).toEqual([]);
    await own.db.update(enrollment).set({ endReason: "removed" });
    expect(await countFinished(own.db, funnel, newEndings(short, longer))).toEqual([]);
    await expect(funnel.draw(short, {}, [{ nodeId: "hello", exit: "next" }])).rejects.toThrow(
      "nobody can be taken in",
    );
  });

  test("steps put before an End take in those who ended at it", async () => {
    const ends = drawing({ t: steps.t, hello: mail("Hello"), bye: end("thanked") }, ["t > hello > bye"]);
    const more = drawing({ t: steps.t, hello: mail("Hello"), more: mail("More"), bye: end("thanked") }, [
      "t > hello > more > bye",
    ]);
    const funnel = await underWay(ends);
    await funnel.draw(more, {}, [{ nodeId: "hello", exit: "next" }]);
    expect(await funnel.subjects()).toEqual(["Hello", "More"]);
    expect(await funnel.way()).toEqual(["t:next", "hello:next", "bye:ended", "more:next", "bye:ended"]);
    await funnel.agree();
  });
});
