import type { ReactNode } from "react";
import { type Person, PersonMenu } from "./person-menu";
import { PhoneBar } from "./phone-bar";
import { Rail } from "./rail";
import type { RailEntry } from "./rail-link";
import { type WorkspaceChoice, WorkspaceSwitcher } from "./workspace-switcher";

export type StudioShellProps = {
  /** In the order of the rail. Only screens that exist. */
  entries: readonly RailEntry[];
  workspaces: readonly WorkspaceChoice[];
  workspaceId: string;
  /** A server action; after it the page is drawn anew for the other workspace. */
  switchWorkspace: (workspaceId: string) => Promise<void>;
  person: Person;
  signOut: () => Promise<void>;
  /** What stops all sending, in reach on every screen; null: they may not, or it is stopped. */
  hold?: { rail: ReactNode; phone: ReactNode } | null;
  /** A Banner with look="bar", above every screen. */
  banner?: ReactNode;
  children: ReactNode;
};

/**
 * The frame of every signed-in screen: a rail at the left, on a phone a bar at the top and one at the bottom.
 * The screen inside scrolls by itself and may fill the height (`h-full`), as the canvas does.
 */
export function StudioShell(props: StudioShellProps) {
  const { entries, workspaces, workspaceId, switchWorkspace, person, signOut, hold, banner, children } =
    props;
  const switcher = (
    <WorkspaceSwitcher workspaces={workspaces} currentId={workspaceId} switchWorkspace={switchWorkspace} />
  );
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#screen"
        className="sr-only z-60 rounded-md bg-raised px-3 py-2 font-medium shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the screen
      </a>
      <Rail
        entries={entries}
        top={switcher}
        hold={hold?.rail}
        bottom={<PersonMenu person={person} signOut={signOut} />}
      />
      <header className="flex h-12 shrink-0 items-center justify-between gap-3 border-b border-line px-2 md:hidden">
        <div className="min-w-0">{switcher}</div>
        <div className="flex items-center gap-1">
          {hold?.phone}
          <PersonMenu person={person} signOut={signOut} compact />
        </div>
      </header>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {banner ? <section aria-label="Notice">{banner}</section> : null}
        <main id="screen" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
      <PhoneBar entries={entries} />
    </div>
  );
}
