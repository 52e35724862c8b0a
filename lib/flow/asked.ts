import type { Effect, EffectKind, EffectOf } from "@/lib/nodes/contract";
import { changed } from "./changes";
import type { EffectState, History, Instant } from "./world";

/** What a visit has asked for, and when by the journey's clock. */
export type Asked<E extends Effect = Effect> = { visit: number; nodeId: string; at: Instant; effect: E };

/** Those of one kind. */
export const askedFor = <K extends EffectKind>(asked: readonly Asked[], kind: K): Asked<EffectOf<K>>[] =>
  asked.filter((one): one is Asked<EffectOf<K>> => one.effect.kind === kind);

/** What is known once these were asked for: each is pending, and what they change about the contact is changed. */
export function withAsked(history: History, asked: readonly Asked[]): History {
  const fresh = asked.flatMap(({ visit, nodeId, effect: { key } }): EffectState[] =>
    history.effects.some((one) => one.visit === visit && one.key === key)
      ? []
      : [{ visit, nodeId, key, settled: null, settledAt: null, reason: null }],
  );
  const changes = askedFor(asked, "change").flatMap(({ effect }) => effect.changes);
  return {
    ...history,
    effects: [...history.effects, ...fresh],
    person:
      changes.length === 0 ? history.person : { ...history.person, ...changed(history.person, changes) },
  };
}
