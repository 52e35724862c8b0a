import { Banner } from "../ui/banner";
import { Link } from "../ui/link";

/** Mail that goes by itself when the workspace's rules let it: nobody has to do anything. */
export function ByRules({ mails }: { mails: number }) {
  return (
    <Banner className="rounded-xl border border-line bg-[color-mix(in_oklab,var(--color-info)_7%,var(--color-raised))]">
      {mails === 1 ? "1 email waits" : `${mails.toLocaleString("en")} emails wait`} for the hours and limits
      of your{" "}
      <Link href="/settings/rules" className="underline underline-offset-2">
        rules
      </Link>
      .
    </Banner>
  );
}
