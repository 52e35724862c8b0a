import { SkeletonRows } from "@/components/ui/skeleton";

export default function InboxLoading() {
  return (
    <div className="p-3 md:w-80 xl:w-96">
      <SkeletonRows rows={8} label="Mail is loading" />
    </div>
  );
}
