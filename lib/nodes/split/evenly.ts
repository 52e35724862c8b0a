import type { SplitPath } from "./definition";

/** The same paths with equal shares; what does not divide goes to the first ones. */
export function evenly(paths: readonly SplitPath[]): SplitPath[] {
  const each = Math.floor(100 / paths.length);
  const over = 100 - each * paths.length;
  return paths.map((path, at) => ({ ...path, share: each + (at < over ? 1 : 0) }));
}
