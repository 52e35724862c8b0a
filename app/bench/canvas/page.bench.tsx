import { EditorBench } from "@/app/gallery/editor/editor-bench";
import { sampleFlow } from "@/app/gallery/editor/sample-flow";
import { BareCanvas } from "./bare-canvas";

/** `?nodes=500` in the editor, or with `&bare` the same cards in React Flow as it comes. */
export default async function CanvasBenchPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const asked = await searchParams;
  const draft = sampleFlow(Number(asked.nodes ?? 100));
  return asked.bare === undefined ? (
    <EditorBench draft={draft} canEdit live={false} now={0} />
  ) : (
    <BareCanvas draft={draft} />
  );
}
