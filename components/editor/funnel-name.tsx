"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { toast } from "@/components/ui/toaster";
import type { Result } from "@/lib/result";
import { useEditor, useEditorState } from "./editor-context";

const LONGEST = 120;

/** The name as a heading that is typed over in place. */
export function FunnelName({
  rename,
}: {
  rename(input: { funnelId: string; name: string }): Promise<Result<{ name: string }>>;
}) {
  const editor = useEditor();
  const { id, name } = useEditorState((state) => state.funnel);
  const canEdit = useEditorState((state) => state.canEdit);
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const router = useRouter();

  const put = (next: string) =>
    editor.store.setState((state) => ({ funnel: { ...state.funnel, name: next } }));

  const keep = async () => {
    const next = typed?.trim();
    setTyped(null);
    if (!next || next === name) return;
    put(next);
    let failed = "The name is not saved. Try again in a moment.";
    try {
      const result = await rename({ funnelId: id, name: next });
      if (result.ok) {
        put(result.value.name);
        router.refresh();
        return;
      }
      failed = result.message;
    } catch {}
    put(name);
    toast(failed, { tone: "bad" });
  };

  if (!canEdit) return <h1 className="min-w-16 truncate text-base font-semibold text-ink">{name}</h1>;
  const shown = typed ?? name;
  return (
    <h1 className="relative min-w-16 max-w-72 shrink">
      {/* The box is as wide as its text: an invisible copy of it holds the place. */}
      <span
        aria-hidden
        className="invisible block h-8 truncate pr-2 pl-1.5 leading-8 text-base font-semibold whitespace-pre pointer-coarse:h-10 pointer-coarse:text-[1rem]"
      >
        {shown || " "}
      </span>
      <input
        ref={input}
        aria-label="Funnel name"
        value={shown}
        maxLength={LONGEST}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void keep()}
        onKeyDown={(event) => {
          if (event.key === "Enter") input.current?.blur();
          if (event.key === "Escape") {
            setTyped(null);
            // After the state is back, so that leaving the field keeps nothing.
            requestAnimationFrame(() => input.current?.blur());
          }
        }}
        className="absolute inset-0 w-full min-w-0 truncate rounded-md bg-transparent px-1.5 text-base font-semibold text-ink hover:bg-ink/5 focus:bg-raised"
      />
    </h1>
  );
}
