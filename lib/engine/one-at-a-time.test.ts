import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time";

/** A wire on which each batch stays until it is let through. */
function wire() {
  const batches: number[][] = [];
  const through: (() => void)[] = [];
  const send = oneAtATime<number>((batch) => {
    batches.push(batch);
    return new Promise((resolve) => through.push(resolve));
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    batches,
    send,
    turn,
    async letThrough() {
      through.shift()?.();
      await turn();
    },
  };
}

test("alone it goes at once, and what comes meanwhile goes together", async () => {
  const { batches, send, turn, letThrough } = wire();
  const done: string[] = [];
  void send([1]).then(() => done.push("first"));
  await turn();
  void send([2, 3]).then(() => done.push("second"));
  void send([4]).then(() => done.push("third"));
  await turn();
  expect(batches).toEqual([[1]]);
  expect(done).toEqual([]);
  await letThrough();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  expect(done).toEqual(["first"]);
  void send([5]);
  await letThrough();
  expect(done).toEqual(["first", "second", "third"]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test("a wire that lets nothing through fills no memory", async () => {
  const { batches, send, turn, letThrough } = wire();
  void send([0]);
  await turn();
  for (let n = 0; n < 20; n++) void send(Array.from({ length: 1_000 }, () => n));
  for (let n = 0; n < 20; n++) await letThrough();
  expect(batches.map((batch) => batch.length)).toEqual([1, ...Array(10).fill(500)]);
});
