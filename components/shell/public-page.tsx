import type { ReactNode } from "react";
import { cn } from "../ui/cn";

type PublicPageProps = {
  /** Above the card: whose page this is. A Wordmark, or a workspace's name. */
  top?: ReactNode;
  /** Under the card, quiet: a postal address, a link. */
  foot?: ReactNode;
  width?: "sm" | "md";
  children: ReactNode;
};

/** Quiet and centred: sign-in, forms, unsubscribe. */
export function PublicPage({ top, foot, width = "sm", children }: PublicPageProps) {
  return (
    <div className="flex min-h-dvh flex-col items-center gap-8 px-4 py-8 sm:py-16">
      {top ? <header className="flex justify-center">{top}</header> : null}
      <main className={cn("flex w-full flex-col", width === "sm" ? "max-w-sm" : "max-w-xl")}>{children}</main>
      {foot ? (
        <footer className="max-w-sm text-center text-sm text-pretty whitespace-pre-line text-ink-soft">
          {foot}
        </footer>
      ) : null}
    </div>
  );
}
