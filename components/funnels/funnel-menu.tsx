"use client";

import { Archive, Copy, Ellipsis, Pencil } from "lucide-react";
import { useState } from "react";
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
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton label={`More for ${funnel.name}`} size="sm" className="text-ink-soft">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
          Rename
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void shelf.duplicate(funnel)}>
          Duplicate
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
      {renaming ? (
        <RenameDialog funnel={funnel} rename={actions.rename} onClose={() => setRenaming(false)} />
      ) : null}
    </>
  );
}
