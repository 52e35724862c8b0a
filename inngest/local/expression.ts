import { type ASTNode, parse } from "@marcbachmann/cel-js";
import { evaluate, truthy } from "./cel";

/** `event` started the run; `async` is the event that has just arrived. */
export type Scope = { event?: unknown; async?: unknown };

/** Whether an expression holds. What cannot be parsed or evaluated does not. */
export function isTrue(expression: string, scope: Scope): boolean {
  try {
    return truthy(evaluate(treeOf(expression), scope));
  } catch {
    return false;
  }
}

/** The value of an expression, null if it cannot be evaluated. */
export function valueIn(expression: string, scope: Scope): unknown {
  try {
    return evaluate(treeOf(expression), scope) ?? null;
  } catch {
    return null;
  }
}

/** Throws if this is not an expression. */
export function checkExpression(expression: string): void {
  treeOf(expression);
}

export type Scalar = string | number | boolean;

/**
 * The first part `async.data.<field> == <value>` of an and-expression, where the value is a literal or comes
 * from `event`. `whole` if there is nothing else in the expression.
 */
export function equalityIn(
  expression: string,
  event: unknown,
): { field: string; value: Scalar; whole: boolean } | null {
  try {
    const parts = conjunction(treeOf(expression));
    for (const part of parts) {
      if (part.op !== "==") continue;
      const [left, right] = part.args;
      for (const [side, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const field = asyncField(side);
        const value = field === null || mentionsAsync(other) ? null : evaluate(other, { event });
        if (field !== null && isScalar(value)) return { field, value, whole: parts.length === 1 };
      }
    }
  } catch {
    // What cannot be parsed or evaluated has no equality to look up.
  }
  return null;
}

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const trees = new Map<string, ASTNode>();

function treeOf(expression: string): ASTNode {
  const known = trees.get(expression);
  if (known) return known;
  if (trees.size > 500) trees.clear();
  const tree = parse(expression).ast;
  trees.set(expression, tree);
  return tree;
}

const conjunction = (node: ASTNode): ASTNode[] =>
  node.op === "&&" ? node.args.flatMap(conjunction) : [node];

/** `async.data.<field>` and no deeper. */
function asyncField(node: ASTNode): string | null {
  if (node.op !== ".") return null;
  const [data, field] = node.args;
  if (data.op !== "." || data.args[1] !== "data") return null;
  const [root] = data.args;
  return root.op === "id" && root.args === "async" ? field : null;
}

function mentionsAsync(node: ASTNode): boolean {
  if (node.op === "id") return node.args === "async";
  const parts: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [];
  return parts.some((part) => isNode(part) && mentionsAsync(part));
}

const isNode = (part: unknown): part is ASTNode => typeof part === "object" && part !== null && "op" in part;
