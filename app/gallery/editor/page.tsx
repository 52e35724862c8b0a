import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EditorBench } from "./editor-bench";
import { sampleFlow } from "./sample-flow";

export const metadata: Metadata = { title: "Editor · Gallery", robots: { index: false } };

/** The editor on a drawing kept in memory. `?empty`, `?look`, `?many` (500 steps), `?live`. */
export default async function EditorGalleryPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  if (process.env.NODE_ENV === "production") notFound();
  const asked = await searchParams;
  const steps = asked.empty !== undefined ? 0 : asked.many !== undefined ? 500 : 9;
  return (
    <EditorBench
      draft={sampleFlow(steps)}
      canEdit={asked.look === undefined}
      live={asked.live !== undefined}
      now={Date.now()}
    />
  );
}
