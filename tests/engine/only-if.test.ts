import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { contact, event, turnedAway } from "@/db/schema";
import { startByHand } from "@/lib/engine/start-by-hand";
import { ownDatabase } from "./database";
import { type Drawn, drawing, mail, onEvent, serviceMail, wait } from "./drawings";
import { buy, DAY, stage, submit, subscriber } from "./kit";
import { enrollmentOf, enrollmentsOf, mailsOf, statesOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");
const bob = subscriber("Bob");

const asking = (...tests: object[]) => ({ groups: [{ tests }] });
const boughtEver = { test: "purchased", product: "book", since: { from: "ever" } };

const course = (rules: object, more: Record<string, Drawn> = {}, line = "t > hello > w > offer") =>
  drawing(
    { t: onEvent("signed up"), hello: mail("Hello"), w: wait(DAY), offer: mail("Offer"), ...more },
    [line],
    { rule: "once" },
    rules,
  );

const awayOf = async () =>
  (await own.db.select().from(turnedAway)).map(({ because, nodeId, times }) => ({ because, nodeId, times }));

describe("when somebody would enter", () => {
  test("who has bought, ever, is left out, and the list says why; others come in", async () => {
    const { engine, time, ...place } = await stage(own.db, course({ except: asking(boughtEver) }));
    await buy(engine, place.workspaceId, ada);
    await buy(engine, place.workspaceId, bob, { properties: { product: "mug" } });
    await time.by(DAY);
    for (const who of [ada, bob]) await submit(engine, place.workspaceId, who, "signed up");
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    expect(await enrollmentsOf(own.db, place, ada)).toEqual([]);
    expect(await statesOf(own.db, place, bob)).toEqual({ hello: "sent" });
    const because = {
      why: "rules",
      because: "This funnel is not for people who bought “book” at any time.",
    };
    expect(await awayOf()).toEqual([{ because, nodeId: "t", times: 2 }]);
  });

  test("only those of whom it holds come in: by tag, by field, by the event that brings them", async () => {
    const onlyIf = {
      match: "all",
      groups: [
        {
          match: "any",
          tests: [
            { test: "tag", tag: "vip" },
            { test: "field", field: "plan", is: "is", value: "pro" },
          ],
        },
        { tests: [{ test: "entry", property: "seats", is: "more", value: "4" }] },
      ],
    };
    const { engine, time, ...place } = await stage(own.db, course({ onlyIf }));
    const come = (who: typeof ada, seats: number) =>
      submit(engine, place.workspaceId, who, "signed up", { properties: { seats } });
    await come(ada, 9);
    expect(await enrollmentsOf(own.db, place, ada)).toEqual([]);
    await own.db.update(contact).set({ fields: { plan: "Pro" } });
    await come(ada, 4);
    expect(await enrollmentsOf(own.db, place, ada)).toEqual([]);
    await come(ada, 5);
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    await submit(engine, place.workspaceId, bob, "something");
    await own.db.update(contact).set({ tags: ["vip"] });
    await come(bob, 5);
    expect(await enrollmentsOf(own.db, place, bob)).toHaveLength(1);
  });

  test("the purchase that brings them in is not one they made before", async () => {
    const first = drawing(
      { t: onEvent("purchase"), hello: mail("Hello") },
      ["t > hello"],
      { rule: "once" },
      {
        except: asking(boughtEver),
      },
    );
    const { engine, time, ...place } = await stage(own.db, first);
    await submit(engine, place.workspaceId, ada, "purchase", { properties: { product: "book" } });
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  });

  test("a member's hand brings in nobody whom it is not for, and is told so", async () => {
    const { engine, time: _time, ...place } = await stage(own.db, course({ except: asking(boughtEver) }));
    const { contactId } = await buy(engine, place.workspaceId, ada);
    const started = await startByHand(engine, {
      ...place,
      contactId,
      userId: null,
      requestId: "r1",
      key: null,
      triggerId: null,
    });
    expect(started).toEqual({
      done: false,
      because: "This funnel is not for people who bought “book” at any time.",
    });
    expect(await own.db.select().from(event).where(eq(event.name, "started.by-hand"))).toEqual([]);
  });
});

describe("before each marketing email", () => {
  const flow = course(
    { except: asking(boughtEver) },
    { bill: serviceMail("Bill") },
    "t > hello > w > offer > bill",
  );

  test("it is asked again: that email is dropped with the reason, service email goes out", async () => {
    const { engine, time, ...place } = await stage(own.db, flow);
    for (const who of [ada, bob]) await submit(engine, place.workspaceId, who, "signed up");
    await time.settle();
    await buy(engine, place.workspaceId, ada);
    await time.by(2 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent", offer: "dropped", bill: "sent" });
    expect(await statesOf(own.db, place, bob)).toEqual({ hello: "sent", offer: "sent", bill: "sent" });
    const dropped = (await mailsOf(own.db, place, ada)).find(({ nodeId }) => nodeId === "offer");
    expect(dropped?.reason).toBe("This funnel is not for people who bought “book” at any time.");
    expect((await enrollmentOf(own.db, place, ada)).endReason).toBe("finished");
  });

  test("a tag that has gone is seen", async () => {
    const { engine, time, ...place } = await stage(
      own.db,
      course({ onlyIf: asking({ test: "tag", tag: "vip" }) }),
    );
    await submit(engine, place.workspaceId, ada, "met");
    await own.db.update(contact).set({ tags: ["vip"] });
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.settle();
    await own.db.update(contact).set({ tags: [] });
    await time.by(2 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent", offer: "dropped" });
  });
});
