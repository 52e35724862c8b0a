import { describe, expect, test } from "vitest";
import { blocking, check } from "@/lib/flow/check";
import { entryKey } from "@/lib/flow/entry";
import { exitsOf, type Flow, type FlowNode, flow as flowDocument } from "@/lib/flow/flow";
import { overlap, tidy } from "@/lib/flow/layout";
import { properties } from "@/lib/json";
import { linesOf, lineText, singleBlocks } from "@/lib/mail/document";
import { isStandIn, STAND_IN_SITE } from "@/lib/mail/stand-in";
import { definitionFor } from "@/lib/nodes/definitions";
import type { EmailSettings } from "@/lib/nodes/email/definition";
import { aFact, aWorkspace } from "@/lib/nodes/sample-world";
import { HOUR_MS } from "./draw";
import type { Template } from "./template";
import { templateOf, templates } from "./templates";

const surroundings = aWorkspace({ opens: "off" });
const own = { business: "Berg & Daughters", site: "https://berg.example" };

const emailsOf = (flow: Flow): EmailSettings[] =>
  flow.nodes.flatMap((node) => (node.type === "email" ? [node.data] : []));

const wordsOf = (email: EmailSettings): string =>
  [
    lineText(email.subject),
    lineText(email.preview),
    ...singleBlocks(email.body).flatMap((block) =>
      block.type === "button"
        ? [block.label]
        : linesOf(block)
            .flat()
            .map((one) => (one.type === "text" ? one.text : "")),
    ),
  ].join("\n");

test("three templates, each found by its id", () => {
  expect(templates.map(({ id }) => id)).toEqual(["welcome-series", "abandoned-cart", "step-mail"]);
  for (const template of templates) expect(templateOf(template.id)).toBe(template);
  expect(templateOf("constructor")).toBeUndefined();
});

describe.each(templates.map((template): [string, Template] => [template.name, template]))(
  "%s",
  (_, template) => {
    const flow = template.flow(own);

    test("is a flow that can be stored as it is and published as it is", () => {
      expect(flowDocument.parse(structuredClone(flow))).toEqual(flow);
      expect(blocking(check(flow, surroundings))).toEqual([]);
    });

    test("stands tidily on the canvas, and no card covers another", () => {
      expect(tidy(flow)).toBe(flow);
      const places = flow.nodes.map((node) => node.position);
      places.forEach((one, at) => {
        for (const other of places.slice(at + 1)) expect(overlap(one, other)).toBe(false);
      });
    });

    test("every email is complete, in the words of the business", () => {
      const emails = emailsOf(flow);
      expect(emails.length).toBeGreaterThanOrEqual(4);
      for (const email of emails) {
        expect(lineText(email.subject)).not.toBe("");
        expect(lineText(email.preview).length).toBeGreaterThan(20);
        expect(email.body.filter((block) => block.type === "button")).not.toEqual([]);
        expect(wordsOf(email).split(/\s+/).length).toBeGreaterThan(60);
        expect(wordsOf(email)).toContain(own.business);
        expect(wordsOf(email)).not.toMatch(/lorem|ipsum|\[|\{\{|TODO|your (business|company) name/i);
      }
      expect(new Set(emails.map((email) => lineText(email.subject))).size).toBe(emails.length);
    });

    test("without a website its links lead to the stand-in, and a hint says so", () => {
      const nowhere = template.flow({ ...own, site: null });
      expect(blocking(check(nowhere, surroundings))).toEqual([]);
      const hinted = check(nowhere, surroundings).filter(({ message }) =>
        message.includes("your-website.example"),
      );
      const standing = nowhere.nodes.filter(
        (node) =>
          node.type === "email" &&
          node.data.body.some((block) => block.type === "button" && isStandIn(block.link)),
      );
      expect(hinted.map(({ nodeId, level }) => [nodeId, level])).toEqual(
        standing.map(({ id }) => [id, "warns"]),
      );
    });

    test("says whether it asks for a website", () => {
      const other = template.flow({ ...own, site: "https://elsewhere.example" });
      expect(template.usesSite).toBe(JSON.stringify(other) !== JSON.stringify(flow));
    });

    test("with a website no button leads elsewhere, but to the guide that only its author can name", () => {
      const standing = emailsOf(flow).flatMap(({ body }) =>
        body.flatMap((block) => (block.type === "button" && isStandIn(block.link) ? [block.link] : [])),
      );
      const guide = template.id === "step-mail" ? [`${STAND_IN_SITE}/guide`] : [];
      expect([...new Set(standing)]).toEqual(guide);
    });

    test("nobody gets two marketing emails within 20 hours, whatever they do", () => {
      for (const node of flow.nodes) {
        if (node.type !== "email" || node.data.kind !== "marketing") continue;
        for (const gap of gapsAfter(flow, node)) expect(gap).toBeGreaterThanOrEqual(20 * HOUR_MS);
      }
    });

    test("its example event starts it", () => {
      const { name, properties: sent, value = null, currency = null } = template.example;
      expect(properties.parse(sent)).toEqual(sent);
      const fact = aFact(name, 1, { properties: { ...sent, formId: "its form" }, value, currency });
      const starts = flow.nodes.filter((node) =>
        definitionFor(node.type).enters?.(node.data, fact, {
          formId: "its form",
          funnelId: "its funnel",
          nodeId: node.id,
        }),
      );
      expect(starts).toHaveLength(1);
      expect(entryKey(flow.entry, fact)).not.toBeNull();
    });
  },
);

test("the abandoned cart runs once per cart", () => {
  const flow = templateOf("abandoned-cart")?.flow(own);
  expect(flow?.entry).toEqual({ rule: "per-key", property: "cartId" });
  const fact = aFact("cart.updated", 1, { properties: { cartId: "cart-7" } });
  expect(flow && entryKey(flow.entry, fact)).toBe("key:cart-7");
});

/** The least time between this email and each marketing email that can come next. */
function gapsAfter(flow: Flow, email: FlowNode): number[] {
  const gaps: number[] = [];
  const walk = (node: FlowNode, passed: number) => {
    for (const exit of exitsOf(node)) {
      const edge = flow.edges.find((one) => one.source === node.id && one.sourceHandle === exit.id);
      const next = flow.nodes.find((one) => one.id === edge?.target);
      if (!next) continue;
      // A condition may be decided at once for yes, and only when its patience ends for no.
      const dwell =
        node.type === "wait"
          ? node.data.forMs
          : node.type === "condition" && exit.id === "no"
            ? node.data.patienceMs
            : 0;
      if (next.type === "email" && next.data.kind === "marketing") gaps.push(passed + dwell);
      else walk(next, passed + dwell);
    }
  };
  walk(email, 0);
  return gaps;
}
