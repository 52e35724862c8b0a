import { describe, expect, test } from "vitest";
import { afterHold, type BacklogChoice, backlogChoice, type GoneOn, laterOf } from "./backlog";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const R = 100 * DAY;
const went = (choice: BacklogChoice): GoneOn => ({ at: R, by: null, choice, total: 1 });
const mail = (lateMs: number, id = "80000000-0000-4000-8000-000000000000") => ({ id, dueAt: R - lateMs });

describe("what a decision means for one mail", () => {
  test("it is only about what should have left before", () => {
    for (const choice of [{ do: "send" }, { do: "skip", hours: 1 }, { do: "spread", days: 3 }] as const) {
      expect(afterHold(went(choice), mail(0), R)).toBeNull();
      expect(afterHold(went(choice), mail(-DAY), R + 2 * DAY)).toBeNull();
      expect(afterHold(went(choice), mail(1), R)).not.toBeNull();
    }
    expect(afterHold(null, mail(DAY), R)).toBeNull();
  });

  test("decide, and starting waits over, leave mail to the rule for what is late", () => {
    expect(afterHold(went({ do: "decide" }), mail(3 * DAY), R)).toBeNull();
    expect(afterHold(went({ do: "restart" }), mail(3 * DAY), R)).toBeNull();
  });

  test("send: it counts as due then", () => {
    expect(afterHold(went({ do: "send" }), mail(30 * DAY), R + HOUR)).toEqual({ dueAt: R });
  });

  test("skip: to the millisecond", () => {
    const skip = went({ do: "skip", hours: 12 });
    expect(afterHold(skip, mail(12 * HOUR), R)).toEqual({ dueAt: R });
    expect(afterHold(skip, mail(12 * HOUR + 1), R)).toEqual({
      skip: "It was 12 hours late when sending went on, and email older than 12 hours was skipped.",
    });
  });

  test("spread: each has its place, the same whenever it is asked", () => {
    const spread = went({ do: "spread", days: 4 });
    const middle = mail(DAY);
    const until = R + 2 * DAY;
    expect(afterHold(spread, middle, R)).toEqual({ until, because: "spread over 4 days" });
    expect(afterHold(spread, middle, until - 1)).toMatchObject({ until });
    expect(afterHold(spread, middle, until)).toEqual({ dueAt: until });
    const ids = Array.from({ length: 4_000 }, () => crypto.randomUUID());
    const slots = ids.map((id) => {
      const after = afterHold(spread, mail(1, id), R);
      return after && "until" in after ? after.until : R;
    });
    expect(Math.min(...slots)).toBeGreaterThanOrEqual(R);
    expect(Math.max(...slots)).toBeLessThan(R + 4 * DAY);
    for (let day = 0; day < 4; day++) {
      const there = slots.filter((slot) => Math.floor((slot - R) / DAY) === day).length;
      expect(there).toBeGreaterThan(800);
    }
  });

  test("the later of two decisions holds", () => {
    const one = went({ do: "send" });
    const other = { ...went({ do: "decide" }), at: R + 1 };
    expect(laterOf(one, other)).toBe(other);
    expect(laterOf(other, one)).toBe(other);
    expect(laterOf(null, one)).toBe(one);
    expect(laterOf(null, null)).toBeNull();
  });

  test.each([
    { do: "spread", days: 0 },
    { do: "spread", days: 15 },
    { do: "skip", hours: 0.5 },
    { do: "burn" },
    { do: "send", days: 3 },
  ])("%o is no decision", (choice) => {
    expect(backlogChoice.safeParse(choice).success).toBe(false);
  });
});
