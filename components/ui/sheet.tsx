"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { CloseButton } from "./close-button";
import { cn } from "./cn";

type SheetProps = {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** False keeps the page behind live and unveiled, and a press on it does not close the sheet. */
  modal?: boolean;
  footer?: ReactNode;
  children?: ReactNode;
};

/** At the right edge, 380 px wide; on a phone it rises from the bottom. */
export function Sheet({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  modal = true,
  footer,
  children,
}: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        {modal ? (
          <Radix.Overlay className="fixed inset-0 z-50 bg-veil data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in" />
        ) : null}
        <Radix.Content
          onInteractOutside={modal ? undefined : (event) => event.preventDefault()}
          className={cn(
            "fixed z-50 flex flex-col bg-raised shadow-float outline-none [--from:100%_0]",
            "inset-y-2 right-2 w-[380px] rounded-xl",
            "max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:max-h-[85dvh] max-sm:w-full max-sm:rounded-b-none max-sm:[--from:0_100%]",
            "data-[state=closed]:animate-sheet-out data-[state=open]:animate-sheet-in",
          )}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex flex-col gap-1 border-b border-line py-4 pr-14 pl-5">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="text-sm text-ink-soft">{description}</Radix.Description>
            ) : null}
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3 pb-[max(--spacing(3),env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          ) : null}
          <Radix.Close asChild>
            <CloseButton />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
