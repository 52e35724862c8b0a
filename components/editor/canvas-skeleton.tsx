import { Skeleton } from "@/components/ui/skeleton";

/** Cards where the first ones will be, until they are there. */
export function CanvasSkeleton() {
  return (
    <div className="flex h-full flex-col items-center gap-16 overflow-hidden pt-12">
      {["first", "second", "third"].map((card) => (
        <Skeleton key={card} className="h-24 w-62 shrink-0 rounded-lg" />
      ))}
    </div>
  );
}
