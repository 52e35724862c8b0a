import type { FlowNode } from "@/lib/flow/flow";
import type { StepSpec } from "./any-step";

const position = { x: 0, y: 0 };

/** Numbers say nothing about the order in which rules are asked. */
export const rulePath = (n: number) => ({ id: (["2", "3", "1"] as const)[n] ?? ("8" as const), label: "" });

/** The likelier one last. */
export function pathsOf(step: StepSpec["node"]): string[] {
  if (step.type === "end") return [];
  if (step.type === "jump") return [step.to === "step" ? "enough" : "next"];
  if (step.type === "webhook") return ["failed", "next"];
  if (step.type === "condition") return ["no", "yes"];
  if (step.type === "branch") return [...step.rules.map((_, n) => rulePath(n).id), "else"];
  if (step.type === "split") return step.shares.map((_, n) => "abcde".charAt(n));
  if (step.type !== "wait" || !step.until) return ["next"];
  if (step.until.kind === "event") return ["timeout", "happened"];
  return "past" in step.until && step.until.past === "missed" ? ["missed", "next"] : ["next"];
}

export function triggerOf(id: string, startsOn: string): FlowNode {
  const form = {
    title: "Stay in touch",
    text: "",
    button: "Sign up",
    askName: true,
    consent: "Yes",
    thanks: "",
  };
  return {
    id,
    type: "trigger",
    position,
    data: startsOn === "form" ? { on: "form", event: "", form } : { on: "event", event: startsOn, form },
  };
}

/** `emails`: those drawn before it. */
export function nodeOf(id: string, spec: StepSpec["node"], emails: readonly string[]): FlowNode {
  switch (spec.type) {
    case "wait":
      return {
        id,
        type: "wait",
        position,
        data: { forMs: spec.forMs, ...(spec.until ? { until: spec.until } : {}) },
      };
    case "email": {
      const subject = [{ type: "text" as const, text: `Mail of ${id}` }];
      const reason = spec.kind === "service" ? "They need it." : "";
      const words = { kind: spec.kind, reason, subject, preview: [], body: [] };
      const data = spec.useful ? { ...words, useful: spec.useful } : words;
      return { id, type: "email", position, data };
    }
    case "condition": {
      const rule = { match: "all" as const, groups: [] };
      return { id, type: "condition", position, data: { rule, patienceMs: spec.patienceMs } };
    }
    case "branch":
      return { id, type: "branch", position, data: { rules: [] } };
    case "split": {
      const paths = spec.shares.map((share, n) => ({
        id: "abcde".charAt(n) as "a",
        share,
        nothing: n === 0 && spec.nothing,
      }));
      return { id, type: "split", position, data: { paths } };
    }
    case "goal": {
      const { type, other, which, catches, ...data } = spec;
      const email = emails[which % Math.max(emails.length, 1)] ?? "";
      const more = { ...(other ? { ...other, email } : {}), ...(catches ? { catches } : {}) };
      return { id, type, position, data: { ...data, ...more } };
    }
    case "update-contact":
      return { id, type: spec.type, position, data: { changes: spec.changes } };
    case "jump": {
      const funnel = { id: "00000000-0000-4000-8000-000000000001", name: "Another" };
      const data = { to: spec.to, most: spec.most, funnel: spec.to === "funnel" ? funnel : null };
      return { id, type: "jump", position, data };
    }
    case "webhook":
      return { id, type: spec.type, position, data: { url: spec.url } };
    case "audience":
      return { id, type: spec.type, position, data: { does: spec.does, audience: "Left a cart" } };
    case "notify":
      return { id, type: spec.type, position, data: { to: "maria@example.org", note: spec.note } };
    case "end":
      return { id, type: "end", position, data: { reason: spec.reason } };
  }
}
