import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { consent, contact, event } from "@/db/schema";
import type { JsonValue } from "@/lib/json";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import {
  buy,
  DAY,
  HOUR,
  makeWorkspace,
  publishFlow,
  stage,
  stranger,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentsOf, everything, pathOf } from "@/tests/engine/look";
import { ingest } from "./ingest";

const own = ownDatabase();
const ada = subscriber("Ada");

const onSignUp = drawing({ t: onEvent("signed up"), pause: wait(DAY) }, ["t > pause"]);
const cart = drawing(
  { t: onEvent("cart"), pause: wait(HOUR), remind: mail("Your cart") },
  ["t > pause > remind"],
  {
    rule: "per-key",
    property: "cartId",
  },
);

const contactOf = async (workspaceId: string, email: string) => {
  const [row] = await own.db
    .select()
    .from(contact)
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email)));
  return row;
};

describe("the same event again", () => {
  test("is told apart by its id and changes nothing, whatever else it says", async () => {
    const { time, engine, workspaceId } = await stage(own.db, onSignUp);
    const first = await submit(engine, workspaceId, ada, "signed up", { id: "one" });
    await time.settle();
    const before = await everything(own.db);
    const again = await submit(engine, workspaceId, { ...ada, name: "Mallory" }, "signed up", { id: "one" });
    expect(again).toEqual({ duplicate: true, contactId: first.contactId, enrollments: [] });
    await submit(engine, workspaceId, ada, "purchase", { id: "one", value: 100, currency: "EUR" });
    expect(await everything(own.db)).toEqual(before);
    expect(await contactOf(workspaceId, ada.email)).toMatchObject({ name: "Ada" });
  });

  test("eight at once are taken in once and enroll once, for somebody nobody knew", async () => {
    const { engine, ...place } = await stage(own.db, onSignUp);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => submit(engine, place.workspaceId, ada, "signed up", { id: "one" })),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(1);
    expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
    expect(await own.db.select().from(consent)).toHaveLength(1);
  });

  test("in another workspace it is another event", async () => {
    const { engine, workspaceId } = await stage(own.db, onSignUp);
    const other = await makeWorkspace(own.db);
    await submit(engine, workspaceId, ada, "signed up", { id: "one" });
    expect(await submit(engine, other, ada, "signed up", { id: "one" })).toMatchObject({ duplicate: false });
  });
});

describe("entering", () => {
  test("once: later events of any id do not enter again, not even after the end", async () => {
    const { time, engine, ...place } = await stage(own.db, onSignUp);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        submit(engine, place.workspaceId, ada, "signed up", { id: `e${n}` }),
      ),
    );
    await time.by(3 * DAY);
    await submit(engine, place.workspaceId, ada, "signed up");
    expect(await enrollmentsOf(own.db, place, ada)).toHaveLength(1);
  });

  test("per cart: each cart once, side by side, and without a usable cart not at all", async () => {
    const { time, engine, ...place } = await stage(own.db, cart);
    const carts = ["A", "B", "A", 17, "17", true];
    await Promise.all(
      carts.map((cartId) => submit(engine, place.workspaceId, ada, "cart", { properties: { cartId } })),
    );
    const useless: Record<string, JsonValue>[] = [
      {},
      { cartId: "" },
      { cartId: null },
      { cartId: ["A"] },
      { cartid: "A" },
    ];
    for (const properties of useless) {
      await submit(engine, place.workspaceId, ada, "cart", { properties });
    }
    const keys = (await enrollmentsOf(own.db, place, ada)).map(({ entryKey }) => entryKey);
    expect(keys.sort()).toEqual(["key:17", "key:A", "key:B", "key:true"]);
    await time.by(DAY);
    const walks = await enrollmentsOf(own.db, place, ada);
    expect(walks.map(({ status, nodeId }) => `${status} at ${nodeId}`)).toEqual(
      Array(4).fill("ended at remind"),
    );
  });

  test("an event of long ago is kept and enters nobody; one of last week does", async () => {
    const { time, engine, ...place } = await stage(own.db, onSignUp);
    const answer = await submit(engine, place.workspaceId, ada, "signed up", {
      occurredAt: time.now() - 31 * DAY,
    });
    expect(answer).toMatchObject({ duplicate: false, enrollments: [] });
    await submit(engine, place.workspaceId, ada, "signed up", { occurredAt: time.now() - 7 * DAY });
    const [row] = await enrollmentsOf(own.db, place, ada);
    expect(row?.enteredAt, "they enter when we learn of it").toBe(time.now() + 1);
  });

  test("an event of the future is refused, and nothing of it is kept", async () => {
    const { time, engine, workspaceId } = await stage(own.db, onSignUp);
    const input = { id: "x", name: "signed up", email: ada.email, properties: {} };
    const refused = await ingest(engine, {
      workspaceId,
      input: { ...input, occurredAt: time.now() + DAY + 1 },
    });
    expect(refused).toMatchObject({ ok: false, problem: "too-early" });
    expect(await contactOf(workspaceId, ada.email)).toBeUndefined();
    const soon = await ingest(engine, { workspaceId, input: { ...input, occurredAt: time.now() + HOUR } });
    expect(soon).toMatchObject({ ok: true });
    const [row] = await own.db.select().from(event);
    expect(row?.occurredAt, "nothing happens before it is now").toBe(time.now());
  });

  test("while it is paused people enter and wait at the trigger; a draft takes nobody", async () => {
    const { time, engine, ...place } = await stage(own.db, onSignUp);
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.by(2 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(["t"]);
    await setPaused(own.db, { ...place, paused: false });
    await time.settle();
    expect((await pathOf(own.db, place, ada))[0]).toBe("t:next");
  });

  test("one event enters every funnel that starts on it, and only these", async () => {
    const { engine, workspaceId } = await stage(own.db, onSignUp);
    await publishFlow(own.db, workspaceId, onSignUp);
    await publishFlow(own.db, workspaceId, cart);
    await publishFlow(own.db, await makeWorkspace(own.db), onSignUp);
    const { enrollments } = await submit(engine, workspaceId, ada, "signed up");
    expect(enrollments).toHaveLength(2);
  });

  test("the purchase that starts a funnel never meets its goal; the next one does", async () => {
    const thanks = drawing(
      {
        t: onEvent("purchase"),
        hello: mail("Thank you"),
        pause: wait(DAY),
        again: goal(),
        bye: end("bought again"),
      },
      ["t > hello > pause > again > bye"],
    );
    const { time, engine, ...place } = await stage(own.db, thanks);
    await buy(engine, place.workspaceId, ada);
    await time.by(HOUR);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
    await buy(engine, place.workspaceId, ada);
    await time.settle();
    expect(await pathOf(own.db, place, ada)).toEqual([
      "t:next",
      "hello:next",
      "pause:pulled",
      "again:next",
      "bye:ended",
    ]);
  });
});

describe("what an event says about a person", () => {
  test("is learned; what it does not mention stays", async () => {
    const { engine, workspaceId } = await stage(own.db, onSignUp);
    const bob = stranger("Bob");
    await submit(engine, workspaceId, bob, "seen", {
      contact: { name: "Bob", timeZone: "Europe/Berlin", fields: { plan: "free", age: 40 } },
    });
    await submit(engine, workspaceId, bob, "seen", { contact: { language: "de", fields: { plan: "pro" } } });
    expect(await contactOf(workspaceId, bob.email)).toMatchObject({
      name: "Bob",
      timeZone: "Europe/Berlin",
      language: "de",
      fields: { plan: "pro", age: 40 },
    });
  });

  test("consent given by a machine never undoes an unsubscribing, by their own hand it does", async () => {
    const { engine, workspaceId } = await stage(own.db, onSignUp);
    const says = async (given: boolean, source: string) => {
      await submit(
        engine,
        workspaceId,
        { ...ada, declarations: [{ purpose: "marketing", given, source }] },
        "seen",
      );
      return (await contactOf(workspaceId, ada.email))?.marketing;
    };
    expect(await says(true, "api: checkout")).toBe("subscribed");
    expect(await says(false, "unsubscribe page")).toBe("unsubscribed");
    expect(await says(true, "api: import")).toBe("unsubscribed");
    expect(await says(true, "form:welcome")).toBe("subscribed");
    expect(await own.db.select().from(consent), "every declaration is kept").toHaveLength(4);
  });
});
