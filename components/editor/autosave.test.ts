import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { emptyFlow, type Flow } from "@/lib/flow/flow";
import { ok, problem, type Result } from "@/lib/result";
import { createAutosave, type SaveState } from "./autosave";

type Answer = Result<{ revision: number }>;

function harness() {
  const calls: { revision: number; flow: Flow; answer: (result: Answer) => void; fail: () => void }[] = [];
  const states: SaveState["is"][] = [];
  const autosave = createAutosave({
    revision: 7,
    report: (state) => states.push(state.is),
    save: (revision, flow) =>
      new Promise((resolve, reject) =>
        calls.push({ revision, flow, answer: resolve, fail: () => reject(new Error("offline")) }),
      ),
  });
  return { autosave, calls, states };
}

const call = (calls: ReturnType<typeof harness>["calls"], index: number) => {
  const one = calls[index];
  if (!one) throw new Error(`There was no save number ${index}.`);
  return one;
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("autosave", () => {
  test("waits for a pause and saves only the newest drawing", async () => {
    const { autosave, calls, states } = harness();
    const newest = emptyFlow();
    autosave.queue(emptyFlow());
    await vi.advanceTimersByTimeAsync(500);
    autosave.queue(newest);
    await vi.advanceTimersByTimeAsync(599);
    expect(calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.map(({ revision, flow }) => ({ revision, flow }))).toEqual([{ revision: 7, flow: newest }]);
    call(calls, 0).answer(ok({ revision: 8 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe("saved");
    expect(autosave.revision()).toBe(8);
  });

  test("keeps one save in flight and sends what came meanwhile on top of its revision", async () => {
    const { autosave, calls } = harness();
    autosave.queue(emptyFlow());
    await vi.advanceTimersByTimeAsync(600);
    const newest = emptyFlow();
    autosave.queue(newest);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls).toHaveLength(1);
    call(calls, 0).answer(ok({ revision: 8 }));
    await vi.advanceTimersByTimeAsync(600);
    expect(calls).toHaveLength(2);
    expect(call(calls, 1).revision).toBe(8);
    expect(call(calls, 1).flow).toBe(newest);
  });

  test("tries again after longer and longer pauses when the server cannot be reached", async () => {
    const { autosave, calls, states } = harness();
    autosave.queue(emptyFlow());
    await vi.advanceTimersByTimeAsync(600);
    call(calls, 0).fail();
    await vi.advanceTimersByTimeAsync(999);
    expect(states.at(-1)).toBe("retrying");
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(2);
    call(calls, 1).fail();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(3);
    call(calls, 2).answer(ok({ revision: 8 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe("saved");
  });

  test("sends nothing more on top of a revision that is stale until told how to go on", async () => {
    const { autosave, calls, states } = harness();
    const mine = emptyFlow();
    autosave.queue(mine);
    await vi.advanceTimersByTimeAsync(600);
    call(calls, 0).answer(problem("stale", "Anna changed this funnel a minute ago."));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe("stale");
    autosave.queue(mine);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    autosave.rebase(12, mine);
    await vi.advanceTimersByTimeAsync(0);
    expect(call(calls, 1).revision).toBe(12);
    expect(call(calls, 1).flow).toBe(mine);
  });

  test("goes on from theirs with nothing to save", async () => {
    const { autosave, calls, states } = harness();
    autosave.queue(emptyFlow());
    await vi.advanceTimersByTimeAsync(600);
    call(calls, 0).answer(problem("stale", "Anna changed this funnel a minute ago."));
    await vi.advanceTimersByTimeAsync(0);
    autosave.rebase(12, null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.at(-1)).toBe("saved");
    expect(calls).toHaveLength(1);
  });

  test("flush saves at once and says how it went", async () => {
    const { autosave, calls } = harness();
    autosave.queue(emptyFlow());
    const flushed = autosave.flush();
    expect(calls).toHaveLength(1);
    call(calls, 0).answer(problem("invalid", "A funnel has at most 1000 steps."));
    await expect(flushed).resolves.toEqual({ is: "refused", message: "A funnel has at most 1000 steps." });
  });

  test("flush waits for a save under way and then saves what came meanwhile", async () => {
    const { autosave, calls } = harness();
    autosave.queue(emptyFlow());
    await vi.advanceTimersByTimeAsync(600);
    autosave.queue(emptyFlow());
    const flushed = autosave.flush();
    call(calls, 0).answer(ok({ revision: 8 }));
    await vi.advanceTimersByTimeAsync(0);
    call(calls, 1).answer(ok({ revision: 9 }));
    await expect(flushed).resolves.toEqual({ is: "saved" });
    expect(autosave.revision()).toBe(9);
  });
});
