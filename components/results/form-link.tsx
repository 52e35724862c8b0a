import { CopyButton } from "../ui/copy-button";

/** Where the hosted form is: to open, and to copy into a link or a post. */
export function FormLink({ url }: { url: string }) {
  return (
    <div className="flex items-center gap-2 border-t border-line pt-3">
      <span className="text-ink-soft">Form</span>
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="min-w-0 flex-1 truncate text-accent underline underline-offset-2"
      >
        {url.replace(/^https?:\/\//, "")}
      </a>
      <CopyButton compact size="sm" text={url} label="Copy the form’s address" />
    </div>
  );
}
