import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

export default function FunnelNotFound() {
  return (
    <PageFrame width="narrow" className="items-center py-16 text-center">
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold">There is no such funnel here</h1>
        <p className="text-pretty text-ink-soft">
          It was archived, or it belongs to another workspace. You can change workspaces at the top of the
          menu.
        </p>
      </div>
      <Button asChild variant="primary">
        <Link href="/funnels">Back to funnels</Link>
      </Button>
    </PageFrame>
  );
}
