"use client";

import { Check, CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { Spinner } from "./spinner";

type ToastOptions = {
  /** A second, quieter line. */
  description?: ReactNode;
  tone?: "plain" | "good" | "bad";
  /** Offers Undo instead of asking beforehand. The toast stays 8 s, so that there is time to read it. */
  undo?: () => void | Promise<void>;
  /** One button other than Undo. */
  action?: { label: string; onClick: () => void };
  /** The same id replaces the toast that is already there. */
  id?: string;
};

/** Says what has just happened, in a sentence. */
export function toast(
  message: ReactNode,
  { description, tone = "plain", undo, action, id }: ToastOptions = {},
) {
  const button = undo ? { label: "Undo", onClick: () => void undo() } : action;
  const options = { description, id, action: button, duration: button || tone === "bad" ? 8000 : 4000 };
  if (tone === "good") return sonner.success(message, options);
  if (tone === "bad") return sonner.error(message, options);
  return sonner(message, options);
}

export function dismissToast(id?: string | number) {
  sonner.dismiss(id);
}

/** Once per page, in the root layout. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      offset={20}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      gap={8}
      // Sonner names a font of its own on its list.
      style={{ fontFamily: "inherit" }}
      icons={{
        success: <Check aria-hidden className="size-4 text-good" />,
        error: <CircleAlert aria-hidden className="size-4 text-bad" />,
        info: <Info aria-hidden className="size-4 text-info" />,
        loading: <Spinner />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) max-w-full items-center gap-2.5 rounded-lg bg-raised py-2.5 pr-2.5 pl-3.5 text-base text-ink shadow-float max-sm:w-full",
          icon: "flex shrink-0",
          content: "flex min-w-0 flex-1 flex-col py-0.5",
          title: "font-medium",
          description: "text-sm text-ink-soft",
          actionButton:
            "h-7 shrink-0 rounded-md px-2.5 text-sm font-medium text-accent hover:bg-ink/6 pointer-coarse:h-10",
        },
      }}
    />
  );
}
