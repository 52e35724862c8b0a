import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, MONDAY, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, everything, pathOf, react, statesOf } from "@/tests/engine/look";
import { advance } from "./advance";

let db: Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
});
afterAll(() => drop());

const ada = subscriber("Ada");

const welcome = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(DAY),
    asked: clicked("hello", 2 * DAY),
    buys: goal(),
    again: mail("Again"),
    bye: end("thanked"),
  },
  ["t > hello > pause > asked", "asked:yes > buys > bye", "asked:no > again"],
);

describe("advance changes nothing", () => {
  /** Somebody who waits, and rows to compare with. */
  async function waiting() {
    const { time, engine, ...place } = await stage(db, welcome);
    await submit(engine, place.workspaceId, ada, "signed up");
    await time.by(HOUR);
    const row = await enrollmentOf(db, place, ada);
    return {
      time,
      engine,
      place,
      row,
      once: (generation = row.generation) => advance(engine, { ...place, enrollmentId: row.id, generation }),
    };
  }
  const rows = () => everything(db, { butTurn: true });

  test("when nothing is due", async () => {
    const { once } = await waiting();
    const before = await rows();
    await once();
    expect(await rows()).toEqual(before);
  });
});

test("whoever clicks takes yes, and a purchase brings them to the goal", async () => {
  const { time, engine, ...place } = await stage(db, welcome);
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.by(HOUR);
  expect(await pathOf(db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
  await react(engine, place, ada, "hello", "clicked");
  await time.to(MONDAY + DAY + HOUR);
  expect(await pathOf(db, place, ada)).toEqual(["t:next", "hello:next", "pause:next", "asked:yes", "buys"]);
  await buy(engine, place.workspaceId, ada);
  await time.settle();
  expect(await pathOf(db, place, ada)).toEqual([
    "t:next",
    "hello:next",
    "pause:next",
    "asked:yes",
    "buys:next",
    "bye:ended",
  ]);
  expect(await statesOf(db, place, ada)).toEqual({ hello: "sent" });
});
