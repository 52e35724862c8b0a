import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { setPaused } from "@/db/queries/funnels";
import { findPath } from "@/db/queries/path";
import { enrollment, message } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { sayEnd, sayNext } from "@/lib/flow/explain";
import { stepsOf } from "@/lib/flow/path-steps";
import { bought, clicked, drawing, end, goal, mail, onEvent, onForm, wait } from "@/tests/engine/drawings";
import {
  buy,
  DAY,
  HOUR,
  MINUTE,
  makeWorkspace,
  stage,
  stranger,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, react } from "@/tests/engine/look";

let db: Pool;
let drop: () => Promise<void>;
// Each life begins on the same Monday, and a database does not go back in time.
beforeEach(async () => {
  ({ db, drop } = await scratchDatabase());
});
afterEach(() => drop());

const flow = drawing(
  {
    t: onEvent("signed up"),
    form: onForm(),
    hello: mail("Hello"),
    asked: clicked("hello", 2 * DAY),
    pause: wait(3 * DAY),
    second: mail("Second"),
    buyer: bought(DAY),
    buys: goal({ waitMs: DAY, otherwise: "end" }),
    bye: end("thanked"),
  },
  [
    "form > hello",
    "t > hello > asked",
    "asked:yes > pause > second > buyer",
    "asked:no > buyer",
    "buyer:yes > bye",
    "buyer:no > buys > bye",
  ],
);

const ada = subscriber("Ada");

async function entered(who = ada) {
  const { time, engine, ...place } = await stage(db, flow);
  await submit(engine, place.workspaceId, who, "signed up", { id: `entry-${who.name}` });
  await time.settle();
  const { id } = await enrollmentOf(db, place, who);
  const path = async () => {
    const found = await findPath(db, { workspaceId: place.workspaceId, enrollmentId: id });
    if (!found) throw new Error("There is no such path.");
    return found;
  };
  return {
    ...place,
    time,
    engine,
    id,
    path,
    /** "name: what happened | what happened", step by step. */
    said: async () =>
      stepsOf(await path()).map(({ name, lines }) =>
        [name, lines.map(({ text }) => text).join(" | ")].filter(Boolean).join(": "),
      ),
    next: async () => sayNext(await path(), { now: time.now(), zone: "UTC" }),
    end: async () => sayEnd(await path()),
  };
}

describe("a path", () => {
  test("says of each step what happened there and why it was left", async () => {
    const life = await entered();
    await life.time.by(HOUR);
    await react(life.engine, life, ada, "hello", "opened");
    await life.time.by(HOUR);
    await react(life.engine, life, ada, "hello", "clicked");
    await life.time.by(3 * DAY + 12 * HOUR);
    await buy(life.engine, life.workspaceId, ada, { value: 4_990, properties: { product: "Course" } });
    await life.time.settle();
    expect(await life.said()).toEqual([
      "Trigger 1: Came in when “signed up” happened.",
      "Email 1: The email was sent. | Opened it. | Clicked “Have a look”.",
      "Condition 1: Clicked “Have a look” in “Email 1”, 2 hours after it came.",
      "Wait 1: Waited 3 days.",
      "Email 2: The email was sent.",
      "Condition 2: Bought “Course” for €49.90 and was taken to the goal.",
      "Goal 1: Bought “Course” for €49.90.",
      "End 1: Came to the end: thanked.",
    ]);
    expect(await life.next()).toBeNull();
    expect(await life.end()).toBe("Left the funnel: thanked.");
    const { conversions, contact, versionNumber, entry } = await life.path();
    expect(conversions).toMatchObject([{ nodeId: "buys", value: 4_990, currency: "EUR" }]);
    expect(contact).toMatchObject({ email: ada.email, name: "Ada" });
    expect(versionNumber).toBe(1);
    expect(entry).toMatchObject({ id: "entry-Ada", name: "signed up" });
  });

  test("says what did not happen, and names the path that was taken", async () => {
    const life = await entered();
    await life.time.by(5 * DAY);
    expect(await life.said()).toEqual([
      "Trigger 1: Came in when “signed up” happened.",
      "Email 1: The email was sent.",
      "Condition 1: Did not click a link in “Email 1” within 2 days.",
      "Condition 2: Did not buy anything within 1 day.",
      "Goal 1: Did not buy anything within 1 day.",
    ]);
    expect(stepsOf(await life.path()).map(({ path }) => path)).toEqual([null, null, "No", "No", null]);
    expect(await life.end()).toBe("Left the funnel: goal not reached.");
  });

  test("says why a mail was not sent", async () => {
    const who = stranger("Bob");
    const life = await entered(who);
    await life.time.by(HOUR);
    expect((await life.said())[1]).toBe(
      "Email 1: The email was not sent. They never agreed to marketing mail.",
    );
  });

  test("of somebody else's workspace, or of a member's test, is not found unless it is asked for", async () => {
    const { workspaceId, id } = await entered();
    const other = await makeWorkspace(db);
    expect(await findPath(db, { workspaceId: other, enrollmentId: id })).toBeNull();
    await db.update(enrollment).set({ test: true }).where(eq(enrollment.id, id));
    expect(await findPath(db, { workspaceId, enrollmentId: id })).toBeNull();
    expect(await findPath(db, { workspaceId, enrollmentId: id, test: true })).not.toBeNull();
  });
});

describe("what happens next", () => {
  test("is said of every kind of wait, with the moment", async () => {
    const life = await entered();
    await life.time.by(MINUTE);
    expect(await life.next()).toBe(
      "Waits until Wednesday 09:00 to see whether they clicked a link in “Email 1”. If not, “Condition 2” is next.",
    );
    await react(life.engine, life, ada, "hello", "clicked");
    await life.time.settle();
    expect(await life.next()).toBe("Waits until Thursday 09:01, then “Email 2”.");
    await life.time.by(3 * DAY + DAY + HOUR);
    expect(await life.next()).toBe(
      "Waits until tomorrow 09:01 for them to buy something. If they do not, they leave the funnel.",
    );
  });

  test("is said of mail that waits: on its way, held, or in a funnel that is paused", async () => {
    const { time, engine, ...place } = await stage(db, flow);
    await submit(engine, place.workspaceId, ada, "signed up");
    const { id, workspaceId } = await enrollmentOf(db, place, ada);
    const next = async () => {
      const path = await findPath(db, { workspaceId, enrollmentId: id });
      return path && sayNext(path, { now: time.now(), zone: "UTC" });
    };
    expect(await next()).toBe("Moves on within seconds.");
    await setPaused(db, { ...place, paused: true });
    expect(await next()).toBe(
      "The funnel is paused: nobody moves until it goes on. Moves on within seconds.",
    );
    await setPaused(db, { ...place, paused: false });
    const { advance } = await import("@/lib/engine/advance");
    await advance(engine, { workspaceId, enrollmentId: id, generation: 1 });
    expect(await next()).toBe("The email is on its way.");
    await db.update(message).set({ state: "held", reason: "It is more than a day late." });
    expect(await next()).toBe("Its email is held. It is more than a day late.");
    await db.update(enrollment).set({ stuck: true, failure: "A step is missing." });
    expect(await next()).toBe("Cannot go on: A step is missing.");
  });
});
