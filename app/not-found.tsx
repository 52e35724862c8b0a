import { Wordmark } from "@/components/shell/mark";
import { PublicPage } from "@/components/shell/public-page";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

export default function NotFound() {
  return (
    <PublicPage top={<Wordmark />}>
      <div className="flex flex-col items-center gap-6 py-12 text-center">
        <div className="flex flex-col gap-2">
          <h1 className="text-xl font-semibold">This path leads nowhere</h1>
          <p className="text-pretty text-ink-soft">
            The page was moved or deleted, or you may not see it. Check the address, or begin again at the
            start.
          </p>
        </div>
        <Button asChild variant="primary">
          <Link href="/">Go to the start page</Link>
        </Button>
      </div>
    </PublicPage>
  );
}
