import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

/** Silent by default: the words beside it say what is going on. Give `label` when it stands alone. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span className={cn("inline-flex", className)} {...(label ? { role: "status" } : {})}>
      <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={2} />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
