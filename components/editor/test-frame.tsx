"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorState } from "./editor-context";

type TestFrameProps = {
  title: string;
  /** A lucide icon; the frame sizes it. */
  icon: ReactNode;
  closeLabel: string;
  children: ReactNode;
};

/** Where a drawing is tried: at the right, on a phone from below. A step's settings cover it while they are open. */
export function TestFrame({ title, icon, closeLabel, children }: TestFrameProps) {
  const editor = useEditor();
  const covered = useEditorState((state) => state.openNode !== null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      aria-label={title}
      data-inset="right"
      hidden={covered}
      className={cn(
        "absolute inset-y-2 right-2 z-20 flex w-[380px] animate-sheet-in flex-col overflow-hidden rounded-xl bg-raised shadow-float [--from:24px_0]",
        "max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:h-[72%] max-md:w-full max-md:rounded-b-none max-md:[--from:0_40%]",
        covered && "hidden",
      )}
    >
      <header className="flex items-center gap-2.5 border-b border-line py-3 pr-12 pl-4 [&>svg]:size-5 [&>svg]:text-accent">
        {icon}
        <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink outline-none">
          {title}
        </h2>
        <IconButton
          label={closeLabel}
          className="absolute top-1.5 right-2.5 text-ink-soft pointer-coarse:top-0.5"
          onClick={() => editor.test(null)}
        >
          <X />
        </IconButton>
      </header>
      {children}
    </section>
  );
}
