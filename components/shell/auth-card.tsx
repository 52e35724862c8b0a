import type { ReactNode } from "react";
import { Wordmark } from "./mark";
import { PublicPage } from "./public-page";

type AuthCardProps = {
  title: string;
  description?: ReactNode;
  /** Under the card: the way to the other forms. */
  foot?: ReactNode;
  children: ReactNode;
};

/** One form in the middle of the page: sign in, sign up, invitation, new password. */
export function AuthCard({ title, description, foot, children }: AuthCardProps) {
  return (
    <PublicPage top={<Wordmark />} foot={foot}>
      <div className="flex flex-col gap-5 rounded-xl border border-line bg-surface p-6 sm:p-8">
        <header className="flex flex-col gap-1">
          <h1 className="text-xl font-semibold">{title}</h1>
          {description ? <p className="text-pretty text-ink-soft">{description}</p> : null}
        </header>
        {children}
      </div>
    </PublicPage>
  );
}
