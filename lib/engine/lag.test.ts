import { expect, test } from "vitest";
import { newLag } from "./lag";

const SECOND = 1_000;

test("the longest wait of late counts, and is forgotten once nobody has to wait any more", () => {
  const lag = newLag(0);
  expect(lag.at(100 * SECOND)).toBe(0);
  lag.note(3 * SECOND, 101 * SECOND);
  lag.note(30 * SECOND, 102 * SECOND);
  lag.note(-5, 103 * SECOND);
  expect(lag.at(103 * SECOND)).toBe(30 * SECOND);
  expect(lag.at(112 * SECOND), "ten seconds later at the least").toBe(30 * SECOND);
  lag.note(2 * SECOND, 113 * SECOND);
  expect(lag.at(119 * SECOND)).toBe(30 * SECOND);
  expect(lag.at(126 * SECOND)).toBe(2 * SECOND);
  expect(lag.at(140 * SECOND)).toBe(0);
});

test("nobody waited for a process before it was there", () => {
  const lag = newLag(1_000 * SECOND);
  lag.note(900 * SECOND, 1_004 * SECOND);
  expect(lag.at(1_004 * SECOND)).toBe(4 * SECOND);
  lag.forget(2_000 * SECOND);
  expect(lag.at(2_000 * SECOND)).toBe(0);
  lag.note(900 * SECOND, 2_001 * SECOND);
  expect(lag.at(2_001 * SECOND)).toBe(SECOND);
});
