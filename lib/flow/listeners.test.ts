import { describe, expect, test } from "vitest";
import { linksOf } from "@/lib/mail/links";
import type { Nearby } from "@/lib/nodes/contract";
import { aWorkspace } from "@/lib/nodes/sample-world";
import { triggerSettings } from "@/lib/nodes/trigger/settings";
import { check } from "./check";
import { configure, remove } from "./edit";
import type { Flow, FlowNode } from "./flow";
import { aFlow, askedAbout, byId } from "./sample-flow";

const { flow: bare, ids } = aFlow();

/** The sample drawing, whose email leads there. */
const leadingTo = (address: string): Flow => {
  const { data } = byId(bare, ids.email) as FlowNode<"email">;
  return configure(bare, ids.email, {
    ...data,
    subject: [{ type: "text", text: "Welcome" }],
    body: [{ type: "button", label: "Start", link: address, align: "left" }],
  });
};
const flow = leadingTo("https://mill.example/start");
const link = linksOf((byId(flow, ids.email) as FlowNode<"email">).data.body)[0]?.key ?? "";

const said = (drawing: Flow, funnels: Nearby[] = []) =>
  check(drawing, aWorkspace({ funnels, funnelId: own })).map(({ nodeId, level, message }) => [
    nodeId,
    level,
    message,
  ]);
const own = "6f8f1a52-4f4f-4c4e-9d70-6c8a0f0c0b01";

test("a condition that asks about a link of an email says when it is gone", () => {
  const asking = (drawing: Flow): Flow => {
    const node = askedAbout(byId(drawing, ids.condition) as FlowNode<"condition">, ids.email);
    const [group] = node.data.rule.groups;
    const tests = (group?.tests ?? []).map((one) => ({ ...one, link }));
    const rule = { ...node.data.rule, groups: [{ match: "all" as const, tests }] };
    return configure(drawing, ids.condition, { ...node.data, rule } as typeof node.data);
  };
  expect(said(asking(flow))).toEqual([]);
  expect(said(asking(leadingTo("https://mill.example/other")))).toEqual([
    [
      ids.condition,
      "blocks",
      "The link that this condition asks about is not in “Email 1” any more. Choose another link.",
    ],
  ]);
});

describe("another funnel that starts on an email of this one is warned about", () => {
  const listener = (mail: object, more: Partial<Nearby> = {}): Nearby[] => [
    {
      id: "6f8f1a52-4f4f-4c4e-9d70-6c8a0f0c0b02",
      name: "Spring",
      live: true,
      again: false,
      emails: [],
      causes: [],
      starts: [
        {
          id: "t",
          type: "trigger",
          data: triggerSettings.parse({ on: "mail", mail: { funnelId: own, nodeId: ids.email, ...mail } }),
        },
      ],
      ...more,
    },
  ];
  const named = { funnel: "Here", email: "Welcome", link: "Start" };

  test("when the link is gone, or the email", () => {
    const gone = leadingTo("https://mill.example/other");
    expect(said(flow, listener({ link, named }))).toEqual([]);
    expect(said(gone, listener({ link, named }))).toEqual([
      [
        ids.email,
        "warns",
        "People enter “Spring” when they click a link of this funnel, but “Start” is not in “Email 1” any more. Choose another there, or nobody will enter it by that.",
      ],
    ]);
    expect(said(remove(flow, new Set([ids.email])), listener({ named }))).toContainEqual([
      null,
      "warns",
      "People enter “Spring” when they read an email of this funnel, but “Welcome” is not in this funnel any more. Choose another there, or nobody will enter it by that.",
    ]);
  });

  test("not when any link counts, an open does, or that funnel is not live", () => {
    const gone = leadingTo("https://mill.example/other");
    expect(said(gone, listener({ link: null }))).toEqual([]);
    expect(said(gone, listener({ link, does: "opened" }))).toEqual([]);
    expect(said(gone, listener({ link }, { live: false }))).toEqual([]);
    expect(said(gone, listener({ link, funnelId: "6f8f1a52-4f4f-4c4e-9d70-6c8a0f0c0b03" }))).toEqual([]);
  });
});
