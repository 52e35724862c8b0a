"use client";

import { ArrowLeft, Ellipsis, EllipsisVertical, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { DropdownMenu, MenuItem, MenuLabel, MenuLine } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { StatusPill } from "@/components/ui/status-pill";
import { canRedo, canUndo } from "@/lib/flow/history";
import type { Result } from "@/lib/result";
import type { EditorActions, ResultsView } from "./contract";
import { useEditor, useEditorState } from "./editor-context";
import { FunnelName } from "./funnel-name";
import { PauseOrResume } from "./pause-or-resume";
import { ProblemList } from "./problem-list";
import { PublishDialog, type PublishPlan } from "./publish-dialog";
import { SavedState } from "./saved-state";
import { TestMenu } from "./trial/test-menu";

type TopBarProps = Pick<EditorActions, "rename" | "pause" | "resume" | "backlog"> & {
  back: { href: string; label: string };
  tabs: ReactNode;
  /** Entries of the menu beside the name. */
  more: ReactNode;
  canEdit: boolean;
  /** They are shown: nothing is drawn, so nothing is undone or published from here. */
  results: ResultsView | undefined;
  /** There is a way to try the draft on oneself. */
  testable: boolean;
  publish(people?: PublishPlan): Promise<Result<{ number: number }>>;
  inFlight: EditorActions["inFlight"];
  /** Publish opens by itself, once. */
  publishNow: boolean;
};

export function TopBar({
  back,
  tabs,
  more,
  canEdit,
  results,
  testable,
  publish,
  inFlight,
  publishNow,
  rename,
  pause,
  resume,
  backlog,
}: TopBarProps) {
  const status = useEditorState((state) => state.funnel.status);
  const changed = results?.changed;
  const building = canEdit && !results;
  return (
    <header className="@container relative z-20 border-b border-line bg-surface">
      {/* Two lines where one is too narrow: what it is and Publish, then the tabs and the rest. Where one is just wide enough, the name has more of it. */}
      <div className="flex items-center gap-x-2 pr-3 pl-2 sm:gap-x-3 @max-[75rem]:flex-wrap">
        <div className="flex h-13 min-w-0 flex-1 items-center gap-1.5 sm:gap-2 @max-[90rem]:grow-3">
          <IconButton label={back.label} asChild side="bottom" className="text-ink-soft">
            <Link href={back.href as never} aria-label={back.label}>
              <ArrowLeft />
            </Link>
          </IconButton>
          <FunnelName rename={rename} />
          {more ? <More className={building ? "max-sm:hidden" : ""} changed={changed} more={more} /> : null}
          {building ? <SavedState /> : null}
          <State changed={changed} className="max-sm:hidden" />
        </div>
        <div className="flex h-13 min-w-0 items-end @max-[75rem]:order-3 @max-[75rem]:h-11 @max-[75rem]:flex-1 @max-[75rem]:pl-2 [&_nav]:border-b-0">
          {tabs}
        </div>
        <div className="flex flex-1 items-center justify-end gap-1 sm:gap-2 @max-[90rem]:grow-2 @max-[75rem]:contents">
          <div className="flex items-center gap-1 sm:gap-2 @max-[75rem]:order-4">
            {building ? <UndoRedo /> : null}
            {building ? <ProblemList /> : null}
            {building ? <TestMenu onMe={testable} /> : null}
            {canEdit && status !== "draft" ? (
              <PauseOrResume pause={pause} resume={resume} backlog={backlog} />
            ) : null}
          </div>
          <div className="flex items-center gap-1 @max-[75rem]:order-2">
            {building ? <PublishDialog publish={publish} inFlight={inFlight} opensNow={publishNow} /> : null}
            {building ? <PhoneMenu more={more} /> : null}
            {canEdit || results ? null : (
              <span className="text-sm text-ink-soft">You can look, not change</span>
            )}
          </div>
          <span aria-hidden className="hidden h-0 basis-full @max-[75rem]:order-2 @max-[75rem]:block" />
        </div>
      </div>
    </header>
  );
}

/** `changed` is known where something else than the draft is shown. */
function State({ changed, className }: { changed?: boolean | undefined; className?: string }) {
  const status = useEditorState((state) => state.funnel.status);
  const unpublished = useEditorState((state) => state.unpublished);
  return (
    <StatusPill
      status={status === "live" && (changed ?? unpublished) ? "changed" : status}
      className={className}
    />
  );
}

function UndoRedo() {
  const editor = useEditor();
  const undoable = useEditorState((state) => canUndo(state.history));
  const redoable = useEditorState((state) => canRedo(state.history));
  return (
    <div className="flex max-sm:hidden">
      <IconButton label="Undo" side="bottom" disabled={!undoable} onClick={editor.undo}>
        <Undo2 />
      </IconButton>
      <IconButton label="Redo" side="bottom" disabled={!redoable} onClick={editor.redo}>
        <Redo2 />
      </IconButton>
    </div>
  );
}

/** What is done with the funnel as a whole, and seldom. */
function More(props: { className: string; changed: boolean | undefined; more: ReactNode }) {
  const { className, changed, more } = props;
  return (
    <div className={className}>
      <DropdownMenu
        align="start"
        trigger={
          <IconButton label="More" side="bottom" className="-ml-1.5 text-ink-soft">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuLabel className="sm:hidden">
          <State changed={changed} />
        </MenuLabel>
        {more}
      </DropdownMenu>
    </div>
  );
}

/** On a phone the rarer buttons stand behind one. */
function PhoneMenu({ more }: { more: ReactNode }) {
  const editor = useEditor();
  const undoable = useEditorState((state) => canUndo(state.history));
  const redoable = useEditorState((state) => canRedo(state.history));
  return (
    <div className="sm:hidden">
      <DropdownMenu
        trigger={
          <IconButton label="More" className="-mr-2 w-8 pointer-coarse:w-10">
            <EllipsisVertical />
          </IconButton>
        }
      >
        <MenuLabel>
          <State />
        </MenuLabel>
        <MenuItem icon={<Undo2 />} disabled={!undoable} onSelect={editor.undo}>
          Undo
        </MenuItem>
        <MenuItem icon={<Redo2 />} disabled={!redoable} onSelect={editor.redo}>
          Redo
        </MenuItem>
        {more ? <MenuLine /> : null}
        {more}
      </DropdownMenu>
    </div>
  );
}
