import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function FunnelsLoading() {
  return (
    <PageFrame>
      <PageHeader title="Funnels" />
      <SkeletonRows label="Funnels are loading" />
    </PageFrame>
  );
}
