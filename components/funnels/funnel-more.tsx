"use client";

import { Archive, Copy, Download, Share2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Result } from "@/lib/result";
import { saveFunnel } from "../share/save-funnel";
import { ShareDialog } from "../share/share-dialog";
import { MenuItem, MenuLine } from "../ui/dropdown-menu";
import { toast } from "../ui/toaster";
import type { FunnelActions } from "./funnel-actions";
import { useFunnelShelf } from "./use-funnel-shelf";

type Open = {
  funnel: { id: string; name: string };
  actions: FunnelActions;
  canEdit: boolean;
};

/** Stores what is drawn, so that a copy has the last stroke, too. */
type Saved = () => Promise<Result<null>>;

/** The menu beside the open funnel's name, and the dialog that it opens, which outlives it. */
export function useFunnelMore(open: Open): { more: (saved: Saved) => ReactNode; dialog: ReactNode } {
  const [sharing, setSharing] = useState(false);
  return {
    more: (saved) => <FunnelMore {...open} saved={saved} onShare={() => setSharing(true)} />,
    dialog: sharing ? (
      <ShareDialog funnel={open.funnel} actions={open.actions} onClose={() => setSharing(false)} />
    ) : null,
  };
}

function FunnelMore({
  funnel,
  actions,
  canEdit,
  saved,
  onShare,
}: Open & { saved: Saved; onShare: () => void }) {
  const shelf = useFunnelShelf(actions);
  const once = (work: () => unknown) => async () => {
    const stored = await saved();
    if (stored.ok) await work();
    else toast(stored.message, { tone: "bad" });
  };
  const file = (
    <MenuItem icon={<Download />} onSelect={once(() => saveFunnel(actions.saveAsFile, funnel.id))}>
      Save as file
    </MenuItem>
  );
  if (!canEdit) return file;
  return (
    <>
      <MenuItem icon={<Copy />} onSelect={once(() => shelf.duplicate(funnel))}>
        Duplicate
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Share2 />} onSelect={once(onShare)}>
        Share…
      </MenuItem>
      {file}
      <MenuLine />
      <MenuItem icon={<Archive />} onSelect={once(() => shelf.archive(funnel, "/funnels"))}>
        Archive
      </MenuItem>
    </>
  );
}
