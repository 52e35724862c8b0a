import { and, asc, eq, like } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { listFunnels } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { contact, event, notStarted, testFact, turnedAway, user } from "@/db/schema";
import { check } from "@/lib/flow/check";
import type { Flow } from "@/lib/flow/flow";
import { stepsOf } from "@/lib/flow/path-steps";
import { ownDatabase } from "@/tests/engine/database";
import { type Drawn, drawing, mail, onEvent, wait, waitUntil } from "@/tests/engine/drawings";
import { DAY, publishFlow, stage, stranger, submit } from "@/tests/engine/kit";
import { enrollmentOf, enrollmentsOf, everything, pathOf } from "@/tests/engine/look";
import { advance } from "../advance";
import { saveContact } from "../save-contact";
import { surroundingsOf } from "../surroundings";
import { tryOnMe } from "../try-on-me";

const own = ownDatabase();
const ada = stranger("Ada");

const update = (...changes: Record<string, unknown>[]): Drawn => ({
  type: "update-contact",
  data: { changes },
});
const add = (tag: string) => ({ do: "add-tag", tag });
const raise = (field: string, by: number) => ({ do: "raise", field, by });

const personOf = async (workspaceId: string) => {
  const [row] = await own.db
    .select()
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, ada.email), eq(contact.test, false)));
  if (!row) throw new Error("There is no Ada.");
  return row;
};

const factsOf = async (workspaceId: string) =>
  own.db
    .select()
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), like(event.id, "changed:%")))
    .orderBy(asc(event.visibleAt));

describe("Update contact", () => {
  const flow = drawing(
    {
      t: onEvent("joined"),
      first: update(add("VIP"), raise("score", 5)),
      second: update(add("VIP"), raise("score", 1)),
      pause: wait(DAY),
    },
    ["t > first > second > pause"],
  );

  test("changes the contact once, and the next step sees it", async () => {
    const { engine, time, workspaceId, ...place } = await stage(own.db, flow);
    await submit(engine, workspaceId, ada, "joined", { contact: { fields: { score: 10 } } });
    await time.settle();
    expect(await personOf(workspaceId)).toMatchObject({ tags: ["VIP"], fields: { score: 16 } });
    const before = await everything(own.db);
    const { id: enrollmentId, generation } = await enrollmentOf(own.db, { workspaceId, ...place }, ada);
    await advance(engine, { workspaceId, enrollmentId, generation });
    expect((await everything(own.db)).event).toEqual(before.event);
    expect(await personOf(workspaceId)).toMatchObject({ tags: ["VIP"], fields: { score: 16 } });
  });

  test("tells of each thing that really changed, at an instant of its own, one funnel deeper", async () => {
    const { engine, time, workspaceId } = await stage(own.db, flow);
    await submit(engine, workspaceId, ada, "joined", { depth: 3, contact: { fields: { score: 10 } } });
    await time.settle();
    const facts = await factsOf(workspaceId);
    expect(facts.map(({ name, properties, depth }) => ({ name, properties, depth }))).toEqual([
      { name: "field.changed", properties: { field: "score", value: 10, before: null }, depth: 3 },
      { name: "tag.added", properties: { tag: "VIP" }, depth: 4 },
      { name: "field.changed", properties: { field: "score", value: 15, before: 10 }, depth: 4 },
      { name: "field.changed", properties: { field: "score", value: 16, before: 15 }, depth: 4 },
    ]);
    const instants = facts.map(({ visibleAt }) => visibleAt);
    expect(new Set(instants).size).toBe(instants.length);
    const { lastInstant, changedAt } = await personOf(workspaceId);
    expect(changedAt).toBe(Math.max(...instants));
    expect(lastInstant).toBeGreaterThanOrEqual(changedAt);
  });

  test("wakes who waits for it, in this funnel and in another, and starts a third", async () => {
    const waits = (name: string) => waitUntil({ kind: "event", event: name, atMostMs: 9 * DAY });
    const { engine, time, workspaceId, ...place } = await stage(
      own.db,
      drawing({ t: onEvent("joined"), now: update(add("VIP")), heard: waits("tag.added"), out: wait(DAY) }, [
        "t > now > heard:happened > out",
        "heard:timeout > out",
      ]),
    );
    const other = await publishFlow(
      own.db,
      workspaceId,
      drawing({ t: onEvent("joined"), heard: waits("tag.added"), out: wait(DAY) }, [
        "t > heard:happened > out",
        "heard:timeout > out",
      ]),
    );
    const third = await publishFlow(
      own.db,
      workspaceId,
      drawing({ t: onEvent("tag.added"), m: mail("Hi") }, ["t > m"]),
    );
    await submit(engine, workspaceId, ada, "joined");
    await time.settle();
    const home = { workspaceId, ...place };
    expect(await pathOf(own.db, home, ada)).toEqual(["t:next", "now:next", "heard:happened", "out"]);
    expect(await pathOf(own.db, other, ada)).toEqual(["t:next", "heard:happened", "out"]);
    expect(await enrollmentsOf(own.db, third, ada)).toHaveLength(1);
  });

  test("says nothing when nothing changes", async () => {
    const { engine, time, workspaceId } = await stage(own.db, flow);
    await submit(engine, workspaceId, ada, "seen", { contact: { tags: ["VIP"] } });
    const before = await factsOf(workspaceId);
    expect(before.map(({ name }) => name)).toEqual(["tag.added"]);
    await submit(engine, workspaceId, ada, "seen", { contact: { tags: ["VIP"], removeTags: ["never had"] } });
    await time.settle();
    expect(await factsOf(workspaceId)).toEqual(before);
  });

  test("in a test changes only whoever stands in, and tells only that test", async () => {
    const { engine, time, workspaceId, funnelId } = await stage(
      own.db,
      drawing(
        {
          t: onEvent("joined"),
          now: update(add("VIP")),
          heard: waitUntil({ kind: "event", event: "tag.added", atMostMs: 9 * DAY }),
          out: mail("Out"),
        },
        ["t > now > heard:happened > out", "heard:timeout > out"],
      ),
    );
    const member = { id: "m", name: "Ada", email: ada.email };
    await own.db.insert(user).values(member);
    await submit(engine, workspaceId, ada, "seen");
    const begun = await tryOnMe(engine, {
      workspaceId,
      funnelId,
      revision: null,
      member,
      speed: 8_640,
      triggerId: null,
      shortWaits: true,
    });
    if (!begun.ok) throw new Error(begun.message);
    await time.settle();
    const made = await own.db
      .select()
      .from(testFact)
      .where(eq(testFact.enrollmentId, begun.value.enrollmentId));
    expect(made.map(({ name }) => name).sort()).toEqual(["joined", "tag.added"]);
    expect(await factsOf(workspaceId)).toEqual([]);
    expect(await personOf(workspaceId)).toMatchObject({ tags: [] });
  });
});

describe("two funnels that start each other", () => {
  const again = { rule: "after-end" } as const;
  const turns = (on: string, to: string): Flow =>
    drawing(
      {
        t: { type: "trigger", data: { on: "tag", tag: on } },
        out: update({ do: "remove-tag", tag: on }),
        next: update(add(to)),
      },
      ["t > out > next"],
      again,
    );

  test("stop at the tenth, and say so on the path and in the funnel that was not started", async () => {
    const { engine, time, workspaceId, ...a } = await stage(own.db, turns("ping", "pong"));
    const b = await publishFlow(own.db, workspaceId, turns("pong", "ping"));
    const near = await surroundingsOf(own.db, {
      workspaceId,
      funnelId: a.funnelId,
      now: Date.now(),
      shortWaits: true,
    });
    const ring = check(turns("ping", "pong"), near).filter(({ message }) =>
      message.includes("again and again"),
    );
    expect(ring, "Publish warns of it").toMatchObject([
      { level: "warns", message: expect.stringContaining("This funnel and “Funnel” can start each other") },
    ]);
    await submit(engine, workspaceId, ada, "seen", { contact: { tags: ["ping"] } });
    await time.settle();
    const pings = await enrollmentsOf(own.db, { workspaceId, ...a }, ada);
    const pongs = await enrollmentsOf(own.db, b, ada);
    expect([pings.length, pongs.length]).toEqual([5, 5]);
    expect([...pings, ...pongs].every(({ status }) => status === "ended")).toBe(true);
    // The tenth has added the tag all the same; nobody has come of it.
    expect(await personOf(workspaceId)).toMatchObject({ tags: ["ping"] });
    const last = await findPath(own.db, { workspaceId, enrollmentId: pongs.at(-1)?.id ?? "" });
    const lines = last ? stepsOf(last).flatMap((step) => step.lines.map(({ text }) => text)) : [];
    expect(lines).toContain(
      "“Funnel” was not started. Funnels had started each other 10 times in a row, and there it stops.",
    );
    const [away] = await own.db.select().from(turnedAway).where(eq(turnedAway.funnelId, a.funnelId));
    expect(away?.because).toEqual({ why: "too-deep" });
    await own.db.update(notStarted).set({ at: Date.now() });
    const listed = await listFunnels(own.db, { workspaceId });
    expect(listed.map(({ id, ring }) => [id === b.funnelId, ring])).toContainEqual([true, pongs.at(-1)?.id]);
    expect(listed.map(({ id, ring }) => [id === b.funnelId, ring])).toContainEqual([false, null]);
    await time.by(DAY);
    expect(await enrollmentsOf(own.db, b, ada)).toHaveLength(5);
    // What happens from outside begins anew.
    await submit(engine, workspaceId, ada, "seen", { contact: { removeTags: ["ping"] } });
    await submit(engine, workspaceId, ada, "seen", { contact: { tags: ["ping"] } });
    await time.settle();
    expect(await enrollmentsOf(own.db, b, ada)).toHaveLength(10);
  });
});

describe("what is said about a contact", () => {
  test("along with an event is told just before it", async () => {
    const { engine, workspaceId } = await stage(
      own.db,
      drawing({ t: onEvent("joined"), p: wait(DAY) }, ["t > p"]),
    );
    await submit(engine, workspaceId, ada, "joined", {
      contact: { fields: { plan: "pro" }, tags: ["new"] },
    });
    const all = await own.db
      .select()
      .from(event)
      .where(eq(event.workspaceId, workspaceId))
      .orderBy(asc(event.visibleAt));
    expect(all.map(({ name }) => name)).toEqual(["field.changed", "tag.added", "joined"]);
    expect(new Set(all.map(({ visibleAt }) => visibleAt)).size).toBe(3);
    const last = all.at(-1)?.visibleAt;
    expect((await personOf(workspaceId)).lastInstant).toBe(last);
  });

  test("by itself is told, wakes and starts; said again it is not", async () => {
    const { engine, time, workspaceId, ...place } = await stage(
      own.db,
      drawing({ t: onEvent("field.changed"), m: mail("Hi") }, ["t > m"]),
    );
    const saying = {
      workspaceId,
      email: ada.email,
      said: { fields: { plan: "pro" }, tags: ["a", "b"], removeTags: ["b"] },
      declarations: [],
    };
    await saveContact(engine, saying);
    await time.settle();
    const told = (await factsOf(workspaceId)).map(({ name }) => name);
    expect(told).toEqual(["field.changed", "tag.added"]);
    expect(await personOf(workspaceId)).toMatchObject({ tags: ["a"], fields: { plan: "pro" } });
    expect(await enrollmentsOf(own.db, { workspaceId, ...place }, ada)).toHaveLength(1);
    await saveContact(engine, saying);
    expect(await factsOf(workspaceId)).toHaveLength(told.length);
  });
});
