import { expect, test } from "vitest";
import { ownDatabase } from "./database";
import { drawing, end, mail, onEvent, opened, wait } from "./drawings";
import { DAY, HOUR, stage, submit, subscriber } from "./kit";
import { pathOf, react } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");

test("who opened the email of the round before, too late, has not opened the one of this round", async () => {
  const { db } = own;
  const around = drawing(
    {
      t: onEvent("joined"),
      m: mail("Again"),
      asked: opened("m", DAY),
      pause: wait(2 * HOUR),
      back: { type: "jump", data: { to: "step", most: 2 } },
      read: end("read it"),
    },
    ["t > m > asked:no > pause > back > m", "asked:yes > read"],
  );
  const { time, ...place } = await stage(db, around);
  await submit(time.engine, place.workspaceId, ada, "joined");
  await time.by(DAY + HOUR);
  await react(time.engine, place, ada, "m", "opened");
  await time.by(DAY);
  expect(await pathOf(db, place, ada)).toEqual([
    "t:next",
    "m:next",
    "asked:no",
    "pause:next",
    "back:next",
    "m:next",
    "asked",
  ]);
});
