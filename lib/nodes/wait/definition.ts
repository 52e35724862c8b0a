import { z } from "zod";
import { sayDuration } from "@/lib/time/duration";
import { duration, type NodeDefinition, noShorter, SHORTEST_WAIT_MS } from "../contract";

export const waitSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  forMs: duration.default(86_400_000),
});
export type WaitSettings = z.output<typeof waitSettings>;

export const wait = {
  type: "wait",
  label: "Wait",
  hint: "Let time pass",
  icon: "clock",
  group: "time",
  settings: waitSettings,
  initial: () => waitSettings.parse({}),
  exits: () => [{ id: "next", label: "Next", mayStayOpen: true }],
  summary: (settings) => `Wait ${sayDuration(settings.forMs)}`,
  issues: (settings, { shortWaits }) =>
    settings.forMs < SHORTEST_WAIT_MS && !shortWaits
      ? [{ level: "blocks", message: "Wait at least one minute." }]
      : [],
  lasting: (settings, shortestMs) => ({ ...settings, forMs: noShorter(settings.forMs, shortestMs) }),
  reads: () => [],
  visit(settings, at, world) {
    const until = at.arrivedAt + settings.forMs;
    if (world.now < until) return { answer: "wait", until };
    return {
      answer: "leave",
      by: "next",
      because: { v: 1, why: "time", items: [{ topic: "clock", at: until }] },
    };
  },
  tells: (settings, { because }) =>
    because.why === "skipped" ? "Did not wait to the end." : `Waited ${sayDuration(settings.forMs)}.`,
  awaits: (_settings, { until, follows }) => `Waits until ${until}, then ${follows("next")}.`,
} satisfies NodeDefinition<"wait", WaitSettings>;
