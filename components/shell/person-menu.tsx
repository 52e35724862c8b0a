"use client";

import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTransition } from "react";
import { DropdownMenu, MenuChoices, MenuItem, MenuLabel, MenuLine } from "../ui/dropdown-menu";
import { Spinner } from "../ui/spinner";
import { remember, useRemembered } from "./remembered";
import { initial } from "./workspace-switcher";

export type Person = { name: string; email: string };

const themes = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
];

type PersonMenuProps = {
  person: Person;
  signOut: () => Promise<void>;
  /** The avatar alone, as in the phone's top bar. */
  compact?: boolean;
};

export function PersonMenu({ person, signOut, compact = false }: PersonMenuProps) {
  const theme = useRemembered("theme") ?? "system";
  const [leaving, startLeaving] = useTransition();
  return (
    <DropdownMenu
      side={compact ? "bottom" : "top"}
      align={compact ? "end" : "start"}
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`${person.name}: your menu`}
          className="flex h-9 min-w-8 items-center gap-2.5 rounded-md px-1 text-left transition-colors hover:bg-ink/5 pointer-coarse:h-10 pointer-coarse:min-w-10 pointer-coarse:justify-center"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-ink/10 text-xs font-semibold text-ink"
          >
            {leaving ? <Spinner /> : initial(person.name)}
          </span>
          {compact ? null : (
            <span className="min-w-0 flex-1 truncate rail-narrow:sr-only">{person.name}</span>
          )}
        </button>
      }
    >
      <div className="flex flex-col px-2 py-1.5">
        <span className="truncate font-medium">{person.name}</span>
        <span className="truncate text-sm text-ink-soft">{person.email}</span>
      </div>
      <MenuLine />
      <MenuLabel>Appearance</MenuLabel>
      <MenuChoices
        value={theme}
        choices={themes}
        onValueChange={(next) => remember("theme", next === "system" ? null : next)}
      />
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => startLeaving(signOut)}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
