"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button";
import { IconButton } from "./icon-button";
import { toast } from "./toaster";

type CopyButtonProps = Pick<ButtonProps, "size" | "variant" | "className"> & {
  text: string;
  /** "Copy link". */
  label?: string;
  /** Icon alone, with the label on hover. */
  compact?: boolean;
};

export function CopyButton({ text, label = "Copy", compact = false, ...look }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast("The browser did not allow copying. Select the text and copy it by hand.", { tone: "bad" });
    }
  };
  const icon = copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />;
  const said = copied ? "Copied" : label;
  return compact ? (
    <IconButton label={said} onClick={copy} {...look}>
      {icon}
    </IconButton>
  ) : (
    <Button onClick={copy} aria-live="polite" {...look}>
      {icon}
      {said}
    </Button>
  );
}
