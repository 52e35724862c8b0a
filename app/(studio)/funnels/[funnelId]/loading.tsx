import { CanvasSkeleton } from "@/components/editor/canvas-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The canvas before it is there: its bar, and cards where the first ones will be. */
export default function FunnelLoading() {
  return (
    <div role="status" className="flex h-full flex-col">
      <span className="sr-only">The funnel is loading</span>
      <div className="flex h-13 items-center gap-4 border-b border-line bg-surface px-4">
        <Skeleton className="size-5" />
        <Skeleton className="w-48" />
        <Skeleton className="ml-auto w-24" />
      </div>
      <div className="min-h-0 flex-1">
        <CanvasSkeleton />
      </div>
    </div>
  );
}
