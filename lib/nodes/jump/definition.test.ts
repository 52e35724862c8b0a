import { describe, expect, test } from "vitest";
import { check } from "@/lib/flow/check";
import { asks, drawing, end, mail, onEvent, wait } from "@/tests/engine/drawings";
import type { Nearby } from "../contract";
import { aHistory, aPlace, aWorkspace, aWorld } from "../sample-world";
import { jump, jumpSettings } from "./definition";

const HOUR = 3_600_000;
const back = (most: number) => jumpSettings.parse({ most });

test("goes by its line so often, and by the other path from then on", () => {
  const by = (number: number) => jump.visit(back(2), aPlace(5, { number }), aWorld(aHistory(), 5));
  expect(by(1)).toMatchObject({ by: "next", because: { why: "jumped" } });
  expect(by(2)).toMatchObject({ by: "next" });
  expect(by(3)).toMatchObject({ by: "enough", because: { why: "decided" } });
});

const jumping = { type: "jump" as const, data: { most: 2 } };
const round = (rest: ReturnType<typeof wait>) =>
  drawing({ t: onEvent("joined"), hi: mail("Hi"), rest, again: jumping }, [
    "t > hi > rest > again:next > hi",
  ]);
const messages = (flow: ReturnType<typeof drawing>, more = {}) =>
  check(flow, aWorkspace(more)).map(({ level, message }) => `${level}: ${message}`);

describe("a circle", () => {
  test("may go through a jump, with an hour of rest", () => {
    expect(messages(round(wait(HOUR))).filter((one) => one.startsWith("blocks"))).toEqual([]);
  });

  /** Sent again until they open it. */
  const untilOpened = (test: Record<string, unknown>, exit: string) =>
    drawing(
      {
        t: onEvent("joined"),
        hi: mail("Hi"),
        asked: asks(test, HOUR),
        again: jumping,
        done: end(),
      },
      ["t > hi > asked", `asked:${exit} > again:next > hi`, `asked:${exit === "no" ? "yes" : "no"} > done`],
    );
  const restless = (test: Record<string, unknown>, exit: string) =>
    messages(untilOpened(test, exit)).some((one) => one.includes("without a rest"));

  test("rests at a condition that is left by that path only when its patience ends", () => {
    expect(restless({ test: "opened", email: "hi" }, "no")).toBe(false);
    expect(restless({ test: "opened", email: "hi", not: true }, "yes")).toBe(false);
  });

  test("does not at one that may be left so at once", () => {
    expect(restless({ test: "opened", email: "hi" }, "yes")).toBe(true);
    expect(restless({ test: "opened", email: "hi", not: true }, "no")).toBe(true);
    expect(restless({ test: "entry", property: "plan", value: "pro" }, "no")).toBe(true);
  });

  test("is refused without a rest", () => {
    expect(messages(round(wait(HOUR - 1)))).toContain(
      "blocks: “Jump 1” sends people round without a rest. Put a wait of at least an hour on the way back to it.",
    );
  });

  test("is refused without a jump, however long it takes", () => {
    const flow = drawing({ t: onEvent("joined"), a: wait(HOUR), b: wait(HOUR) }, ["t > a > b > a"]);
    expect(messages(flow).some((one) => one.includes("round in a circle"))).toBe(true);
  });
});

describe("funnels that start each other", () => {
  const add = (tag: string) => ({ do: "add-tag" as const, tag });
  const own = drawing(
    {
      t: { type: "trigger", data: { on: "tag", tag: "ping" } },
      u: { type: "update-contact", data: { changes: [add("pong")] } },
    },
    ["t > u"],
    { rule: "after-end" },
  );
  const nearby = (more: Partial<Nearby> = {}): Nearby => ({
    id: "other",
    name: "Pong",
    live: true,
    again: true,
    emails: [],
    starts: [{ id: "t", type: "trigger", data: { on: "tag", tag: "pong" } }],
    causes: [{ event: "tag.added", properties: { tag: "ping" } }],
    ...more,
  });
  const warned = (funnels: Nearby[], flow = own) =>
    messages(flow, { funnels }).filter((one) => one.includes("again and again"));
  const ADVICE = "It stops after 10 rounds; better is to let people enter once, or to change something else.";

  test("are warned of", () => {
    expect(warned([nearby()])).toEqual([
      `warns: This funnel and “Pong” can start each other again and again. ${ADVICE}`,
    ]);
    expect(warned([nearby({ causes: [{ funnelId: "here" }] })])).toHaveLength(1);
  });

  test("are warned of over several, by a field and by a jump of this one", () => {
    const PONG = "00000000-0000-4000-8000-000000000001";
    const says = { field: "plan", value: "pro" };
    const third = nearby({
      id: "third",
      name: "Third",
      starts: [{ id: "t", type: "trigger", data: { on: "field", field: { field: "plan", to: null } } }],
    });
    const jumps = drawing(
      {
        t: { type: "trigger", data: { on: "tag", tag: "ping" } },
        j: { type: "jump", data: { to: "funnel", funnel: { id: PONG, name: "Pong" } } },
      },
      ["t > j"],
      { rule: "after-end" },
    );
    const pong = nearby({ id: PONG, causes: [{ event: "field.changed", properties: says }] });
    for (const flow of [own, jumps]) {
      expect(warned([pong, third], flow)).toEqual([
        `warns: This funnel and “Pong”, “Third” can start each other again and again. ${ADVICE}`,
      ]);
    }
  });

  test("are not, where the ring is not closed", () => {
    expect(warned([])).toEqual([]);
    expect(warned([nearby({ live: false })])).toEqual([]);
    expect(warned([nearby({ again: false })])).toEqual([]);
    expect(warned([nearby({ causes: [{ event: "tag.added", properties: { tag: "other" } }] })])).toEqual([]);
    expect(warned([nearby()], { ...own, entry: { rule: "once" } })).toEqual([]);
  });

  test("and one that starts itself is, too", () => {
    const nodes = own.nodes.map((node) =>
      node.type === "update-contact" ? { ...node, data: { changes: [add("ping")] } } : node,
    );
    expect(warned([], { ...own, nodes })).toEqual([
      `warns: What this funnel does to a person can start it for them again and again. ${ADVICE}`,
    ]);
  });
});
