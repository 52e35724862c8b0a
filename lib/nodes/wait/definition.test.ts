import { expect, test } from "vitest";
import { aHistory, aWorld } from "../sample-world";
import { wait } from "./definition";

const HOUR = 3_600_000;
const visit = (now: number) =>
  wait.visit({ forMs: HOUR }, { nodeId: "w", arrivedAt: 1_000, number: 1 }, aWorld(aHistory(), now));

test("waits until its time has come, to the millisecond", () => {
  expect(visit(1_000)).toEqual({ answer: "wait", until: 1_000 + HOUR });
  expect(visit(1_000 + HOUR - 1)).toEqual({ answer: "wait", until: 1_000 + HOUR });
});

test("goes on then, and says when the time was up, also when asked late", () => {
  const gone = {
    answer: "leave",
    by: "next",
    because: { v: 1, why: "time", items: [{ topic: "clock", at: 1_000 + HOUR }] },
  };
  expect(visit(1_000 + HOUR)).toEqual(gone);
  expect(visit(1_000 + 50 * HOUR)).toEqual(gone);
});

test("its sentence says how long", () => {
  expect(wait.summary({ forMs: 36 * HOUR })).toBe("Wait 1 day 12 hours");
});
