import { CopyButton } from "../ui/copy-button";
import { Input } from "../ui/input";

/** A secret or an address in a box to select, with a button that copies it. */
export function LinkToCopy({ label, url }: { label: string; url: string }) {
  return (
    <div className="flex items-center gap-2">
      <Input aria-label={label} readOnly value={url} className="font-mono text-sm" />
      <CopyButton text={url} label="Copy" className="shrink-0" />
    </div>
  );
}
