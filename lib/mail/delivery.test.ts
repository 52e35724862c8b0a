import fc from "fast-check";
import { expect, test } from "vitest";
import { type DeliveryReport, deliveryOf, isGivenUp, reportKinds, sayReport } from "./delivery";

const report = (kind: DeliveryReport["kind"], at = 0): DeliveryReport => ({ kind, at, detail: null });
const DAY = 86_400_000;

const someReports = fc.array(
  fc.record({ kind: fc.constantFrom(...reportKinds), at: fc.nat(20 * DAY), detail: fc.constant(null) }),
  { maxLength: 12 },
);

test("a complaint outweighs a bounce, a bounce a delivery, a delivery that it was sent", () => {
  expect(deliveryOf([])).toBeNull();
  expect(deliveryOf([report("delivered", 5), report("sent", 9)])?.kind).toBe("delivered");
  expect(deliveryOf([report("bounced", 5), report("delivered", 9)])?.kind).toBe("bounced");
  expect(deliveryOf([report("complained", 9), report("bounced", 5)])?.kind).toBe("complained");
});

test("order and repetition of reports change neither where a mail stands nor whether an address is given up", () => {
  fc.assert(
    fc.property(someReports, fc.infiniteStream(fc.nat()), (reports, stream) => {
      const numbers = stream[Symbol.iterator]();
      const next = () => numbers.next().value as number;
      const shuffled = reports
        .flatMap((one) => Array.from({ length: 1 + (next() % 3) }, () => one))
        .map((one) => ({ one, by: next() }))
        .toSorted((a, b) => a.by - b.by)
        .map(({ one }) => one);
      expect(deliveryOf(shuffled)).toEqual(deliveryOf(reports));
    }),
  );
});

test("five soft bounces in a row over three days give an address up; a delivery in between starts again", () => {
  const soft = (...days: number[]) => days.map((day) => report("soft-bounced", day * DAY));
  expect(isGivenUp(soft(0, 1, 2, 3))).toBe(false);
  expect(isGivenUp(soft(0, 1, 2, 2.5, 2.9))).toBe(false);
  expect(isGivenUp(soft(0, 1, 2, 2.5, 3))).toBe(true);
  expect(isGivenUp([...soft(0, 1, 2, 3, 4), report("delivered", 2.5 * DAY)])).toBe(false);
  expect(isGivenUp(soft(3, 0, 2.5, 1, 2))).toBe(true);
});

test("every kind of report has a sentence", () => {
  for (const kind of reportKinds) expect(sayReport(report(kind))).toMatch(/^[A-Z].+/);
});
