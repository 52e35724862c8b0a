import type { z } from "zod";
import { audience } from "./audience/definition";
import { branch } from "./branch/definition";
import { condition } from "./condition/definition";
import type { NodeDefinition } from "./contract";
import { email } from "./email/definition";
import { end } from "./end/definition";
import { goal } from "./goal/definition";
import { jump } from "./jump/definition";
import { note } from "./note/definition";
import { notify } from "./notify/definition";
import { split } from "./split/definition";
import { trigger } from "./trigger/definition";
import { updateContact } from "./update-contact/definition";
import { wait } from "./wait/definition";
import { webhook } from "./webhook/definition";

/** Every node type, in the order of the palette. The union of types is derived from here. */
export const definitions = {
  trigger,
  email,
  wait,
  condition,
  branch,
  split,
  goal,
  "update-contact": updateContact,
  jump,
  audience,
  webhook,
  notify,
  end,
  note,
};

export type NodeType = keyof typeof definitions;

export type SettingsOf<T extends NodeType> = z.output<(typeof definitions)[T]["settings"]>;

export const nodeTypes = Object.keys(definitions) as NodeType[];

/**
 * The definition of a node whose type is only known at run time. Its settings were parsed by the same
 * registry, so handing a node's `data` to its own definition is safe.
 */
export function definitionFor(type: NodeType): NodeDefinition<NodeType, unknown> {
  return definitions[type] as unknown as NodeDefinition<NodeType, unknown>;
}

/** Whether people go through steps of this type at all. */
export const runs = (type: NodeType): boolean => definitionFor(type).runs !== false;

/** Whether a line may lead to a step of this type. People enter at a trigger by themselves. */
export const canBeLedTo = (type: NodeType): boolean => runs(type) && definitionFor(type).enters === undefined;
