import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFlow } from "./arbitrary";
import { anyEdit } from "./arbitrary-edit";
import {
  begin,
  canRedo,
  canUndo,
  commit,
  type History,
  MOST_STEPS,
  mark,
  redo,
  replace,
  settle,
  undo,
} from "./history";

const numbers = fc.array(fc.integer());
const done = (values: readonly number[]): History<number> => values.reduce(commit<number>, begin(0));

describe("any history of drawings", () => {
  test("undo takes back an edit, redo brings it again", () => {
    fc.assert(
      fc.property(anyFlow(), fc.array(anyEdit, { maxLength: 6 }), anyEdit, (flow, earlier, one) => {
        const before = earlier.reduce(
          (history, edit) => commit(history, edit.apply(history.present)),
          begin(flow),
        );
        const after = commit(before, one.apply(before.present));
        if (after === before) return;
        expect(undo(after).present).toBe(before.present);
        expect(undo(after).past).toEqual(before.past);
        expect(redo(undo(after))).toEqual(after);
      }),
    );
  });

  test("undoing everything comes back to the beginning, redoing everything to the end", () => {
    fc.assert(
      fc.property(anyFlow(), fc.array(anyEdit, { maxLength: 12 }), (flow, edits) => {
        const end = edits.reduce(
          (history, edit) => commit(history, edit.apply(history.present)),
          begin(flow),
        );
        let history = end;
        while (canUndo(history)) history = undo(history);
        expect(history.present).toBe(flow);
        while (canRedo(history)) history = redo(history);
        expect(history).toEqual(end);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a gesture", () => {
  test("of any length is one step", () => {
    fc.assert(
      fc.property(numbers, fc.array(fc.integer(), { minLength: 1 }), (earlier, places) => {
        const before = done(earlier);
        const after = settle(places.reduce(replace<number>, mark(before)));
        if (after.present === before.present) return;
        expect(after.past).toEqual([...before.past, before.present]);
        expect(undo(after).present).toBe(before.present);
      }),
    );
  });

  test("that changes nothing is no step, and keeps what could be redone", () => {
    fc.assert(
      fc.property(numbers, fc.nat(5), (earlier, back) => {
        let before = done(earlier);
        for (let count = 0; count < back; count++) before = undo(before);
        expect(settle(mark(before))).toEqual(before);
        expect(settle(replace(mark(before), before.present))).toEqual(before);
      }),
    );
  });

  test("may be undone before it has ended", () => {
    const history = replace(replace(mark(begin("start")), "on the way"), "further");
    expect(undo(history)).toEqual({ past: [], present: "start", future: ["further"] });
    expect(undo(mark(done([1])))).toEqual({ past: [], present: 0, future: [1] });
  });

  test("marked twice is still one step", () => {
    const history = settle(replace(mark(mark(begin(0))), 1));
    expect(history).toEqual({ past: [0], present: 1, future: [] });
  });
});

test("a new step gives up what was undone", () => {
  const history = commit(undo(done([1, 2])), 3);
  expect(history).toEqual({ past: [0, 1], present: 3, future: [] });
  expect(canRedo(history)).toBe(false);
});

test("handing back the same value is no step", () => {
  const history = done([1]);
  expect(commit(history, 1)).toBe(history);
  expect(canUndo(begin(0))).toBe(false);
  expect(undo(begin(0))).toEqual(begin(0));
  expect(redo(history)).toBe(history);
});

test("the oldest steps are forgotten past the limit, and a click that moves nothing costs none", () => {
  const history = done(Array.from({ length: MOST_STEPS + 50 }, (_, at) => at + 1));
  expect(history.past).toHaveLength(MOST_STEPS);
  expect(history.past[0]).toBe(50);
  expect(settle(mark(history))).toEqual(history);
});
