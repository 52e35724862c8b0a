import { z } from "zod";
import { isStorable } from "@/lib/json";
import { OPEN_INTERNET } from "../call-reach";
import type { NodeDefinition } from "../contract";
import { addressProblem } from "./address";

export const webhookSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  /** Where the signed POST goes. */
  url: z
    .string()
    .trim()
    .max(2_048, "A web address has at most 2,048 characters.")
    .refine(isStorable)
    .default(""),
});
export type WebhookSettings = z.output<typeof webhookSettings>;

/** Key of the one effect of a webhook's visit. */
export const CALL = "call";

/** Tried for about four hours; whatever holds it up longer than this (a pause of the funnel aside) has failed. */
export const LONGEST_CALL_MS = 30 * 86_400_000;

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);

export const webhook = {
  type: "webhook",
  label: "Webhook",
  hint: "Tell another service",
  icon: "webhook",
  group: "people",
  settings: webhookSettings,
  initial: () => webhookSettings.parse({}),
  exits: () => [
    { id: "next", label: "Next", mayStayOpen: true },
    { id: "failed", label: "Failed", mayStayOpen: true },
  ],
  summary: ({ url }) => (url ? `Tell ${hostOf(url)}` : "Write the address to call"),
  issues({ url }, { callReach = OPEN_INTERNET }) {
    const problem = addressProblem(url, callReach);
    return problem ? [{ level: "blocks", message: problem }] : [];
  },
  // An address may hold a secret, and it is of a service of the author's own.
  goesAlong: { name: true, url: false },
  reads: () => [],
  visit(_settings, at, world) {
    const call = world.effect(CALL);
    const until = at.arrivedAt + LONGEST_CALL_MS;
    if (call?.settled || world.now >= until) {
      const sent = call?.settled === "sent";
      const items = [{ topic: "webhook", value: sent ? "sent" : "failed", at: call?.at ?? until }];
      return { answer: "leave", by: sent ? "next" : "failed", because: { v: 1, why: "settled", items } };
    }
    return call
      ? { answer: "wait", until }
      : { answer: "wait", until, effects: [{ kind: "webhook", key: CALL }] };
  },
  tells({ url }, { exit }) {
    return exit === "next" ? `${hostOf(url)} was told.` : `${hostOf(url)} could not be told.`;
  },
  awaits: ({ url }) => `Waits for ${hostOf(url)} to answer. It is tried again for about four hours.`,
} satisfies NodeDefinition<"webhook", WebhookSettings>;
