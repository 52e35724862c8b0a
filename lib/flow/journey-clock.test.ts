import fc from "fast-check";
import { expect, test } from "vitest";
import { journeyTime, realTime } from "./journey-clock";

const clock = fc.record({
  enteredAt: fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }),
  speed: fc.integer({ min: 1, max: 86_400 }),
});
const later = fc.nat(86_400_000 * 400);

test("a real moment keeps its order and its distance, and comes back as it was", () => {
  fc.assert(
    fc.property(clock, later, later, (of, a, b) => {
      const [first, second] = [of.enteredAt + a, of.enteredAt + b];
      expect(journeyTime(of, second) - journeyTime(of, first)).toBe((second - first) * of.speed);
      expect(realTime(of, journeyTime(of, first))).toBe(first);
    }),
  );
});

test("what is due by the journey's clock is due at the first real millisecond that is not too early", () => {
  fc.assert(
    fc.property(clock, later, (of, wait) => {
      const due = of.enteredAt + wait;
      const real = realTime(of, due);
      expect(journeyTime(of, real)).toBeGreaterThanOrEqual(due);
      expect(journeyTime(of, real - 1)).toBeLessThan(due);
    }),
  );
});

test("whoever is not a test lives in real time", () => {
  fc.assert(
    fc.property(clock, later, (of, after) => {
      const plain = { ...of, speed: 1 };
      expect(journeyTime(plain, of.enteredAt + after)).toBe(of.enteredAt + after);
      expect(realTime(plain, of.enteredAt + after)).toBe(of.enteredAt + after);
    }),
  );
});
