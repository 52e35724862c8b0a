import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to a page of ours. Nothing is fetched ahead of the press: each page asks the database, so a screen would ask
 * for every page it leads to, and a press while that is under way can leave the tab without its title.
 * https://github.com/vercel/next.js/issues/98684
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
