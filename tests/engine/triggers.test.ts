import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { linksOfLiveStep } from "@/db/queries/live-links";
import { event, funnelTrigger } from "@/db/schema";
import { surroundingsOf } from "@/lib/engine/surroundings";
import type { Flow } from "@/lib/flow/flow";
import { ownDatabase } from "./database";
import { type Drawn, drawing, mail, onEvent, wait } from "./drawings";
import { buy, DAY, HOUR, MINUTE, makeWorkspace, publishFlow, stage, submit, subscriber } from "./kit";
import { enrollmentOf, enrollmentsOf, react } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");

const on = (settings: Record<string, unknown>): Drawn => ({ type: "trigger", data: settings });
const startedBy = (...ways: Record<string, unknown>[]): Flow => {
  const steps = Object.fromEntries(ways.map((way, at) => [`t${at}`, on(way)]));
  return drawing(
    { ...steps, pause: wait(DAY) },
    ways.map((_, at) => `t${at} > pause`),
  );
};

describe("each way in, through the database", () => {
  test.each<[string, Record<string, unknown>, string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "a tag",
      { on: "tag", tag: "vip" },
      "tag.added",
      { properties: { tag: "vip" } },
      { properties: { tag: "gold" } },
    ],
    [
      "a field",
      { on: "field", field: { field: "plan", to: "pro" } },
      "field.changed",
      { properties: { field: "plan", value: "pro", before: "free" } },
      { properties: { field: "plan", value: "free", before: "pro" } },
    ],
    [
      "a purchase",
      { on: "purchase", purchase: { product: "course", atLeast: 1_000, currency: "EUR" } },
      "purchase",
      { value: 1_000, currency: "EUR", properties: { product: "Course" } },
      { value: 999, currency: "EUR", properties: { product: "Course" } },
    ],
    [
      "an event of a property",
      { on: "event", event: "cart", where: [{ property: "country", is: "is", value: "AT" }] },
      "cart",
      { properties: { country: "at" } },
      { properties: { country: "DE" } },
    ],
    [
      "a page",
      { on: "page", page: { address: "/pricing" } },
      "page.viewed",
      { properties: { url: "https://mill.example/pricing" } },
      { properties: { url: "https://mill.example/" } },
    ],
  ])("%s starts it, another one does not", async (_, way, name, fitting, other) => {
    const { engine, ...place } = await stage(own.db, startedBy(way));
    expect(await submit(engine, place.workspaceId, ada, name, other)).toMatchObject({ enrollments: [] });
    await submit(engine, place.workspaceId, ada, name, fitting);
    expect((await enrollmentOf(own.db, place, ada)).nodeId).toBe("t0");
  });
});

test("several ways in: each lets people in at its own, and whoever came one way does not come another", async () => {
  const { time, engine, ...place } = await stage(
    own.db,
    startedBy({ on: "tag", tag: "vip" }, { on: "purchase" }, { on: "tag", tag: "gold" }),
  );
  const berta = subscriber("Berta");
  await submit(engine, place.workspaceId, ada, "tag.added", { properties: { tag: "gold" } });
  await buy(engine, place.workspaceId, berta);
  await buy(engine, place.workspaceId, ada);
  expect((await enrollmentsOf(own.db, place, ada)).map(({ nodeId }) => nodeId)).toEqual(["t2"]);
  expect((await enrollmentOf(own.db, place, berta)).nodeId).toBe("t1");
  await time.by(HOUR);
  expect((await enrollmentOf(own.db, place, ada)).nodeId).toBe("pause");
  expect(
    await own.db.select().from(funnelTrigger).where(eq(funnelTrigger.funnelId, place.funnelId)),
  ).toHaveLength(3);
});

describe("a click starts another funnel", () => {
  const sending = drawing({ t: onEvent("came"), m: mail("Hello"), w: wait(30 * DAY) }, ["t > m > w"]);
  const onClick = startedBy({ on: "mail", mail: { does: "clicked", address: "example.org/look" } });

  test("once per mail and link; its own emails and other addresses start nothing", async () => {
    const { time, engine, ...from } = await stage(own.db, sending);
    const place = await publishFlow(own.db, from.workspaceId, onClick);
    const elsewhere = await publishFlow(
      own.db,
      from.workspaceId,
      startedBy({ on: "mail", mail: { does: "clicked", address: "example.org/other" } }),
    );
    // However long the chain that led to the email: the click is theirs.
    await submit(engine, from.workspaceId, ada, "came", { depth: 9 });
    await time.by(MINUTE);
    await react(engine, from, ada, "m", "opened");
    expect(await enrollmentsOf(own.db, place, ada)).toEqual([]);
    await react(engine, from, ada, "m", "clicked");
    await react(engine, from, ada, "m", "clicked");
    expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
    expect(await enrollmentsOf(own.db, elsewhere, ada)).toEqual([]);
    const [fact] = await own.db.select().from(event).where(eq(event.name, "email.clicked"));
    expect(fact).toMatchObject({
      depth: 0,
      properties: { funnelId: from.funnelId, nodeId: "m", url: "https://example.org/look" },
    });
  });

  test("of one link of one email of one funnel, as its editor chose them", async () => {
    const { time, engine, ...from } = await stage(own.db, sending);
    const { workspaceId, funnelId } = from;
    const near = await surroundingsOf(own.db, { workspaceId, now: Date.now(), shortWaits: false });
    expect(near.funnels).toMatchObject([{ id: funnelId, emails: [{ id: "m", name: "Email 1" }] }]);
    const links = await linksOfLiveStep(own.db, { workspaceId, funnelId, nodeId: "m" });
    expect(links).toEqual([
      { key: expect.any(String), label: "Have a look", address: "https://example.org/look" },
    ]);
    const link = links?.[0]?.key ?? "";
    const chosen = (more: object) =>
      publishFlow(own.db, workspaceId, startedBy({ on: "mail", mail: { funnelId, nodeId: "m", ...more } }));
    const wanted = await chosen({ link });
    const anyLink = await chosen({ link: null });
    await expect(chosen({ link: "gone" })).rejects.toThrow("is not in “Email 1” of “Funnel” any more");
    await expect(chosen({ nodeId: "n" })).rejects.toThrow("is not in “Funnel” any more");
    await submit(engine, workspaceId, ada, "came");
    await time.by(MINUTE);
    await react(engine, from, ada, "m", "clicked");
    expect(await enrollmentsOf(own.db, wanted, ada)).toHaveLength(1);
    expect(await enrollmentsOf(own.db, anyLink, ada)).toHaveLength(1);
    const stranger = await makeWorkspace(own.db);
    expect(await linksOfLiveStep(own.db, { workspaceId: stranger, funnelId, nodeId: "m" })).toBeNull();
  });

  test("where no funnel asks, no fact is kept; another workspace's funnel hears nothing", async () => {
    const { time, engine, ...from } = await stage(own.db, sending);
    const stranger = await publishFlow(own.db, await makeWorkspace(own.db), onClick);
    await submit(engine, from.workspaceId, ada, "came");
    await time.by(MINUTE);
    await react(engine, from, ada, "m", "clicked");
    expect(await own.db.select().from(event).where(eq(event.name, "email.clicked"))).toEqual([]);
    expect(await enrollmentsOf(own.db, stranger, ada)).toEqual([]);
  });

  test("a click also counts as an open, once", async () => {
    const { time, engine, ...from } = await stage(own.db, sending);
    const place = await publishFlow(
      own.db,
      from.workspaceId,
      startedBy({ on: "mail", mail: { does: "opened" } }),
    );
    await submit(engine, from.workspaceId, ada, "came");
    await time.by(MINUTE);
    await react(engine, from, ada, "m", "clicked");
    await react(engine, from, ada, "m", "opened");
    expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
  });
});
