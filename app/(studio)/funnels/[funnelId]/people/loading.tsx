import { PageFrame } from "@/components/shell/page-frame";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function PeopleLoading() {
  return (
    <PageFrame>
      <SkeletonRows rows={10} label="People are loading" />
    </PageFrame>
  );
}
