import { describe, expect, test } from "vitest";
import { findPath } from "@/db/queries/path";
import { funnelResults } from "@/db/queries/results";
import { stepsOf } from "@/lib/flow/path-steps";
import { ownDatabase } from "@/tests/engine/database";
import {
  asks,
  bought,
  clicked,
  drawing,
  end,
  goal,
  mail,
  onEvent,
  opened,
  wait,
} from "@/tests/engine/drawings";
import { buy, DAY, HOUR, makeWorkspace, stage, submit, subscriber } from "@/tests/engine/kit";
import {
  conversionsOf,
  enrollmentOf,
  enrollmentsOf,
  mailsOf,
  pathOf,
  react,
  statesOf,
} from "@/tests/engine/look";
import { advance } from "./advance";
import { ingest } from "./ingest";

const own = ownDatabase();
const ada = subscriber("Ada");

const offer = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(3 * DAY),
    last: mail("Last call"),
    bye: end("had their chance"),
    buys: goal({ product: "book" }),
    thanks: mail("Thank you"),
  },
  ["t > hello > pause > last > bye", "buys > thanks"],
);

async function entered(flow = offer) {
  const { time, engine, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "signed up");
  const revenue = async (nodeId: string) => (await funnelResults(own.db, place)).nodes[nodeId]?.revenue ?? {};
  return { time, engine, place, revenue, shop: (more = {}) => buy(engine, place.workspaceId, ada, more) };
}

describe("a purchase catches whoever it is for", () => {
  test("before they moved at all", async () => {
    const { time, place, shop } = await entered();
    await shop();
    await time.settle();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:pulled", "buys:next", "thanks:next"]);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "cancelled", thanks: "sent" });
  });

  test("in a wait, and what was still to come is never sent", async () => {
    const { time, place, shop } = await entered();
    await time.by(DAY);
    await shop();
    await time.by(30 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual([
      "t:next",
      "hello:next",
      "pause:pulled",
      "buys:next",
      "thanks:next",
    ]);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent", thanks: "sent" });
  });

  test("at an email whose mail has not left: it is cancelled, and why is kept", async () => {
    const { time, engine, place, shop } = await entered();
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    const step = () => advance(engine, { ...place, enrollmentId: id, generation });
    await step();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    await shop();
    await step();
    const [hello] = await mailsOf(own.db, place, ada);
    expect(hello).toMatchObject({ state: "cancelled", reason: expect.stringContaining("moved on") });
    expect(hello?.settledAt).not.toBeNull();
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "cancelled", thanks: "sent" });
  });

  test("not by another product, another contact, or what happened before they entered", async () => {
    const { time, engine, place, shop } = await entered();
    await time.by(HOUR);
    await shop({ properties: { product: "pen" } });
    await shop({ occurredAt: time.now() - 2 * HOUR });
    await buy(engine, place.workspaceId, subscriber("Bea"));
    await buy(engine, await makeWorkspace(own.db), ada);
    await time.settle();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
    expect(await conversionsOf(own.db, place, ada)).toEqual([]);
  });

  test("of two carts only the one that was bought, and both where it does not say which", async () => {
    const flow = drawing(
      { t: onEvent("cart.updated"), pause: wait(3 * DAY), last: mail("Last call"), buys: goal() },
      ["t > pause > last"],
      { rule: "per-key", property: "cartId" },
    );
    const { time, engine, ...place } = await stage(own.db, flow);
    for (const cartId of ["one", "two", "three"]) {
      await submit(engine, place.workspaceId, ada, "cart.updated", { properties: { cartId } });
    }
    const standing = async () =>
      (await enrollmentsOf(own.db, place, ada)).map(({ entryKey, nodeId }) => `${entryKey} ${nodeId}`);
    await time.by(DAY);
    await buy(engine, place.workspaceId, ada, { properties: { cartId: "two" } });
    await time.settle();
    expect(await standing()).toEqual(["key:one pause", "key:two buys", "key:three pause"]);
    await buy(engine, place.workspaceId, ada);
    await time.settle();
    expect(await standing()).toEqual(["key:one buys", "key:two buys", "key:three buys"]);
  });

  test("told late, it counts from when it happened, and moves them from where they are now", async () => {
    const { time, place, shop } = await entered();
    await time.by(HOUR);
    const happened = time.now();
    await time.by(5 * HOUR);
    await shop({ id: "late", occurredAt: happened });
    await time.settle();
    expect((await pathOf(own.db, place, ada))[2]).toBe("pause:pulled");
    expect(await conversionsOf(own.db, place, ada)).toMatchObject([{ eventId: "late", at: happened }]);
  });
});

describe("conversions and revenue", () => {
  test("are written once, by the first purchase that counts", async () => {
    const { time, place, shop, revenue } = await entered();
    await Promise.all([
      shop({ id: "a" }),
      shop({ id: "a" }),
      shop({ id: "b", value: 9_900 }),
      shop({ id: "c" }),
    ]);
    await time.by(40 * DAY);
    const [conversion, ...more] = await conversionsOf(own.db, place, ada);
    expect(more).toEqual([]);
    expect(conversion).toMatchObject({ goalNodeId: "buys", currency: "EUR" });
    expect(await revenue("buys")).toEqual({ EUR: conversion?.value });
    const { nodes } = await funnelResults(own.db, place);
    for (const [nodeId, node] of Object.entries(nodes)) {
      expect(node.converted, nodeId).toBe(1);
      expect(node.entered, nodeId).toBe(1);
    }
  });

  test("several goals met by one purchase count each, but each person once", async () => {
    const two = drawing(
      {
        t: onEvent("signed up"),
        pause: wait(DAY),
        any: goal(),
        big: goal({ atLeast: 5_000, currency: "EUR" }),
      },
      ["t > pause"],
    );
    const { time, place, shop, revenue } = await entered(two);
    await shop({ value: 7_000 });
    await time.settle();
    expect((await conversionsOf(own.db, place, ada)).map(({ goalNodeId }) => goalNodeId)).toEqual([
      "any",
      "big",
    ]);
    expect([await revenue("any"), await revenue("big")]).toEqual([{ EUR: 7_000 }, { EUR: 7_000 }]);
    const { nodes } = await funnelResults(own.db, place);
    expect(nodes.t, "one person").toMatchObject({ entered: 1, converted: 1 });
    expect(nodes.pause).toMatchObject({ entered: 1, converted: 1 });
  });

  test("goals met one after the other count the person once, at every step, and each its own value", async () => {
    const two = drawing(
      {
        t: onEvent("signed up"),
        pause: wait(DAY),
        any: goal(),
        big: goal({ atLeast: 5_000, currency: "EUR" }),
      },
      ["t > pause"],
    );
    const { time, place, shop, revenue } = await entered(two);
    await shop({ value: 1_000 });
    await time.by(HOUR);
    await shop({ value: 7_000 });
    await time.settle();
    expect([await revenue("any"), await revenue("big")]).toEqual([{ EUR: 1_000 }, { EUR: 7_000 }]);
    const { nodes } = await funnelResults(own.db, place);
    for (const nodeId of ["t", "pause", "any"]) expect(nodes[nodeId]?.converted, nodeId).toBe(1);
  });

  test("a purchase without a value converts and brings nothing", async () => {
    const { time, place, shop, revenue } = await entered();
    await shop({ value: undefined, currency: undefined });
    await time.settle();
    expect(await conversionsOf(own.db, place, ada)).toMatchObject([{ value: null, currency: null }]);
    expect(await revenue("buys")).toEqual({});
  });

  test("a goal stays open for fourteen days after the end, counting without moving, and not an hour longer", async () => {
    const { time, place, shop, revenue } = await entered();
    await time.by(4 * DAY);
    const ended = await enrollmentOf(own.db, place, ada);
    expect(ended).toMatchObject({ status: "ended", endReason: "had their chance" });
    const path = await pathOf(own.db, place, ada);
    await time.to((ended.endedAt ?? 0) + 14 * DAY - HOUR);
    await shop({ id: "just in time" });
    await time.by(DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(path);
    expect(await conversionsOf(own.db, place, ada)).toMatchObject([{ eventId: "just in time" }]);
    expect(await revenue("buys")).toEqual({ EUR: 4_900 });
  });

  test("after the fourteen days nothing counts", async () => {
    const { time, place, shop, revenue } = await entered();
    await time.by(4 * DAY);
    const { endedAt } = await enrollmentOf(own.db, place, ada);
    await time.to((endedAt ?? 0) + 14 * DAY + HOUR);
    await shop();
    expect(await conversionsOf(own.db, place, ada)).toEqual([]);
    expect(await revenue("buys")).toEqual({});
  });
});

describe("a condition", () => {
  const asking = (asked: Parameters<typeof drawing>[0][string]) =>
    drawing({ t: onEvent("signed up"), hello: mail("Hello"), asked, well: end("yes"), sad: end("no") }, [
      "t > hello > asked",
      "asked:yes > well",
      "asked:no > sad",
    ]);
  const reason = async (place: { workspaceId: string; funnelId: string }) =>
    (await enrollmentOf(own.db, place, ada)).endReason;

  test.each([
    ["clicked", clicked("hello", 2 * DAY), "clicked"],
    ["opened", opened("hello", 2 * DAY), "opened"],
    ["opened, proved by a click", opened("hello", 2 * DAY), "clicked"],
  ] as const)("%s within the patience: yes, at once", async (_, asked, kind) => {
    const { time, engine, place } = await entered(asking(asked));
    await time.by(DAY);
    expect(await reason(place)).toBeNull();
    await react(engine, place, ada, "hello", kind);
    await time.settle();
    expect(await reason(place)).toBe("yes");
  });

  test("bought within the patience: yes, at once", async () => {
    const { time, place, shop } = await entered(asking(bought(2 * DAY)));
    await time.by(DAY);
    await shop();
    await time.settle();
    expect(await reason(place)).toBe("yes");
  });

  test.each([
    ["opened", opened("hello", DAY)],
    ["did not open", asks({ test: "opened", email: "hello", not: true }, DAY)],
  ] as const)(
    "%s, asked of somebody who is not to be measured: no, and the path says why",
    async (_, asked) => {
      const { time, engine, ...place } = await stage(own.db, asking(asked), { opens: "consent" });
      await submit(engine, place.workspaceId, ada, "signed up");
      await time.by(3 * DAY);
      expect(await reason(place)).toBe("no");
      const { id } = await enrollmentOf(own.db, place, ada);
      const path = await findPath(own.db, { ...place, enrollmentId: id });
      const said =
        path &&
        stepsOf(path)
          .find(({ nodeId }) => nodeId === "asked")
          ?.lines.at(-1)?.text;
      expect(said).toMatch(/^May not be measured, so nobody knows whether they opened “/);
    },
  );

  test("an open is no click: no, when the patience ends", async () => {
    const { time, engine, place } = await entered(asking(clicked("hello", 2 * DAY)));
    await time.by(HOUR);
    await react(engine, place, ada, "hello", "opened");
    await time.by(DAY);
    expect(await reason(place)).toBeNull();
    await time.by(DAY);
    expect(await reason(place)).toBe("no");
  });

  test("nobody did anything: no, when the patience ends and not before", async () => {
    const { time, place } = await entered(asking(clicked("hello", 2 * DAY)));
    await time.settle();
    const { until } = await enrollmentOf(own.db, place, ada);
    await time.to((until ?? 0) - 1);
    expect(await reason(place)).toBeNull();
    await time.to(until ?? 0);
    expect(await reason(place)).toBe("no");
    expect(await enrollmentOf(own.db, place, ada)).toMatchObject({ endedAt: until });
  });

  test("a click in the patience counts, also when nobody looked until long after", async () => {
    const { time, engine, place } = await entered(asking(clicked("hello", 2 * DAY)));
    await time.by(HOUR);
    time.outage(DAY);
    await react(engine, place, ada, "hello", "clicked");
    time.outage(30 * DAY);
    await time.settle();
    expect(await reason(place)).toBe("yes");
  });

  test("a click after the patience does not count, also when nobody looked until after it", async () => {
    const { time, engine, place } = await entered(asking(clicked("hello", 2 * DAY)));
    await time.by(HOUR);
    time.outage(3 * DAY);
    await react(engine, place, ada, "hello", "clicked");
    await time.settle();
    expect(await reason(place)).toBe("no");
  });
});

describe("goals of other kinds", () => {
  const course = (wish: Record<string, unknown>) =>
    drawing(
      {
        t: onEvent("signed up"),
        hello: mail("Hello"),
        pause: wait(3 * DAY),
        last: mail("Last call"),
        won: goal(wish),
      },
      ["t > hello > pause > last"],
    );

  test("an event that says so catches them, and is worth what was said of it", async () => {
    const where = [{ property: "plan", is: "is", value: "pro" }];
    const wish = { what: "event", event: "call.booked", where, value: 12_000, currency: "USD" };
    const { time, engine, place, revenue } = await entered(course(wish));
    await time.by(HOUR);
    await submit(engine, place.workspaceId, ada, "call.booked");
    await time.settle();
    expect(await conversionsOf(own.db, place, ada)).toEqual([]);
    await ingest(engine, {
      workspaceId: place.workspaceId,
      input: { id: "call-2", name: "call.booked", email: ada.email, properties: { plan: "pro" } },
    });
    await time.settle();
    expect((await pathOf(own.db, place, ada)).slice(2, 3)).toEqual(["pause:pulled"]);
    expect(await revenue("won")).toEqual({ USD: 12_000 });
  });

  test("a click catches them at once, and an open does not", async () => {
    const { time, engine, place } = await entered(course({ what: "link", email: "hello", value: 500 }));
    await time.by(HOUR);
    await react(engine, place, ada, "hello", "opened");
    await time.settle();
    expect((await pathOf(own.db, place, ada)).at(-1)).toBe("pause");
    await react(engine, place, ada, "hello", "clicked");
    await react(engine, place, ada, "hello", "clicked");
    await time.by(10 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause:pulled", "won:next"]);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await conversionsOf(own.db, place, ada)).toMatchObject([{ goalNodeId: "won", value: 500 }]);
    const { nodes } = await funnelResults(own.db, place);
    expect(nodes.hello, "each once, however often").toMatchObject({ opened: 1, clicked: 1 });
  });

  test("a click of more than fourteen days after the end counts no more", async () => {
    const { time, engine, place } = await entered(course({ what: "link", email: "hello" }));
    await time.by(4 * DAY);
    const { endedAt } = await enrollmentOf(own.db, place, ada);
    await time.to((endedAt ?? 0) + 14 * DAY + HOUR);
    await react(engine, place, ada, "hello", "clicked");
    expect(await conversionsOf(own.db, place, ada)).toEqual([]);
  });

  test("one that only counts leaves them where they are", async () => {
    const { time, place, shop } = await entered(course({ catches: "nobody" }));
    await time.by(DAY);
    await shop();
    await time.by(10 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause:next", "last:next"]);
    expect(await conversionsOf(own.db, place, ada)).toMatchObject([{ goalNodeId: "won", value: 4_900 }]);
  });

  test("one that takes those above it leaves whoever is on a path that does not lead there", async () => {
    const flow = drawing(
      {
        t: onEvent("signed up"),
        asked: asks({ test: "tag", tag: "vip", not: true }, 0),
        far: wait(3 * DAY),
        near: wait(3 * DAY),
        won: goal({ catches: "above" }),
      },
      ["t > asked", "asked:no > near > won", "asked:yes > far"],
    );
    const { time, engine, place, shop } = await entered(flow);
    const bea = subscriber("Bea");
    await submit(engine, place.workspaceId, bea, "signed up", { contact: { tags: ["vip"] } });
    await time.by(DAY);
    await shop();
    await buy(engine, place.workspaceId, bea);
    await time.by(10 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "asked:yes", "far:next"]);
    expect(await conversionsOf(own.db, place, ada)).toHaveLength(1);
    expect(await pathOf(own.db, place, bea)).toEqual(["t:next", "asked:no", "near:pulled", "won:next"]);
  });
});
