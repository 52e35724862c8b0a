import type { JsonValue } from "@/lib/json";
import type { EffectState, Instant } from "./world";

type Answered = Pick<EffectState, "settled" | "settledAt" | "value">;

/** What the Webhook steps on somebody's way were answered by `now`: of the same name, the last. Answers that are no object say nothing. */
export function answersOf(effects: readonly Answered[], now: Instant): Record<string, JsonValue> {
  const inOrder = effects
    .filter(({ settled, settledAt }) => settled === "sent" && settledAt !== null && settledAt <= now)
    .toSorted((a, b) => (a.settledAt ?? 0) - (b.settledAt ?? 0));
  const parts = inOrder.flatMap(({ value }) =>
    value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [],
  );
  return Object.fromEntries(parts);
}
