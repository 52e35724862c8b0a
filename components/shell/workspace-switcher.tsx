"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTransition } from "react";
import { DropdownMenu, MenuChoices, MenuLabel } from "../ui/dropdown-menu";
import { Spinner } from "../ui/spinner";

export type WorkspaceChoice = { id: string; name: string };

type WorkspaceSwitcherProps = {
  workspaces: readonly WorkspaceChoice[];
  currentId: string;
  switchWorkspace: (workspaceId: string) => Promise<void>;
};

/** The workspace one is in, and the others. With a single workspace it is only its name. */
export function WorkspaceSwitcher({ workspaces, currentId, switchWorkspace }: WorkspaceSwitcherProps) {
  const [switching, startSwitch] = useTransition();
  const current = workspaces.find((workspace) => workspace.id === currentId);
  const name = current?.name ?? "Workspace";
  const face = (
    <>
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center rounded-md bg-accent text-xs font-semibold text-on-accent"
      >
        {switching ? <Spinner /> : initial(name)}
      </span>
      <span className="min-w-0 flex-1 truncate text-left font-semibold rail-narrow:md:sr-only">{name}</span>
    </>
  );
  if (workspaces.length < 2) {
    return <div className="flex h-9 min-w-0 items-center gap-2.5 px-1">{face}</div>;
  }
  return (
    <DropdownMenu
      align="start"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Workspace: ${name}. Switch`}
          className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1 transition-colors hover:bg-ink/5 pointer-coarse:h-10"
        >
          {face}
          <ChevronsUpDown
            aria-hidden
            className="mr-1 size-3.5 shrink-0 text-ink-soft rail-narrow:md:hidden"
          />
        </button>
      }
    >
      <MenuLabel>Workspaces</MenuLabel>
      <MenuChoices
        value={currentId}
        onValueChange={(id) => startSwitch(() => switchWorkspace(id))}
        choices={workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name }))}
      />
    </DropdownMenu>
  );
}

/** The first letter as a person sees it, be it an emoji or a kanji. */
export function initial(name: string): string {
  const first = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next();
  return first.done ? "·" : first.value.segment.toUpperCase();
}
