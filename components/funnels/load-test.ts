import type { TestLook } from "@/components/editor/trial/contract";
import type { Path } from "@/lib/flow/path";
import type { TestRun } from "@/lib/flow/test-run";
import type { Instant } from "@/lib/flow/world";

/** What the route answers: without the drawing when the test was known. */
type Said = {
  now: Instant;
  run: (Omit<TestRun, "path"> & { path: Omit<Path, "flow"> & { flow: Path["flow"] | null } }) | null;
};

/** A member's test of a funnel as it stands. Throws when nobody answers. */
export async function loadTest(
  funnelId: string,
  known: TestRun | null,
  signal: AbortSignal,
): Promise<TestLook> {
  const query = known ? `?known=${known.id}` : "";
  const response = await fetch(`/funnels/${funnelId}/test${query}`, { signal });
  if (!response.ok) throw new Error(`The test could not be loaded (${response.status}).`);
  const { now, run } = (await response.json()) as Said;
  if (!run) return { now, run };
  const flow = run.path.flow ?? known?.path.flow;
  if (!flow) throw new Error("A test came without its drawing.");
  return { now, run: { ...run, path: { ...run.path, flow } } };
}
