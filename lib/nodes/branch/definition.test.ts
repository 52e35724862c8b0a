import { describe, expect, test } from "vitest";
import { check } from "@/lib/flow/check";
import { connect, freshNode } from "@/lib/flow/edit";
import type { FlowNode } from "@/lib/flow/flow";
import { wantedPurchase } from "@/lib/flow/sample-entry";
import { drawn } from "@/lib/flow/sample-flow";
import type { Telling } from "../contract";
import { aFact, aHistory, anOpening, aPlace, aWorkspace, aWorld } from "../sample-world";
import { type BranchSettings, branch, branchSettings } from "./definition";

const settingsOf = (...tests: [label: string, ...tests: object[]][]): BranchSettings =>
  branchSettings.parse({
    rules: tests.map(([label, ...all], at) => ({
      id: `${at + 1}`,
      label,
      rule: { groups: [{ tests: all }] },
    })),
  });

const bought = (product: string, more: object = {}) => ({ test: "purchased", product, ...more });
const clicked = (email: string) => ({ test: "clicked", email });

const visit = (settings: BranchSettings, known: Parameters<typeof aHistory>[0] = {}, now = 1_000) =>
  branch.visit(settings, aPlace(1_000), aWorld(aHistory(known), now));

const buying = (product: string, at = 10) => aFact("purchase", at, { properties: { product } });

describe("where people go", () => {
  const settings = settingsOf(
    ["Course", bought("Course")],
    ["Readers", clicked("a")],
    ["not yet", bought("", { not: true })],
  );

  test.each([
    ["who bought the course", { facts: [buying("Course")] }, "1"],
    [
      "who clicked, too, since it is asked later",
      { facts: [buying("Mug")], engagements: [anOpening("a", 20, "clicked")] },
      "2",
    ],
    [
      "both: the first one that fits",
      { facts: [buying("Course")], engagements: [anOpening("a", 20, "clicked")] },
      "1",
    ],
    ["who has not bought", {}, "3"],
    ["who bought something else", { facts: [buying("Mug")] }, "else"],
    ["who opened without a click", { facts: [buying("Mug")], engagements: [anOpening("a", 20)] }, "else"],
  ])("%s", (_who, known, by) => {
    expect(visit(settings, known)).toMatchObject({ answer: "leave", by, because: { why: "decided" } });
  });

  test("at once, as things stand when they come: what becomes visible later changes nothing", () => {
    const late = { facts: [{ ...buying("Course", 990), visibleAt: 1_001 }] };
    expect(visit(settings, late)).toMatchObject({ by: "3" });
    expect(visit(settings, { facts: [{ ...buying("Course", 990), visibleAt: 1_000 }] })).toMatchObject({
      by: "1",
    });
  });

  test("the order is the author's, whatever the paths are called", () => {
    const turned = { ...settings, rules: settings.rules.toReversed() };
    expect(
      visit(turned, { facts: [buying("Course")], engagements: [anOpening("a", 20, "clicked")] }),
    ).toMatchObject({
      by: "2",
    });
  });
});

test("the evidence is the path and the tests that decided it", () => {
  const settings = settingsOf(["Readers", clicked("a")], ["Course", bought("Course")]);
  expect(visit(settings, { facts: [buying("Course")] })).toMatchObject({
    because: {
      items: [
        { topic: "path", value: "2", at: null },
        { topic: "event:purchase", test: "groups.0.tests.0", factId: "purchase-10", value: true, at: 10 },
      ],
    },
  });
  expect(visit(settings)).toMatchObject({
    because: {
      items: [
        { topic: "path", value: "else", at: null },
        { topic: "engagement:a", test: "rules.1.groups.0.tests.0", value: false },
        { topic: "event:purchase", test: "rules.2.groups.0.tests.0", value: false },
      ],
    },
  });
});

test("what happened is told in a sentence", () => {
  const settings = settingsOf(["Readers", clicked("a")], ["", bought("Course", { not: true })]);
  const telling: Telling = {
    names: { node: () => "Welcome" },
    fact: () => undefined,
    engagement: () => ({ kind: "clicked", label: "Start", afterMs: 7_200_000 }),
  };
  const told = (known: Parameters<typeof aHistory>[0]) => {
    const outcome = visit(settings, known);
    if (outcome.answer !== "leave") throw new Error("It stays.");
    return branch.tells(settings, { exit: outcome.by, because: outcome.because, mail: null }, telling);
  };
  expect(told({ engagements: [anOpening("a", 20, "clicked")] })).toBe(
    "Clicked “Start” in “Welcome”, 2 hours after it came, so they took the path “Readers”.",
  );
  expect(told({})).toBe("Did not buy “Course”, so they took the path “Path 2”.");
  expect(told({ facts: [buying("Course")] })).toBe(
    "None of the rules fitted, so they went with everyone else.",
  );
});

test("its paths are called what their author calls them", () => {
  const settings = settingsOf(["buyers", bought("")], ["", bought("Course")]);
  expect(branch.exits(settings).map(({ id, label }) => [id, label])).toEqual([
    ["1", "Buyers"],
    ["2", "Path 2"],
    ["else", "Everyone else"],
  ]);
  expect(branch.summary(settings)).toBe("Into Buyers, Path 2 or everyone else");
  expect(branch.summary(settingsOf(["", clicked("")]))).toBe("Choose the email it asks about");
});

describe("issues", () => {
  const { flow, ids } = drawn("trigger > email > wait");
  const node = freshNode(flow, "branch", { x: 0, y: 900 }) as FlowNode<"branch">;
  const said = (settings: BranchSettings, from = ids.wait, opens: "off" | "all" = "all") => {
    const added = { ...flow, nodes: [...flow.nodes, { ...node, data: settings }] };
    const led = connect(added, { source: from, sourceHandle: "next", target: node.id });
    return check(led, aWorkspace({ opens }))
      .filter(({ nodeId, message }) => nodeId === node.id && !message.includes("leads nowhere"))
      .map(({ level, message }) => `${level}: ${message}`);
  };

  test("each rule is asked about as a condition is", () => {
    expect(said(settingsOf(["Readers", { test: "opened", email: "" }], ["", clicked(ids.wait)]))).toEqual([
      "blocks: Choose the email that “Readers” asks about.",
      "blocks: Choose the email that “Path 2” asks about.",
    ]);
    expect(said(settingsOf(["Readers", { test: "opened", email: ids.email }]), ids.wait, "off")).toEqual([
      "blocks: Opens are not measured in this workspace. Ask about a click instead, or change it in Settings.",
    ]);
    expect(said(settingsOf(["Readers", clicked(ids.email)]))).toEqual([]);
  });

  test("people need time to click, since it is decided at once", () => {
    expect(said(settingsOf(["Readers", clicked(ids.email)]), ids.email)).toEqual([
      "warns: “Email 1” leads straight here, so nobody has had time to open or click when “Readers” is decided. Put a wait between them.",
    ]);
  });

  test("two paths of one name are mentioned, and every open path blocks", () => {
    expect(said(settingsOf(["Buyers", bought("")], ["buyers", bought("Mug")]))).toEqual([
      "warns: Two paths are called “Buyers”. Give one another name.",
    ]);
    const issues = check({ ...flow, nodes: [...flow.nodes, node] }, aWorkspace()).filter(
      ({ nodeId, message }) => nodeId === node.id && message.includes("leads nowhere"),
    );
    expect(issues.map(({ level }) => level)).toEqual(["blocks", "blocks"]);
  });
});

test("takes one to eight rules, each path once", () => {
  const takes = (...ids: string[]) => branchSettings.safeParse({ rules: ids.map((id) => ({ id })) }).success;
  expect([takes("1"), takes(..."12345678"), takes("2", "1")]).toEqual([true, true, true]);
  expect([takes(), takes("1", "1"), takes("9"), takes(..."123456781")]).toEqual([false, false, false, false]);
});

test("what it asks about purchases is what a pretended purchase is", () => {
  const { flow } = drawn("trigger");
  const node = { ...freshNode(flow, "branch", { x: 0, y: 200 }), data: settingsOf(["", bought("Course")]) };
  expect(wantedPurchase({ ...flow, nodes: [...flow.nodes, node as FlowNode] }).properties).toEqual({
    product: "Course",
  });
});
