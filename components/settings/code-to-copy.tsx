import { cn } from "../ui/cn";
import { CopyButton } from "../ui/copy-button";

type CodeToCopyProps = {
  /** What it is: "Request". */
  label: string;
  text: string;
  className?: string;
};

/** Text for a terminal or a program, as it is, with a button that copies it. Long ones scroll inside themselves. */
export function CodeToCopy({ label, text, className }: CodeToCopyProps) {
  return (
    <figure className={cn("min-w-0 overflow-hidden rounded-lg border border-line bg-surface", className)}>
      <figcaption className="flex h-9 items-center justify-between border-b border-line pr-1 pl-3 text-xs font-medium text-ink-soft">
        {label}
        <CopyButton text={text} label={`Copy: ${label}`} compact size="sm" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse */}
      <pre tabIndex={0} className="max-h-80 overflow-auto p-3 font-mono text-sm whitespace-pre">
        <code>{text}</code>
      </pre>
    </figure>
  );
}
