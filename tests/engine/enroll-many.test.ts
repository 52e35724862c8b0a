import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { chosenPeople } from "@/components/editor/enroll/already-there";
import { listEntering, stopEnrolling } from "@/db/queries/enrollings";
import { contact, enrolling, enrollment, funnel } from "@/db/schema";
import { callPeople } from "@/lib/engine/call-people";
import type { Engine } from "@/lib/engine/engine";
import { enrollSome } from "@/lib/engine/enroll-many";
import type { Hint } from "@/lib/engine/hints";
import { startEnrolling, whoMatches } from "@/lib/engine/start-enrolling";
import type { Entry } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { type Drawn, drawing, mail, wait } from "./drawings";
import { buy, DAY, HOUR, type Live, makeWorkspace, stage, stranger, submit } from "./kit";
import { enrollmentsOf } from "./look";

const own = ownDatabase();

const by = (settings: Record<string, unknown>, entry: Entry = { rule: "once" }) =>
  drawing(
    { t: { type: "trigger", data: settings } as Drawn, w: wait(DAY), m: mail("Hello") },
    ["t > w > m"],
    entry,
  );
const vips = by({ on: "tag", tag: "vip" });

/** So many contacts, every other one with the tag. */
const invent = (workspaceId: string, people: number, tag = "vip") =>
  own.db.execute(sql`
    insert into contact (workspace_id, email, tags, fields)
    select ${workspaceId}, 'p' || n || '@example.org', case when n % 2 = 0 then array[${tag}::text] else '{}'::text[] end,
      jsonb_build_object('plan', case when n % 3 = 0 then ' Pro ' else 'free' end)
    from generate_series(1, ${people}::int) n`);

async function run(engine: Engine, place: Live, id: string): Promise<number> {
  for (let turns = 1; ; turns++) if ((await enrollSome(engine, { ...place, id })) !== "more") return turns;
}

async function start(engine: Engine, place: Live, more: Record<string, unknown> = {}) {
  const answer = await startEnrolling(engine, {
    ...place,
    nodeId: "t",
    requestId: crypto.randomUUID(),
    seen: 10_000,
    userId: null,
    ...more,
  });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

const entered = async (place: Live) => {
  const rows = await own.db.select().from(enrollment).where(eq(enrollment.funnelId, place.funnelId));
  return { people: new Set(rows.map(({ contactId }) => contactId)).size, enrollments: rows.length };
};

describe("who matches already", () => {
  test("by tag, by field, everybody: and not whoever may not enter", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 30);
    await invent(await makeWorkspace(own.db), 8);
    const count = async (settings: Record<string, unknown>, entry?: Entry) => {
      await own.db
        .update(funnel)
        .set({ draft: by(settings, entry) })
        .where(eq(funnel.id, place.funnelId));
      return (await whoMatches(engine, place))?.matches[0]?.people ?? 0;
    };
    expect(await count({ on: "tag", tag: "vip" })).toBe(15);
    expect(await count({ on: "field", field: { field: "plan", to: "pro" } })).toBe(10);
    expect(await count({ on: "field", field: { field: "plan" } })).toBe(30);
    expect(await count({ on: "field", field: { field: "none" } })).toBe(0);
    expect(await count({ on: "hand" })).toBe(30);
    expect(await count({ on: "tag", tag: "vip" }, { rule: "per-key", property: "cartId" })).toBe(0);
    expect(await count({ on: "funnel" })).toBe(0);
    const { people } = await start(engine, place);
    expect(people).toBe(15);
  });

  test("by several triggers: how many different people that is, whichever are chosen", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 30);
    const onTag = { type: "trigger", data: { on: "tag", tag: "vip" } } as Drawn;
    const onField = { type: "trigger", data: { on: "field", field: { field: "plan", to: "pro" } } } as Drawn;
    const bought = { type: "trigger", data: { on: "purchase", purchase: { product: "book" } } } as Drawn;
    const draft = drawing({ a: onTag, b: onField, c: bought, m: mail("Hello") }, ["a > m", "b > m", "c > m"]);
    await own.db.update(funnel).set({ draft }).where(eq(funnel.id, place.funnelId));
    const ada = { ...stranger("Ada"), email: "p6@example.org" };
    await buy(engine, place.workspaceId, ada, { properties: { product: "Book" } });
    const found = await whoMatches(engine, place);
    expect(found?.matches.map(({ people }) => people)).toEqual([15, 10, 1]);
    const sets = found?.together.map(({ nodeIds, people }) => [nodeIds.join(), people]).sort();
    expect(sets).toEqual([
      ["a", 10],
      ["a,b", 4],
      ["a,b,c", 1],
      ["b", 5],
    ]);
    const chosen = (...nodeIds: string[]) =>
      found && chosenPeople(found, { nodeIds: new Set(nodeIds), typed: "" });
    expect([chosen("a", "b"), chosen("b"), chosen("b", "c"), chosen()]).toEqual([20, 10, 10, 0]);
  });

  test("by what they once did, the last event that fits: by product, by property, and by cart", async () => {
    const { engine, ...place } = await stage(own.db, by({ on: "purchase", purchase: { product: "book" } }));
    const buyers = ["Ada", "Berta", "Carl"].map(stranger);
    for (const who of buyers) await buy(engine, place.workspaceId, who, { properties: { product: "mug" } });
    await own.db.delete(enrollment);
    await buy(engine, place.workspaceId, buyers[0]!, { id: "old", properties: { product: "Book" } });
    await buy(engine, place.workspaceId, buyers[0]!, { id: "new", properties: { items: [{ sku: "book" }] } });
    await buy(engine, place.workspaceId, buyers[0]!, { id: "other", properties: { product: "mug" } });
    await own.db.execute(sql`delete from visit`);
    await own.db.delete(enrollment);
    expect((await whoMatches(engine, place))?.matches).toEqual([{ nodeId: "t", people: 1 }]);
    const { id } = await start(engine, place);
    await run(engine, place, id);
    const rows = await enrollmentsOf(own.db, place, buyers[0]!);
    expect(rows.map(({ entryEventId }) => entryEventId)).toEqual(["new"]);
    expect(await entered(place)).toEqual({ people: 1, enrollments: 1 });
  });

  test("per cart: the carts that nobody has entered for", async () => {
    const { engine, ...place } = await stage(
      own.db,
      by({ on: "event", event: "cart" }, { rule: "per-key", property: "cartId" }),
    );
    const ada = stranger("Ada");
    await submit(engine, place.workspaceId, ada, "cart", { properties: { cartId: "A" } });
    expect((await whoMatches(engine, place))?.matches).toEqual([]);
    await own.db.execute(sql`update event set name = 'kept' where id <> ''`);
    await submit(engine, place.workspaceId, ada, "later", { properties: { cartId: "B" } });
    await own.db.execute(sql`update event set name = 'cart'`);
    expect((await whoMatches(engine, place))?.matches).toEqual([{ nodeId: "t", people: 1 }]);
    await run(engine, place, (await start(engine, place)).id);
    const keys = (await enrollmentsOf(own.db, place, ada)).map(({ entryKey }) => entryKey);
    expect(keys.sort()).toEqual(["key:A", "key:B"]);
  });
});

describe("enrolling them", () => {
  test("a hundred a turn, each once, and the numbers say so", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 220);
    const { id, people } = await start(engine, place);
    expect(people).toBe(110);
    await enrollSome(engine, { ...place, id });
    expect(await listEntering(own.db, place)).toEqual([
      { id, trigger: "Trigger 1", total: 110, entered: 100, refused: 0 },
    ]);
    expect(await run(engine, place, id)).toBe(1);
    expect(await listEntering(own.db, place)).toEqual([]);
    expect(await entered(place)).toEqual({ people: 110, enrollments: 110 });
    expect(await own.db.select().from(enrolling)).toMatchObject([
      { state: "done", total: 110, entered: 110, refused: 0 },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["by tag", { on: "tag", tag: "vip" }],
    ["by what they did", { on: "event", event: "cart" }],
  ])(
    "%s: killed after any number of people, it goes on without anybody twice, even where they may come again",
    async (_, settings) => {
      const { engine, time, ...place } = await stage(own.db, by(settings, { rule: "after-end" }));
      await invent(place.workspaceId, 60);
      await own.db.execute(sql`
      insert into event (workspace_id, id, contact_id, name, occurred_at, visible_at)
      select workspace_id, 'cart-' || id, id, 'cart', 1, 1 from contact where tags <> '{}'`);
      const { id } = await start(engine, place);
      // The turn is done, but nothing of it was written down: as if the process had died just then.
      await enrollSome(engine, { ...place, id });
      await time.by(2 * DAY);
      await own.db
        .update(enrolling)
        .set({ state: "running", cursor: null, endedAt: null, leasedUntil: sql`now()` });
      await run(engine, place, id);
      expect(await entered(place)).toEqual({ people: 30, enrollments: 30 });
    },
  );

  test("two at once do not enroll anybody twice", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 80);
    const { id } = await start(engine, place);
    await Promise.all([1, 2, 3].map(() => run(engine, place, id)));
    await run(engine, place, id);
    expect(await entered(place)).toEqual({ people: 40, enrollments: 40 });
  });

  test("two members who press at the same moment begin one run", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 4);
    const press = () =>
      startEnrolling(engine, {
        ...place,
        nodeId: "t",
        requestId: crypto.randomUUID(),
        seen: 2,
        userId: null,
      });
    const done = await Promise.all([press(), press(), press()]);
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await own.db.$count(enrolling)).toBe(1);
  });

  test("whoever matches two triggers enters once by one press, though their trip is over in between", async () => {
    const letter = { m: mail("Hello") };
    const onTag = { type: "trigger", data: { on: "tag", tag: "vip" } } as Drawn;
    const onField = { type: "trigger", data: { on: "field", field: { field: "plan" } } } as Drawn;
    const both = drawing({ a: onTag, b: onField, ...letter }, ["a > m", "b > m"], { rule: "after-end" });
    const { engine, time, ...place } = await stage(own.db, both);
    await invent(place.workspaceId, 4);
    const requestId = crypto.randomUUID();
    const runs = [];
    for (const nodeId of ["a", "b"]) runs.push(await start(engine, place, { nodeId, requestId }));
    for (const { id } of runs) {
      await run(engine, place, id);
      await time.by(HOUR);
    }
    expect(await entered(place)).toEqual({ people: 4, enrollments: 4 });
  });

  test("Stop ends it after the turn; the same press again starts nothing, another one while it runs is refused", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 220);
    const requestId = crypto.randomUUID();
    const { id } = await start(engine, place, { requestId });
    expect((await start(engine, place, { requestId })).id).toBe(id);
    const again = { ...place, nodeId: "t", requestId: crypto.randomUUID(), seen: 250, userId: null };
    expect(await startEnrolling(engine, again)).toMatchObject({ ok: false, problem: "under-way" });
    await enrollSome(engine, { ...place, id });
    const stop = { ...place, id, now: engine.clock(), name: "Ada" };
    expect(await stopEnrolling(own.db, { ...stop, workspaceId: "another" })).toBe(false);
    expect(await stopEnrolling(own.db, stop)).toBe(true);
    expect(await enrollSome(engine, { ...place, id })).toBe("ended");
    expect(await entered(place)).toEqual({ people: 100, enrollments: 100 });
    expect(await own.db.select().from(enrolling)).toMatchObject([
      { state: "stopped", entered: 100, because: "Ada stopped it." },
    ]);
  });

  test("many more than were seen are refused", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 1_200);
    const asked = { ...place, nodeId: "t", requestId: crypto.randomUUID(), seen: 400, userId: null };
    expect(await startEnrolling(engine, asked)).toMatchObject({ ok: false, problem: "more" });
    expect(await own.db.select().from(enrolling)).toEqual([]);
  });

  test("a run that nobody is at is found and rung for", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 4);
    const { id } = await start(engine, place);
    const rings: Hint[] = [];
    const heard = { ...engine, hint: async (hints: Hint[]) => void rings.push(...hints) };
    await own.db.update(enrolling).set({ leasedUntil: sql`now() - interval '11 seconds'` });
    await callPeople(heard);
    expect(rings).toContainEqual({ name: "people/enrolling", data: { workspaceId: place.workspaceId, id } });
    await own.db.update(enrolling).set({ leasedUntil: sql`now() + interval '20 seconds'` });
    expect(await enrollSome(engine, { ...place, id }), "somebody is at it").toBe("taken");
  });

  test("whoever lost the tag meanwhile does not enter, and who is in it already is not asked", async () => {
    const { engine, ...place } = await stage(own.db, vips);
    await invent(place.workspaceId, 10);
    const { id } = await start(engine, place);
    const lose = () => own.db.update(contact).set({ tags: [] }).where(eq(contact.email, "p4@example.org"));
    // After the list was read, right before anybody on it is let in.
    const db = new Proxy(own.db, {
      get(real, name) {
        if (name !== "transaction") return Reflect.get(real, name);
        return async (work: Parameters<typeof real.transaction>[0]) => {
          await lose();
          return real.transaction(work);
        };
      },
    });
    await submit(engine, place.workspaceId, { ...stranger("P2"), email: "p2@example.org" }, "tag.added", {
      properties: { tag: "vip" },
    });
    await run({ ...engine, db }, place, id);
    expect(await entered(place)).toEqual({ people: 4, enrollments: 4 });
  });
});
