import { describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, letter, mail, onEvent, series } from "@/tests/engine/drawings";
import { DAY, HOUR, MINUTE, publishFlow, SECOND, stage, submit, subscriber } from "@/tests/engine/kit";
import { mailsOf, statesOf } from "@/tests/engine/look";
import { holdAll, releaseAll } from "./hold-all";
import { resume } from "./resume";
import { sweep } from "./sweep";

const own = ownDatabase();
const ada = subscriber("Ada");

describe("hold all sending", () => {
  test("nothing leaves, people walk on to their emails, and afterwards it goes on", async () => {
    const { time, engine, ...place } = await stage(own.db, series);
    await submit(engine, place.workspaceId, ada, "joined");
    await holdAll(engine, { workspaceId: place.workspaceId, userId: null });
    await time.by(3 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "queued" });
    expect((await sweep(engine)).accounts).toBe(0);
    expect(
      await releaseAll(engine, { workspaceId: place.workspaceId, userId: null, choice: { do: "decide" } }),
    ).toBe(true);
    await time.by(2 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent", two: "sent", bill: "sent" });
  });

  test("after three days nothing goes by itself, unless that is decided", async () => {
    for (const [choice, state] of [
      [{ do: "decide" }, "held"],
      [{ do: "send" }, "sent"],
      [{ do: "skip", hours: 24 }, "dropped"],
    ] as const) {
      const { time, engine, ...place } = await stage(own.db, letter("joined"));
      const by = { workspaceId: place.workspaceId, userId: null };
      await submit(engine, place.workspaceId, ada, "joined");
      await holdAll(engine, by);
      await time.by(3 * DAY);
      await releaseAll(engine, { ...by, choice });
      expect(await releaseAll(engine, { ...by, choice }), "once").toBe(false);
      await time.settle();
      expect(await statesOf(own.db, place, ada)).toEqual({ one: state });
    }
  });

  test("a later decision is about what an earlier one has spread, too", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"));
    const by = { workspaceId: place.workspaceId, userId: null };
    await submit(engine, place.workspaceId, ada, "joined");
    for (const [choice, state] of [
      [{ do: "spread", days: 14 }, "queued"],
      [{ do: "send" }, "sent"],
    ] as const) {
      await holdAll(engine, by);
      await time.by(HOUR);
      await releaseAll(engine, { ...by, choice });
      await time.settle();
      expect(await statesOf(own.db, place, ada)).toEqual({ one: state });
    }
  });

  test("what was useful only meanwhile is skipped, and so is what a spread would bring too late", async () => {
    const until = (forMs: number) =>
      drawing({ t: onEvent("joined"), one: mail("One", { useful: { until: "due", forMs } }), bye: end() }, [
        "t > one > bye",
      ]);
    const { time, engine, ...over } = await stage(own.db, until(2 * HOUR));
    const soon = await publishFlow(own.db, over.workspaceId, until(3 * HOUR + SECOND));
    const by = { workspaceId: over.workspaceId, userId: null };
    await submit(engine, over.workspaceId, ada, "joined");
    await holdAll(engine, by);
    await time.by(3 * HOUR);
    await setPaused(own.db, { ...over, paused: true });
    await releaseAll(engine, { ...by, choice: { do: "spread", days: 14 } });
    await resume(engine, { ...over, userId: null, choice: { do: "send" } });
    await time.settle();
    for (const place of [over, soon]) {
      expect(await mailsOf(own.db, place, ada)).toMatchObject([
        { state: "dropped", reason: expect.stringMatching(/^It was only useful until/) },
      ]);
    }
  });

  test("another workspace goes on", async () => {
    const { time, engine, ...place } = await stage(own.db, letter("joined"));
    const other = await stage(own.db, letter("joined"));
    await holdAll(engine, { workspaceId: other.workspaceId, userId: null });
    await submit(engine, place.workspaceId, ada, "joined");
    await time.by(MINUTE);
    expect(await statesOf(own.db, place, ada)).toEqual({ one: "sent" });
  });
});
