"use client";

import { Check, CloudOff, Ellipsis, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { SaveState } from "./autosave";
import { useEditorState } from "./editor-context";

const faces: { [K in SaveState["is"]]: { words: string; icon: ReactNode } } = {
  saved: { words: "Saved", icon: <Check aria-hidden /> },
  waiting: { words: "Saving…", icon: <Ellipsis aria-hidden className="animate-breathe" /> },
  saving: { words: "Saving…", icon: <Ellipsis aria-hidden className="animate-breathe" /> },
  retrying: {
    words: "Could not save, retrying",
    icon: <CloudOff aria-hidden className="text-attention" />,
  },
  refused: { words: "Not saved", icon: <TriangleAlert aria-hidden className="text-bad" /> },
  stale: { words: "Not saved", icon: <TriangleAlert aria-hidden className="text-attention" /> },
};

export function SavedState() {
  const save = useEditorState((state) => state.save);
  const { words, icon } = faces[save.is];
  return (
    <span
      role="status"
      className="flex shrink-0 items-center gap-1 text-xs whitespace-nowrap text-ink-soft [&_svg]:size-3.5"
    >
      {icon}
      <span className="max-sm:sr-only">{words}</span>
    </span>
  );
}

/** Under the top bar, when saving needs an answer. */
export function SaveTrouble({ onTheirs, onMine }: { onTheirs(): void; onMine(): void }) {
  const save = useEditorState((state) => state.save);
  if (save.is === "refused") {
    return (
      <Banner look="bar" tone="bad" live title="Your last change is not saved.">
        {save.message}
      </Banner>
    );
  }
  if (save.is === "retrying") {
    // On a phone the top bar has room for a sign only.
    return (
      <Banner look="bar" tone="attention" className="sm:hidden">
        Could not save, retrying. What you did is kept here meanwhile.
      </Banner>
    );
  }
  if (save.is !== "stale") return null;
  return (
    <Banner
      look="bar"
      tone="attention"
      live
      title={save.message}
      action={
        <span className="flex gap-2">
          <Button size="sm" onClick={onTheirs}>
            Load theirs
          </Button>
          <Button size="sm" onClick={onMine}>
            Keep mine
          </Button>
        </span>
      }
    >
      Load what they did, or keep what you see here in its place.
    </Banner>
  );
}
