import Link from "next/link";
import { Wordmark } from "@/components/shell/mark";
import { PublicPage } from "@/components/shell/public-page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <PublicPage top={<Wordmark />} width="md">
      <EmptyState
        action={
          <Button asChild variant="primary">
            <Link href="/">Go to your funnels</Link>
          </Button>
        }
      >
        This path leads nowhere. The page was moved or deleted, or it belongs to another workspace.
      </EmptyState>
    </PublicPage>
  );
}
