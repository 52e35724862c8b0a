"use client";

import { Archive, Copy } from "lucide-react";
import type { Result } from "@/lib/result";
import { MenuItem, MenuLine } from "../ui/dropdown-menu";
import { toast } from "../ui/toaster";
import type { FunnelActions } from "./funnel-actions";
import { useFunnelShelf } from "./use-funnel-shelf";

type FunnelMoreProps = {
  funnel: { id: string; name: string };
  actions: FunnelActions;
  /** Stores what is drawn: a copy has the last stroke, too. */
  saved: () => Promise<Result<null>>;
};

/** What the open funnel's menu offers beside its name. */
export function FunnelMore({ funnel, actions, saved }: FunnelMoreProps) {
  const shelf = useFunnelShelf(actions);
  const once = (work: () => Promise<unknown>) => async () => {
    const stored = await saved();
    if (stored.ok) await work();
    else toast(stored.message, { tone: "bad" });
  };
  return (
    <>
      <MenuItem icon={<Copy />} onSelect={once(() => shelf.duplicate(funnel))}>
        Duplicate
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Archive />} onSelect={once(() => shelf.archive(funnel, "/funnels"))}>
        Archive
      </MenuItem>
    </>
  );
}
