import type { ReactNode } from "react";
import type { LinkTarget } from "@/lib/mail/document";
import { end, otherwise, when } from "@/lib/mail/tokens";
import type { Letter } from "./letter";

/** Prints `children(href)`, or `instead` for a person for whom the target turns out to be no address. */
export function Linked({
  letter,
  target,
  instead,
  children,
}: {
  letter: Letter;
  target: LinkTarget;
  instead: ReactNode;
  children: (href: string) => ReactNode;
}) {
  const { href, place } = letter.link(target);
  if (!place) return children(href);
  return (
    <>
      {when(place)}
      {children(href)}
      {otherwise}
      {instead}
      {end}
    </>
  );
}
