import type { ASTNode } from "@marcbachmann/cel-js";

type Variables = Record<string, unknown>;

/**
 * Inngest's dialect of CEL, over the tree of a CEL parser. A missing attribute is null, numbers are doubles,
 * and `&&`, `||` and `!` take everything for true but false, null, 0 and "". Throws on what it does not know.
 */
export function evaluate(node: ASTNode, variables: Variables): unknown {
  const of = (part: ASTNode) => evaluate(part, variables);
  switch (node.op) {
    case "value":
      return typeof node.args === "bigint" ? Number(node.args) : node.args;
    case "id":
      return variables[node.args] ?? null;
    case ".":
    case ".?":
      return member(of(node.args[0]), node.args[1]);
    case "[]":
    case "[?]":
      return member(of(node.args[0]), of(node.args[1]));
    case "&&":
      return truthy(of(node.args[0])) && truthy(of(node.args[1]));
    case "||":
      return truthy(of(node.args[0])) || truthy(of(node.args[1]));
    case "!_":
      return !truthy(of(node.args));
    case "-_":
      return -Number(of(node.args));
    case "?:":
      return truthy(of(node.args[0])) ? of(node.args[1]) : of(node.args[2]);
    case "list":
      return node.args.map(of);
    case "map":
      return Object.fromEntries(node.args.map(([name, value]) => [String(of(name)), of(value)]));
    case "call":
      return called(node.args[0], node.args[1].map(of));
    case "rcall":
      return calledOn(node.args, variables);
    default:
      return binary(node.op, of(node.args[0]), of(node.args[1]));
  }
}

function member(of: unknown, name: unknown): unknown {
  if (typeof of !== "object" || of === null || !Object.hasOwn(of, String(name))) return null;
  return (of as Record<string, unknown>)[String(name)] ?? null;
}

function binary(op: string, left: unknown, right: unknown): unknown {
  switch (op) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "in":
      return Array.isArray(right) ? right.some((item) => equal(item, left)) : member(right, left) !== null;
    case "+":
      return typeof left === "string" && typeof right === "string"
        ? left + right
        : number(left) + number(right);
    case "-":
      return number(left) - number(right);
    case "*":
      return number(left) * number(right);
    case "/":
      return number(left) / number(right);
    case "%":
      return number(left) % number(right);
    default:
      return ordered(op, left, right);
  }
}

function ordered(op: string, left: unknown, right: unknown): boolean {
  const numbers = typeof left === "number" && typeof right === "number";
  const texts = typeof left === "string" && typeof right === "string";
  if (!numbers && !texts) return false;
  if (left === right) return op === "<=" || op === ">=";
  return left < right ? op.startsWith("<") : op.startsWith(">");
}

const equal = (left: unknown, right: unknown) =>
  left === right || JSON.stringify(left) === JSON.stringify(right);

function number(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("not a number");
  return value;
}

export const truthy = (value: unknown) => value !== false && value !== null && value !== 0 && value !== "";

const size = (value: unknown) =>
  typeof value === "string" || Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;

function called(name: string, values: unknown[]): unknown {
  if (name === "has") return values[0] !== null;
  if (name === "size") return size(values[0]);
  throw new TypeError(`no function ${name}`);
}

function calledOn([name, on, given]: [string, ASTNode, ASTNode[]], variables: Variables): unknown {
  const receiver = evaluate(on, variables);
  const [first, second] = given;
  if (name === "size") return size(receiver);
  if ((name === "exists" || name === "all") && first?.op === "id" && second && Array.isArray(receiver)) {
    const holds = (item: unknown) => truthy(evaluate(second, { ...variables, [first.args]: item }));
    return name === "all" ? receiver.every(holds) : receiver.some(holds);
  }
  const text = first && evaluate(first, variables);
  if (typeof receiver !== "string" || typeof text !== "string") return false;
  if (name === "contains") return receiver.includes(text);
  if (name === "startsWith") return receiver.startsWith(text);
  if (name === "endsWith") return receiver.endsWith(text);
  throw new TypeError(`no function ${name}`);
}
