import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { Button } from "../ui/button";

/** The one thing to do on a card that has no form. */
export function WayOn({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button asChild variant="primary" size="lg">
      <Link href={href}>{children}</Link>
    </Button>
  );
}
