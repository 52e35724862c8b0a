import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";

/** A link among words: underlined, since colour alone does not say it. */
export function TextLink(props: ComponentProps<typeof Link>) {
  return <Link {...props} className="font-medium text-ink underline underline-offset-2" />;
}
