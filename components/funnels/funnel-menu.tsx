"use client";

import { Archive, Copy, Download, Ellipsis, Pencil, Share2 } from "lucide-react";
import { useState } from "react";
import { saveFunnel } from "../share/save-funnel";
import { ShareDialog } from "../share/share-dialog";
import { DropdownMenu, MenuItem, MenuLine } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import type { FunnelActions } from "./funnel-actions";
import { RenameDialog } from "./rename-dialog";
import { useFunnelShelf } from "./use-funnel-shelf";

type FunnelMenuProps = {
  funnel: { id: string; name: string };
  actions: FunnelActions;
  /** The row is about to go: the focus has to rest elsewhere. */
  onArchived: () => void;
};

/** What one may do with a funnel in the list. */
export function FunnelMenu({ funnel, actions, onArchived }: FunnelMenuProps) {
  const shelf = useFunnelShelf(actions);
  const [open, setOpen] = useState<"rename" | "share" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton label={`More for ${funnel.name}`} size="sm" className="text-ink-soft">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setOpen("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void shelf.duplicate(funnel)}>
          Duplicate
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Share2 />} onSelect={() => setOpen("share")}>
          Share…
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={() => void saveFunnel(actions.saveAsFile, funnel.id)}>
          Save as file
        </MenuItem>
        <MenuLine />
        <MenuItem
          icon={<Archive />}
          onSelect={async () => {
            if (await shelf.archive(funnel)) onArchived();
          }}
        >
          Archive
        </MenuItem>
      </DropdownMenu>
      {open === "rename" ? <RenameDialog funnel={funnel} rename={actions.rename} onClose={close} /> : null}
      {open === "share" ? <ShareDialog funnel={funnel} actions={actions} onClose={close} /> : null}
    </>
  );
}
