import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { contact, event, suppression } from "@/db/schema";
import { takeReport } from "@/lib/engine/take-report";
import type { MailAccount } from "@/lib/engine/transport/transport";
import { unsubscribe } from "@/lib/engine/unsubscribe";
import { sayEnd, sayVisit } from "@/lib/flow/explain";
import { ownDatabase } from "./database";
import { type Drawn, drawing, end, goal, mail, onEvent, serviceMail, wait } from "./drawings";
import { buy, DAY, HOUR, publishFlow, stage, submit, subscriber } from "./kit";
import { enrollmentOf, enrollmentsOf, mailsOf, pathOf, statesOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");
const bob = subscriber("Bob");

const leave = (more: object) => ({ leave: more });
const ONCE = { rule: "once" as const };

/** A mail, a day, another mail. */
const course = (rules?: object, more: Record<string, Drawn> = {}, line = "t > hello > w > offer") =>
  drawing(
    { t: onEvent("signed up"), hello: mail("Hello"), w: wait(DAY), offer: mail("Offer"), ...more },
    [line],
    ONCE,
    rules,
  );

const endOf = async (place: Parameters<typeof enrollmentOf>[1], who = ada) => {
  const { status, endReason } = await enrollmentOf(own.db, place, who);
  return [status, endReason];
};

describe("two carts of one contact", () => {
  const carts = drawing(
    {
      t: onEvent("cart.updated"),
      w: wait(HOUR),
      remind: mail("Your cart"),
      w2: wait(DAY),
      last: mail("Last"),
    },
    ["t > w > remind > w2 > last"],
    { rule: "per-key", property: "cartId" },
    leave({ purchased: {} }),
  );
  const cart = (cartId: string) => ({ properties: { cartId } });

  async function twoCarts() {
    const staged = await stage(own.db, carts);
    const { engine, time, workspaceId } = staged;
    await submit(engine, workspaceId, ada, "cart.updated", cart("one"));
    await submit(engine, workspaceId, ada, "cart.updated", cart("two"));
    await time.by(HOUR / 2);
    const ends = async () => {
      const rows = await enrollmentsOf(own.db, staged, ada);
      return Object.fromEntries(rows.map((row) => [row.entryKey, row.endReason]));
    };
    return { ...staged, ends };
  }

  test("run side by side, each stopped by its own purchase", async () => {
    const { engine, time, workspaceId, ends, ...place } = await twoCarts();
    await buy(engine, workspaceId, ada, cart("one"));
    await time.by(HOUR);
    expect(await ends()).toEqual({ "key:one": "they bought something", "key:two": null });
    expect((await mailsOf(own.db, { workspaceId, ...place }, ada)).map(({ nodeId }) => nodeId)).toEqual([
      "remind",
    ]);
    await buy(engine, workspaceId, ada, cart("two"));
    await time.by(2 * DAY);
    expect(await ends()).toEqual({
      "key:one": "they bought something",
      "key:two": "they bought something",
    });
    expect(await mailsOf(own.db, { workspaceId, ...place }, ada)).toHaveLength(1);
  });

  test("are both stopped by a purchase that does not say which", async () => {
    const { engine, time, workspaceId, ends } = await twoCarts();
    await buy(engine, workspaceId, ada, { properties: {} });
    await time.settle();
    expect(await ends()).toEqual({
      "key:one": "they bought something",
      "key:two": "they bought something",
    });
  });

  test("go on after a purchase of a third one", async () => {
    const { engine, time, workspaceId, ends } = await twoCarts();
    await buy(engine, workspaceId, ada, cart("three"));
    await time.settle();
    expect(await ends()).toEqual({ "key:one": null, "key:two": null });
  });
});

test("whoever buys leaves wherever they are, and their unsent mail with them; the path says why", async () => {
  const { engine, time, ...place } = await stage(own.db, course(leave({ purchased: { product: "book" } })));
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  await buy(engine, place.workspaceId, ada, { properties: { product: "mug" } });
  await time.settle();
  expect(await endOf(place)).toEqual(["active", null]);
  await buy(engine, place.workspaceId, ada);
  await time.by(3 * DAY);
  expect(await endOf(place)).toEqual(["ended", "they bought “book”"]);
  expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "w:left"]);
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  const { id: enrollmentId } = await enrollmentOf(own.db, place, ada);
  const path = await findPath(own.db, { ...place, enrollmentId });
  if (!path) throw new Error("She has a path.");
  expect(sayEnd(path)).toBe("Left the funnel: they bought “book”.");
  const last = path.visits.at(-1);
  expect(last && sayVisit(path, last)).toBe("Bought “book” for €49.00. So they left the funnel.");
});

test("an event with what it must say; what is about something else makes nobody leave", async () => {
  const where = [{ property: "kind", is: "is", value: "demo" }];
  const flow = course(leave({ events: [{ event: "call.booked", where }] }));
  const { engine, time, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "signed up");
  await submit(engine, place.workspaceId, ada, "call.booked", { properties: { kind: "support" } });
  await time.settle();
  expect(await endOf(place)).toEqual(["active", null]);
  await submit(engine, place.workspaceId, ada, "call.booked", { properties: { kind: "Demo" } });
  await time.settle();
  expect(await endOf(place)).toEqual(["ended", "“call.booked” happened"]);
});

test("goals are asked first: whoever buys is taken to the goal and leaves there", async () => {
  const flow = course(
    leave({ purchased: {} }),
    { g: goal(), thanks: mail("Thanks") },
    "t > hello > w > offer > g > thanks",
  );
  const { engine, time, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  await buy(engine, place.workspaceId, ada);
  await time.by(DAY);
  expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "w:pulled", "g:left"]);
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
});

test("while the funnel is paused it counts, and is seen to when people move again", async () => {
  const { engine, time, ...place } = await stage(own.db, course(leave({ purchased: {} })));
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  await setPaused(own.db, { ...place, paused: true });
  await buy(engine, place.workspaceId, ada);
  await time.by(HOUR);
  expect(await endOf(place)).toEqual(["active", null]);
  await setPaused(own.db, { ...place, paused: false });
  await time.by(2 * DAY);
  expect(await endOf(place)).toEqual(["ended", "they bought something"]);
});

describe("what the provider reports", () => {
  const provider: MailAccount = {
    id: "resend:0123456789abcdef",
    perSecond: 100,
    transport: {
      dedupeWindowMs: DAY,
      send: async (_mail, key) => ({ outcome: "sent", providerId: `re-${key}` }),
    },
  };

  async function mailed() {
    const staged = await stage(own.db, course(), { accounts: [provider] });
    const { engine, time, workspaceId } = staged;
    const other = await publishFlow(
      own.db,
      workspaceId,
      drawing({ t: onEvent("signed up"), w: wait(30 * DAY), x: serviceMail("X") }, ["t > w > x"]),
    );
    for (const who of [ada, bob]) await submit(engine, workspaceId, who, "signed up");
    await time.by(HOUR);
    const [sent] = await mailsOf(own.db, staged, ada);
    const report = (kind: "bounced" | "complained" | "delivered" | "soft-bounced", id = "r1") =>
      takeReport(engine, {
        id,
        workspaceId,
        messageId: sent?.id ?? "",
        providerId: "re-1",
        kind,
        detail: null,
        at: time.now(),
      });
    return { ...staged, other, report };
  }

  test.each([
    ["bounced" as const, "their address bounced"],
    ["complained" as const, "they reported your mail as spam"],
  ])("%s: they leave every funnel, once, and nobody else does", async (kind, reason) => {
    const { time, report, other, engine: _engine, ...place } = await mailed();
    expect(await report(kind)).toBe("taken");
    expect(await report(kind)).toBe("duplicate");
    await time.settle();
    expect(await endOf(place)).toEqual(["ended", reason]);
    expect(await endOf(other)).toEqual(["ended", reason]);
    expect(await endOf(place, bob)).toEqual(["active", null]);
    expect(await endOf(other, bob)).toEqual(["active", null]);
    expect(await own.db.select().from(suppression)).toHaveLength(1);
  });

  test("a delivery, or a bounce that may pass, makes nobody leave", async () => {
    const { time, report, engine: _engine, ...place } = await mailed();
    await report("delivered");
    await report("soft-bounced", "r2");
    await time.settle();
    expect(await endOf(place)).toEqual(["active", null]);
  });

  test("what became of an address that is no longer theirs is nothing to them", async () => {
    const { time, report, engine: _engine, ...place } = await mailed();
    const { contactId } = await enrollmentOf(own.db, place, ada);
    await own.db
      .update(contact)
      .set({ email: "new@example.org" })
      .where(eq(contact.id, contactId ?? ""));
    await report("bounced");
    await time.settle();
    expect(await own.db.select().from(suppression)).toMatchObject([{ email: ada.email }]);
    expect(await own.db.select().from(event).where(eq(event.name, "email.bounced"))).toEqual([]);
  });
});

describe("whoever unsubscribes", () => {
  async function unsubscribed(flow: ReturnType<typeof course>) {
    const staged = await stage(own.db, flow);
    const { engine, time, workspaceId } = staged;
    await submit(engine, workspaceId, ada, "signed up");
    await time.by(HOUR);
    const [first] = await mailsOf(own.db, staged, ada);
    const stop = () =>
      unsubscribe(engine, {
        token: first?.unsubscribeToken ?? "",
        source: "one-click",
        userAgent: null,
        ip: null,
      });
    return { ...staged, stop };
  }

  test("leaves when only marketing email was left", async () => {
    const { time, stop, engine: _engine, ...place } = await unsubscribed(course());
    await stop();
    await time.settle();
    expect(await endOf(place)).toEqual(["ended", "they unsubscribed, and only marketing email was left"]);
  });

  test("gets the service mail that is still ahead, then leaves", async () => {
    const flow = course(
      undefined,
      { bill: serviceMail("Bill"), w2: wait(DAY), last: mail("Last") },
      "t > hello > w > offer > bill > w2 > last",
    );
    const { time, stop, engine: _engine, ...place } = await unsubscribed(flow);
    await stop();
    await time.settle();
    expect(await endOf(place)).toEqual(["active", null]);
    await time.by(DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent", offer: "dropped", bill: "sent" });
    expect(await endOf(place)).toEqual(["ended", "they unsubscribed, and only marketing email was left"]);
    expect(await pathOf(own.db, place, ada)).toEqual([
      "t:next",
      "hello:next",
      "w:next",
      "offer:next",
      "bill:next",
      "w2:left",
    ]);
  });

  test("stays while a goal is not reached", async () => {
    const flow = course(undefined, { g: goal() }, "t > hello > w > offer > g");
    const { time, stop, engine, ...place } = await unsubscribed(flow);
    await stop();
    await time.settle();
    expect(await endOf(place)).toEqual(["active", null]);
    await buy(engine, place.workspaceId, ada);
    await time.settle();
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "w:pulled", "g:next"]);
    expect(await endOf(place)).toEqual(["ended", "finished"]);
  });

  test("and only has an End ahead, ends there as it says", async () => {
    const flow = course(
      undefined,
      { w2: wait(DAY), bye: end("did not buy") },
      "t > hello > w > offer > w2 > bye",
    );
    const { time, stop, engine: _engine, ...place } = await unsubscribed(flow);
    await time.by(DAY);
    await stop();
    await time.settle();
    expect(await endOf(place)).toEqual(["active", null]);
    await time.by(DAY);
    expect(await pathOf(own.db, place, ada)).toEqual([
      "t:next",
      "hello:next",
      "w:next",
      "offer:next",
      "w2:next",
      "bye:ended",
    ]);
    expect(await endOf(place)).toEqual(["ended", "did not buy"]);
  });

  test("and subscribes again before only marketing email is left, gets all of it", async () => {
    const flow = course(
      undefined,
      { bill: serviceMail("Bill"), w2: wait(DAY), last: mail("Last") },
      "t > hello > w > offer > bill > w2 > last",
    );
    const { time, stop, engine, ...place } = await unsubscribed(flow);
    await stop();
    await submit(engine, place.workspaceId, ada, "came back");
    await time.by(3 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({
      hello: "sent",
      offer: "sent",
      bill: "sent",
      last: "sent",
    });
    expect(await endOf(place)).toEqual(["ended", "finished"]);
  });

  test("who had unsubscribed before they entered walks on", async () => {
    const { time, stop, engine, ...place } = await unsubscribed(course());
    await stop();
    const next = await publishFlow(
      own.db,
      place.workspaceId,
      drawing({ t: onEvent("viewed"), w: wait(DAY), m: mail("M") }, ["t > w > m"]),
    );
    await submit(engine, place.workspaceId, { ...ada, declarations: [] }, "viewed");
    await time.by(2 * DAY);
    expect(await endOf(next)).toEqual(["ended", "finished"]);
  });
});
