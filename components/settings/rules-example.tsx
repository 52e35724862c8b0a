import { Clock } from "lucide-react";
import { type MailRules, mailRules } from "@/lib/mail/mail-rules";
import { rulesExamples } from "@/lib/mail/rules-examples";

/** What the rules on the screen would do, saved or not. */
export function RulesExample({ rules }: { rules: MailRules }) {
  const parsed = mailRules.safeParse(rules);
  const lines = parsed.success
    ? rulesExamples(parsed.data)
    : [parsed.error.issues[0]?.message ?? "These rules do not go together."];
  return (
    <div
      role="status"
      className="flex max-w-prose gap-3 rounded-lg border border-line bg-surface px-4 py-3 text-base text-ink"
    >
      <Clock aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
      <div className="flex flex-col gap-1">
        <p className="text-sm text-ink-soft">{parsed.success ? "For example" : "Not possible"}</p>
        {lines.map((line) => (
          <p key={line} className="text-pretty">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
