import "server-only";
import type { Tx } from "@/db/client";
import type { enrollment } from "@/db/schema";
import type { Asked } from "@/lib/flow/asked";
import type { Move } from "@/lib/flow/walk";
import type { EffectState } from "@/lib/flow/world";
import type { EffectKind, EffectOf } from "@/lib/nodes/contract";
import type { NodeType } from "@/lib/nodes/definitions";
import type { Engine } from "../engine";
import type { Hint } from "../hints";
import type { Version } from "../versions";

export type Left = Extract<Move, { kind: "left" }>;

/** Whose effects these are. The contact's lock is held. */
export type Scene = {
  tx: Tx;
  engine: Engine;
  row: typeof enrollment.$inferSelect;
  version: Version;
  /** Visits that the same moves have left. */
  left: readonly Left[];
};

/** How one kind of effect is carried out. Every member works in the transaction of the moves that asked for it. */
export interface EffectRoom<K extends EffectKind> {
  /** The type of step that asks for such effects; needed where they can be cancelled or have states. */
  asker?: NodeType;
  /** Rows to be written with the moves: nothing among them waits for anything else. Harmless twice. */
  write?(scene: Scene, asked: readonly Asked<EffectOf<K>>[]): PromiseLike<unknown>[];
  /** What is done once the moves are written. Answers whom to tell when all of it is committed. */
  act?(scene: Scene, asked: readonly Asked<EffectOf<K>>[]): Promise<Hint[]>;
  /** What visits that were left had asked for, and what has not begun, is not wanted any more. */
  cancel?(scene: Scene): PromiseLike<unknown>[];
  /** What became of all that this enrollment has asked for, for as long as its visits may ask. */
  states?(tx: Tx, row: Scene["row"]): PromiseLike<EffectState[]>;
}
