import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { listTurnedAway } from "@/db/queries/turned-away";
import { funnel } from "@/db/schema";
import { publish } from "@/lib/engine/publish";
import { startByHand } from "@/lib/engine/start-by-hand";
import type { Entry, Flow } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { drawing, mail, onEvent, wait } from "./drawings";
import { DAY, HOUR, type Live, stage, submit, subscriber } from "./kit";
import { enrollmentsOf, statesOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");

const orders = (entry: Entry): Flow =>
  drawing({ t: onEvent("order"), pause: wait(2 * DAY), m: mail("Thank you") }, ["t > pause > m"], entry);

const keysOf = async (place: Live) =>
  (await enrollmentsOf(own.db, place, ada)).map(({ entryKey, status }) => `${entryKey} ${status}`);

const refusalsOf = async (place: Live) =>
  (await listTurnedAway(own.db, { ...place, limit: 10 })).map(({ because, times }) => ({ because, times }));

describe("again after they have left", () => {
  test("not while they are in it; then under the next ordinal, and the reason can be found", async () => {
    const { time, engine, ...place } = await stage(own.db, orders({ rule: "after-end" }));
    await submit(engine, place.workspaceId, ada, "order");
    await time.by(DAY);
    await submit(engine, place.workspaceId, ada, "order");
    await submit(engine, place.workspaceId, ada, "order");
    expect(await keysOf(place)).toEqual(["n:1 active"]);
    expect(await refusalsOf(place)).toEqual([{ because: { why: "inside" }, times: 2 }]);
    await time.by(2 * DAY);
    await submit(engine, place.workspaceId, ada, "order");
    expect(await keysOf(place)).toEqual(["n:1 ended", "n:2 active"]);
    await time.by(3 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ m: "sent" });
  });

  test("eight orders at the same instant enter once", async () => {
    const { engine, ...place } = await stage(own.db, orders({ rule: "after-end" }));
    await Promise.all(Array.from({ length: 8 }, () => submit(engine, place.workspaceId, ada, "order")));
    expect(await keysOf(place)).toEqual(["n:1 active"]);
  });
});

test("again after days: counted from the last entry, and only once they have left", async () => {
  const { time, engine, ...place } = await stage(own.db, orders({ rule: "after-days", days: 7 }));
  await submit(engine, place.workspaceId, ada, "order");
  const entered = (await enrollmentsOf(own.db, place, ada))[0]?.enteredAt ?? 0;
  await time.by(7 * DAY - HOUR);
  await submit(engine, place.workspaceId, ada, "order");
  expect(await keysOf(place)).toEqual(["n:1 ended"]);
  expect(await refusalsOf(place)).toEqual([
    { because: { why: "too-soon", days: 7, until: entered + 7 * DAY }, times: 1 },
  ]);
  await time.by(HOUR);
  await submit(engine, place.workspaceId, ada, "order");
  expect(await keysOf(place)).toEqual(["n:1 ended", "n:2 active"]);
});

test("once after another rule: whoever has been in it stays out", async () => {
  const { time, engine, ...place } = await stage(own.db, orders({ rule: "after-end" }));
  await submit(engine, place.workspaceId, ada, "order");
  await time.by(3 * DAY);
  await own.db
    .update(funnel)
    .set({ draft: orders({ rule: "once" }), revision: sql`${funnel.revision} + 1` })
    .where(eq(funnel.id, place.funnelId));
  expect(
    await publish(own.db, { ...place, revision: null, userId: null, now: Date.now(), shortWaits: true }),
  ).toMatchObject({
    ok: true,
  });
  await submit(engine, place.workspaceId, ada, "order");
  expect(await keysOf(place)).toEqual(["n:1 ended"]);
  expect(await refusalsOf(place)).toEqual([{ because: { why: "once" }, times: 1 }]);
});

test("a cart that comes again is no news; an event without one is", async () => {
  const { engine, ...place } = await stage(own.db, orders({ rule: "per-key", property: "cartId" }));
  const cart = (cartId?: string) =>
    submit(engine, place.workspaceId, ada, "order", { properties: cartId ? { cartId } : {} });
  await cart("A");
  await cart("A");
  expect(await refusalsOf(place)).toEqual([]);
  await cart();
  expect(await refusalsOf(place)).toEqual([{ because: { why: "no-key", property: "cartId" }, times: 1 }]);
});

test("several triggers that one event starts let a person in once, by the first of the drawing", async () => {
  const flow = drawing({ a: onEvent("order"), b: onEvent("order"), pause: wait(DAY) }, [
    "a > pause",
    "b > pause",
  ]);
  const { engine, ...place } = await stage(
    own.db,
    { ...flow, nodes: flow.nodes.filter(({ id }) => id !== "b"), edges: flow.edges.slice(0, 1) },
    {},
  );
  await own.db.execute(sql`update funnel_version set flow = ${JSON.stringify(flow)}::jsonb`);
  await own.db.execute(sql`insert into funnel_trigger (workspace_id, funnel_id, version_id, node_id, event_name)
    select workspace_id, funnel_id, version_id, 'b', event_name from funnel_trigger`);
  await submit(engine, place.workspaceId, ada, "order");
  expect((await enrollmentsOf(own.db, place, ada)).map(({ nodeId }) => nodeId)).toEqual(["a"]);
  expect(await refusalsOf(place)).toEqual([]);
});

test("by hand the same rule holds, and says why", async () => {
  const { time, engine, ...place } = await stage(own.db, orders({ rule: "after-end" }));
  const { contactId } = await submit(engine, place.workspaceId, ada, "order");
  const start = (requestId: string) =>
    startByHand(engine, { ...place, contactId, requestId, userId: null, key: null, triggerId: null });
  expect(await start("one")).toEqual({
    done: false,
    because: "They are still in this funnel, and may enter it again after they have left it.",
  });
  await time.by(3 * DAY);
  expect(await start("two")).toMatchObject({ done: true });
  expect(await start("two"), "the same press").toMatchObject({ done: true });
  expect(await keysOf(place)).toEqual(["n:1 ended", "n:2 active"]);
});
