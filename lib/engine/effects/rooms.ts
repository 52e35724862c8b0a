import "server-only";
import type { Tx } from "@/db/client";
import { type Asked, askedFor } from "@/lib/flow/asked";
import type { Flow } from "@/lib/flow/flow";
import { nodeOf } from "@/lib/flow/graph";
import type { EffectState } from "@/lib/flow/world";
import type { EffectKind } from "@/lib/nodes/contract";
import type { NodeType } from "@/lib/nodes/definitions";
import type { Hint } from "../hints";
import { audience } from "./audience";
import { change } from "./change";
import { enroll } from "./enroll";
import { notify, webhook } from "./errand";
import { message } from "./message";
import type { EffectRoom, Scene } from "./room";

/** One room per kind of effect. A kind without one does not compile. */
const rooms: { readonly [K in EffectKind]: EffectRoom<K> } = {
  message,
  change,
  enroll,
  audience,
  webhook,
  notify,
};

const kinds = Object.keys(rooms) as EffectKind[];

/** A room is only ever handed effects of its own kind. */
const roomOf = (kind: EffectKind) => rooms[kind] as EffectRoom<EffectKind>;

/** Writes down what was asked for, and cancels what is not wanted any more. The caller awaits all of it. */
export const writeEffects = (scene: Scene, asked: readonly Asked[]): PromiseLike<unknown>[] =>
  kinds.flatMap((kind) => {
    const mine = askedFor(asked, kind);
    const { write, cancel, asker } = roomOf(kind);
    // A step of another version is not known here, and may have been of any type.
    const typeOf = (nodeId: string) => nodeOf(scene.version.flow, nodeId)?.type ?? asker;
    const left = scene.left.filter(({ nodeId }) => typeOf(nodeId) === asker);
    return [
      ...(mine.length > 0 ? (write?.(scene, mine) ?? []) : []),
      ...(left.length > 0 ? (cancel?.({ ...scene, left }) ?? []) : []),
    ];
  });

/** Does what is done at once, after the moves and where they lead are written. Answers whom to tell after the commit. */
export async function actOnEffects(scene: Scene, asked: readonly Asked[]): Promise<Hint[]> {
  const hints: Hint[] = [];
  for (const kind of kinds) {
    const mine = askedFor(asked, kind);
    if (mine.length > 0) hints.push(...((await roomOf(kind).act?.(scene, mine)) ?? []));
  }
  return hints;
}

/** Both, one after the other. */
export async function applyEffects(scene: Scene, asked: readonly Asked[]): Promise<Hint[]> {
  await Promise.all(writeEffects(scene, asked));
  return actOnEffects(scene, asked);
}

/** What became of everything that an enrollment has asked for. `flow`: what they walk by. */
export async function effectStates(tx: Tx, row: Scene["row"], flow: Flow): Promise<EffectState[]> {
  // Whoever has always walked by this drawing has asked for nothing that is not in it.
  const mayHave = (type: NodeType) =>
    row.enteredVersionId !== null || flow.nodes.some((node) => node.type === type);
  const states = await Promise.all(
    kinds.map((kind) => {
      const { states, asker } = roomOf(kind);
      return states && asker && mayHave(asker) ? states(tx, row) : [];
    }),
  );
  return states.flat();
}
