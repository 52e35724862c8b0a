"use client";

import { Copy, Pencil, Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";

const variants = ["primary", "quiet", "ghost", "danger"] as const;
const words = { primary: "Publish", quiet: "Add a wait", ghost: "Not now", danger: "Delete funnel" };

export function Buttons() {
  return (
    <div className="flex flex-col gap-4">
      {variants.map((variant) => (
        <div key={variant} className="flex flex-wrap items-center gap-3">
          <Button variant={variant} size="sm">
            {words[variant]}
          </Button>
          <Button variant={variant}>
            <Plus aria-hidden />
            {words[variant]}
          </Button>
          <Button variant={variant} size="lg">
            {words[variant]}
          </Button>
          <Button variant={variant} pending>
            {words[variant]}
          </Button>
          <Button variant={variant} disabled>
            {words[variant]}
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <IconButton label="Edit step">
          <Pencil aria-hidden />
        </IconButton>
        <IconButton label="Duplicate step">
          <Copy aria-hidden />
        </IconButton>
        <IconButton label="Delete step" variant="quiet">
          <Trash2 aria-hidden />
        </IconButton>
        <CopyButton text="https://example.org/f/spring" label="Copy link" />
        <CopyButton text="https://example.org/f/spring" label="Copy link" compact />
      </div>
    </div>
  );
}
