import { describe, expect, it } from "vitest";
import type { Flow } from "@/lib/flow/flow";
import type { Fact, Instant, Settled } from "@/lib/flow/world";
import { interpret } from "./interpret";
import {
  clicked,
  condition,
  email,
  end,
  goal,
  opened,
  purchased,
  sketch,
  trigger,
  wait,
  waitUntil,
} from "./sketch";

/** Entry. Every time below is in milliseconds since then. */
const T = 1_000_000;
const FAR = 10_000;

const entry: Fact = {
  id: "entry",
  name: "form.submitted",
  at: T,
  visibleAt: T,
  value: null,
  currency: null,
  properties: {},
};

type Bought = { at: number; seen?: number };
/** What becomes of the mail of a step, and what is done with it: [kind and link, seen]. Times since entry. */
type Mail = {
  settled: Settled;
  at: number;
  does?: [kind: "opened" | "clicked", seen: number, link?: string][];
};
type Life = { bought?: Bought[]; mails?: Record<string, Mail>; until?: number };

const factOf = ({ at, seen = at }: Bought, n: number): Fact => ({
  ...entry,
  name: "purchase",
  id: `fact${n}`,
  at: T + at,
  visibleAt: T + seen,
});

/** The journey as "step from–to exit", its goals and its end. */
function tell(flow: Flow, { bought = [], mails = {}, until = FAR }: Life = {}) {
  const history = {
    contactId: "c",
    funnelId: "f",
    enteredAt: T,
    entry,
    facts: [entry, ...bought.map(factOf)],
    zoneAt: () => "UTC",
  };
  const result = interpret(flow, history, { nodeId: "in" }, T + until, {
    settle(_visit, nodeId) {
      const mail = mails[nodeId];
      return mail ? { settled: mail.settled, settledAt: T + mail.at } : null;
    },
    engage: (visit, nodeId) =>
      (mails[nodeId]?.does ?? []).map(([kind, seen, link = null], n) => ({
        id: `${visit}.${n}`,
        kind,
        nodeId,
        visit,
        link,
        at: T + seen,
        visibleAt: T + seen,
      })),
  });
  const since = (instant: Instant | null) => (instant === null ? "" : instant - T);
  return {
    path: result.path
      .slice(1)
      .map((leg) => `${leg.nodeId} ${since(leg.enteredAt)}–${since(leg.leftAt)} ${leg.exit ?? "."}`),
    reached: result.reached,
    ended: result.ended ? `${result.ended.reason} ${since(result.ended.at)}` : null,
    mails: result.mails.map((mail) => `${mail.visit} ${mail.nodeId} ${since(mail.askedAt)}`),
  };
}

describe("walking", () => {
  it.each<[string, Flow, Life, string[], string | null]>([
    [
      "leaves a wait when its time has come",
      sketch({ in: trigger("w"), w: wait(10, "e"), e: end("done") }),
      {},
      ["w 0–10 next", "e 10–10 ."],
      "done 10",
    ],
    ["stays while time is not up", sketch({ in: trigger("w"), w: wait(10) }), { until: 9 }, ["w 0– ."], null],
    [
      "finishes on an open path",
      sketch({ in: trigger("w"), w: wait(10) }),
      { until: 10 },
      ["w 0–10 next"],
      "finished 10",
    ],
    [
      "calls an end without a reason finished",
      sketch({ in: trigger("e"), e: end() }),
      {},
      ["e 0–0 ."],
      "finished 0",
    ],
    [
      "stays at a mail until it is settled, however it is",
      sketch({ in: trigger("m"), m: email("w"), w: wait(10) }),
      { mails: { m: { settled: "dropped", at: 7 } } },
      ["m 0–7 next", "w 7–17 next"],
      "finished 17",
    ],
    [
      "gives a mail up after 365 days",
      sketch({ in: trigger("m"), m: email() }),
      { until: 366 * 86_400_000 },
      [`m 0–${365 * 86_400_000} next`],
      `finished ${365 * 86_400_000}`,
    ],
  ])("%s", (_what, flow, life, path, ended) => {
    expect(tell(flow, life)).toMatchObject({ path, ended });
  });

  it("asks for a mail once, at the visit that needs it", () => {
    const flow = sketch({ in: trigger("w"), w: wait(5, "m"), m: email() });
    expect(tell(flow, { mails: { m: { settled: "sent", at: 50 } } }).mails).toEqual(["3 m 5"]);
  });

  it("moves at most 100 times at once and goes on in the next millisecond", () => {
    const chain = Array.from({ length: 120 }, (_, n) => [`g${n}`, goal({}, `g${n + 1}`)] as const);
    const told = tell(sketch({ in: trigger("g0"), ...Object.fromEntries(chain), g120: end() }));
    expect(told.path.slice(98, 101)).toEqual(["g98 0–0 next", "g99 0–1 next", "g100 1–1 next"]);
    expect(told.ended).toBe("finished 1");
  });
});

const asked = (
  patience: number,
  ...rule: Parameters<typeof condition> extends [number, ...infer R] ? R : never
) =>
  sketch({
    in: trigger("m"),
    m: email("c"),
    c: condition(patience, rule[0], rule[1], "y", "n"),
    y: end("y"),
    n: end("n"),
  });

describe("a condition", () => {
  const sent = (...does: NonNullable<Mail["does"]>): Life => ({
    mails: { m: { settled: "sent", at: 5, does } },
  });
  it.each<[string, Flow, Life, string]>([
    ["is true when it is met", asked(10, "all", [["all", opened("m")]]), sent(["opened", 9]), "c 5–9 yes"],
    [
      "counts a click as an open",
      asked(10, "all", [["all", opened("m")]]),
      sent(["clicked", 9]),
      "c 5–9 yes",
    ],
    [
      "counts no open as a click",
      asked(10, "all", [["all", clicked("m")]]),
      sent(["opened", 9]),
      "c 5–15 no",
    ],
    [
      "asks for the named link",
      asked(10, "all", [["all", clicked("m", "b")]]),
      sent(["clicked", 7, "a"], ["clicked", 9, "b"]),
      "c 5–9 yes",
    ],
    [
      "counts what is seen as the patience ends",
      asked(10, "all", [["all", opened("m")]]),
      sent(["opened", 15]),
      "c 5–15 yes",
    ],
    ["counts nothing after", asked(10, "all", [["all", opened("m")]]), sent(["opened", 16]), "c 5–15 no"],
    [
      "without patience decides on arrival",
      asked(0, "all", [["all", opened("m")]]),
      sent(["opened", 6]),
      "c 5–5 no",
    ],
    [
      "turned round is false at once when met",
      asked(10, "all", [["all", opened("m", true)]]),
      sent(["opened", 9]),
      "c 5–9 no",
    ],
    [
      "turned round is true after the patience",
      asked(10, "all", [["all", opened("m", true)]]),
      sent(),
      "c 5–15 yes",
    ],
    [
      "with all waits for the last",
      asked(10, "all", [["all", opened("m"), clicked("m")]]),
      sent(["opened", 7], ["clicked", 12]),
      "c 5–12 yes",
    ],
    [
      "with all is false at the first false",
      asked(10, "all", [["all", opened("m", true), clicked("m")]]),
      sent(["opened", 7]),
      "c 5–7 no",
    ],
    [
      "with any is true at the first true",
      asked(10, "any", [
        ["all", opened("m")],
        ["all", purchased()],
      ]),
      sent(["opened", 7]),
      "c 5–7 yes",
    ],
    [
      "with any in all waits while undecided",
      asked(10, "all", [
        ["any", clicked("m"), purchased()],
        ["all", opened("m")],
      ]),
      sent(["opened", 7]),
      "c 5–15 no",
    ],
    [
      "hears nothing of a mail that failed",
      asked(10, "all", [["all", opened("m", true)]]),
      { mails: { m: { settled: "failed", at: 5, does: [["opened", 9]] } } },
      "c 5–15 yes",
    ],
  ])("%s", (_what, flow, life, leg) => {
    expect(tell(flow, life).path[1]).toBe(leg);
  });
});

describe("a goal", () => {
  const standing = (wish: Parameters<typeof goal>[0]) =>
    sketch({ in: trigger("g"), g: goal(wish, "e"), e: end("e") });
  it.each<[string, Flow, Life, string[], string[], string]>([
    [
      "lets go when it is met",
      standing({ waitMs: 10 }),
      { bought: [{ at: 4 }] },
      ["g 0–4 next", "e 4–4 ."],
      ["g"],
      "e 4",
    ],
    [
      "counts what is seen as its wait ends",
      standing({ waitMs: 10, otherwise: "end" }),
      { bought: [{ at: 3, seen: 10 }] },
      ["g 0–10 next", "e 10–10 ."],
      ["g"],
      "e 10",
    ],
    ["goes on without", standing({ waitMs: 10 }), {}, ["g 0–10 next", "e 10–10 ."], [], "e 10"],
    [
      "or ends without",
      standing({ waitMs: 10, otherwise: "end" }),
      { bought: [{ at: 3, seen: 11 }] },
      ["g 0–10 ."],
      [],
      "goal not reached 10",
    ],
  ])("%s", (_what, flow, life, path, reached, ended) => {
    expect(tell(flow, life)).toMatchObject({ path, reached, ended });
  });

  it.each<[string, Flow, Life, string[], string[], string]>([
    [
      "pulls from a wait, at the moment the purchase is seen",
      sketch({ in: trigger("w"), w: wait(50, "g"), g: goal({}, "t"), t: end("thanks") }),
      { bought: [{ at: 2, seen: 30 }] },
      ["w 0–30 pulled", "g 30–30 next", "t 30–30 ."],
      ["g"],
      "thanks 30",
    ],
    [
      "pulls before the wait that ends in the same millisecond",
      sketch({ in: trigger("w"), w: wait(50, "x"), x: end("x"), g: goal({}, "t"), t: end("thanks") }),
      { bought: [{ at: 50 }] },
      ["w 0–50 pulled", "g 50–50 next", "t 50–50 ."],
      ["g"],
      "thanks 50",
    ],
    [
      "pulls once only",
      sketch({ in: trigger("w"), w: wait(9, "g"), g: goal({}, "v"), v: wait(50) }),
      { bought: [{ at: 4 }, { at: 20 }] },
      ["w 0–4 pulled", "g 4–4 next", "v 4–54 next"],
      ["g"],
      "finished 54",
    ],
    [
      "that was passed unmet pulls back, and nobody walks the same steps twice",
      sketch({ in: trigger("g"), g: goal({ waitMs: 5 }, "w"), w: wait(50) }),
      { bought: [{ at: 20 }] },
      ["g 0–5 next", "w 5–20 pulled", "g 20–20 next"],
      ["g"],
      "finished 20",
    ],
    [
      "of several leads to the nearest, not the first drawn, and reaches both",
      sketch({
        in: trigger("w"),
        far: goal({}),
        w: wait(50, "near"),
        near: goal({}, "v"),
        v: wait(5, "far"),
      }),
      { bought: [{ at: 20 }] },
      ["w 0–20 pulled", "near 20–20 next", "v 20–25 next", "far 25–25 next"],
      ["near", "far"],
      "finished 25",
    ],
    [
      "of several that no line leads to takes the first drawn, and reaches both",
      sketch({ in: trigger("w"), w: wait(50), b: goal({}), a: goal({}) }),
      { bought: [{ at: 20 }] },
      ["w 0–20 pulled", "b 20–20 next"],
      ["b", "a"],
      "finished 20",
    ],
    [
      "at which she stands keeps her, and the others are reached with it",
      sketch({ in: trigger("g"), g: goal({ waitMs: 50 }, "w"), w: wait(50), h: goal({}) }),
      { bought: [{ at: 20 }] },
      ["g 0–20 next", "w 20–70 next"],
      ["g", "h"],
      "finished 70",
    ],
  ])("%s", (_what, flow, life, path, reached, ended) => {
    expect(tell(flow, life)).toMatchObject({ path, reached, ended });
  });

  it("takes a mail's turn away when it was met before the mail was asked for", () => {
    const flow = sketch({ in: trigger("w"), w: wait(10, "m"), m: email(), g: goal({}) });
    expect(tell(flow, { bought: [{ at: 10 }] })).toMatchObject({ mails: [], ended: "finished 10" });
  });
});

describe("a wait", () => {
  // Entry is on 1 January 1970 at 00:16:40; FAR is ten seconds later.
  const event = { kind: "event", event: "purchase", same: "", since: "arrival", atMostMs: 30 } as const;
  const quiet = { kind: "quiet", event: "purchase", same: "", forMs: 30 } as const;
  const day = { kind: "day", day: 0, time: "00:16", past: "missed" } as const;

  it.each<[string, Flow, Life, string[]]>([
    [
      "for an event ends with it",
      sketch({ in: trigger("w"), w: waitUntil(event, { happened: "v" }), v: wait(1) }),
      { bought: [{ at: 20, seen: 25 }] },
      ["w 0–25 happened", "v 25–26 next"],
    ],
    [
      "for an event counts one that is known as the limit comes, and none from before it was come to",
      sketch({ in: trigger("v"), v: wait(10, "w"), w: waitUntil(event, {}) }),
      {
        bought: [
          { at: 9, seen: 12 },
          { at: 10, seen: 40 },
        ],
      },
      ["v 0–10 next", "w 10–40 happened"],
    ],
    [
      "for an event that does not come ends at its limit",
      sketch({ in: trigger("w"), w: waitUntil(event, { timeout: "v" }), v: wait(1) }),
      { bought: [{ at: 20, seen: 31 }] },
      ["w 0–30 timeout", "v 30–31 next"],
    ],
    [
      "for quiet begins again with each event, at the time it happened",
      sketch({ in: trigger("w"), w: waitUntil(quiet) }),
      { bought: [{ at: 10 }, { at: 20, seen: 40 }] },
      ["w 0–50 next"],
    ],
    [
      "for quiet is over on arrival when it has been quiet",
      sketch({ in: trigger("v"), v: wait(40, "w"), w: waitUntil(quiet) }),
      { bought: [{ at: 5 }] },
      ["v 0–40 next", "w 40–40 next"],
    ],
    [
      "until a moment that has passed goes by missed",
      sketch({ in: trigger("w"), w: waitUntil(day, { missed: "v" }), v: wait(1) }),
      {},
      ["w 0–0 missed", "v 0–1 next"],
    ],
    [
      "until a moment to come goes on then",
      sketch({ in: trigger("w"), w: waitUntil({ ...day, time: "00:17" }) }),
      { until: 60_000 },
      ["w 0–20000 next"],
    ],
    [
      "can skip the next email, and only that",
      sketch({
        in: trigger("w"),
        w: waitUntil({ ...day, past: "skip-email" }, { next: "m" }),
        m: email("n"),
        n: email(),
      }),
      { mails: { n: { settled: "sent", at: 5 } } },
      ["w 0–0 next", "m 0–0 next", "n 0–5 next"],
    ],
  ])("%s", (_what, flow, life, path) => {
    expect(tell(flow, life).path).toEqual(path);
  });
});
