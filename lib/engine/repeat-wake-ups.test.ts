import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { enrollment } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf } from "@/tests/engine/look";
import { advance } from "./advance";
import { woken } from "./hints";
import { repeatWakeUps, stillAwaited } from "./repeat-wake-ups";

describe("a wake-up towards a real Inngest", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const one = woken({ id: "one", turn: 3 });
  const two = woken({ id: "two", turn: 1 });

  /** When it was sent again, in ms since the first time, and for whom. */
  async function repeated(awaited: (ms: number) => (typeof one)[] | Error) {
    const began = Date.now();
    const sent: [number, string[]][] = [];
    repeatWakeUps([one, two], {
      async send(hints) {
        sent.push([Date.now() - began, hints.map(({ data }) => data.turn)]);
      },
      async stillAwaited(hints) {
        const now = awaited(Date.now() - began);
        if (now instanceof Error) throw now;
        return hints.filter((hint) => now.includes(hint));
      },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    return sent;
  }

  test("is repeated after 1, 5 and 25 seconds, and then the sweep has it", async () => {
    expect(await repeated(() => [one, two])).toEqual([
      [1_000, ["one:3", "two:1"]],
      [5_000, ["one:3", "two:1"]],
      [25_000, ["one:3", "two:1"]],
    ]);
  });

  test("is not repeated any more once whoever it was for has taken the next turn", async () => {
    expect(await repeated((ms) => (ms < 2_000 ? [one, two] : [two]))).toEqual([
      [1_000, ["one:3", "two:1"]],
      [5_000, ["two:1"]],
      [25_000, ["two:1"]],
    ]);
    expect(await repeated(() => [])).toEqual([]);
  });

  test("is repeated all the same while the database does not answer", async () => {
    expect(await repeated(() => new Error("away"))).toHaveLength(3);
  });
});

describe("who still waits to be woken", () => {
  const own = ownDatabase();
  const ada = subscriber("Ada");

  test("is known by the turn: not who was asked since, nor who has come to the end", async () => {
    const flow = drawing({ t: onEvent("signed up"), pause: wait(DAY), bye: end() }, ["t > pause > bye"]);
    const { time, engine, ...place } = await stage(own.db, flow);
    await submit(engine, place.workspaceId, ada, "signed up");
    const step = async () => {
      const { id, generation } = await enrollmentOf(own.db, place, ada);
      await advance(engine, { ...place, enrollmentId: id, generation });
      return enrollmentOf(own.db, place, ada);
    };
    const first = woken(await step());
    expect(await stillAwaited(own.db, [first])).toEqual([first]);
    const second = woken(await step());
    expect(await stillAwaited(own.db, [first, second])).toEqual([second]);
    time.outage(2 * DAY);
    const { id, status } = await step();
    expect(status).toBe("ended");
    expect(await stillAwaited(own.db, [second])).toEqual([]);
    await own.db.delete(enrollment).where(eq(enrollment.id, id));
    expect(await stillAwaited(own.db, [second])).toEqual([]);
  });
});
