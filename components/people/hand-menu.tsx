"use client";

import { Ellipsis, LogIn, MoveRight, RotateCcw, SkipForward, UserMinus } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { AskBeforeMail } from "./ask-before-mail";
import type { HandActions } from "./hand";
import type { ListedPerson } from "./listed-person";
import { MoveDialog } from "./move-dialog";
import { StartDialog } from "./start-dialog";
import type { Hand } from "./use-hand";

type Person = Pick<ListedPerson, "id" | "visit" | "contactId" | "ended" | "stuck">;

type HandMenuProps = {
  hand: Hand;
  chosen: readonly Person[];
  steps: readonly { id: string; name: string }[];
  startableFunnels: HandActions["startableFunnels"];
};

/** What a member can do to these people, the rarer things behind one button. */
export function HandMenu({ hand, chosen, steps, startableFunnels }: HandMenuProps) {
  const [starting, setStarting] = useState(false);
  const here = chosen.filter(({ ended }) => !ended);
  const stuck = here.filter((person) => person.stuck);
  const contactIds = [...new Set(chosen.flatMap(({ contactId }) => contactId ?? []))];
  const [load] = useState(() => () => startableFunnels({}));
  return (
    <>
      {here.length > 0 ? (
        <>
          <MoveDialog
            trigger={
              <Button size="sm" disabled={hand.busy}>
                <MoveRight aria-hidden />
                Move to a step…
              </Button>
            }
            count={here.length}
            steps={steps}
            onMove={(to) => void hand.move(here, to)}
          />
          <Button
            size="sm"
            disabled={hand.busy}
            onClick={() => void hand.skip(here)}
            className="max-sm:hidden"
          >
            <SkipForward aria-hidden />
            Skip this wait
          </Button>
          <Button
            size="sm"
            disabled={hand.busy}
            onClick={() => void hand.remove(here)}
            className="max-sm:hidden"
          >
            <UserMinus aria-hidden />
            Remove
          </Button>
        </>
      ) : null}
      {here.length === 0 ? (
        <Button size="sm" disabled={hand.busy || contactIds.length === 0} onClick={() => setStarting(true)}>
          <LogIn aria-hidden />
          Start a funnel…
        </Button>
      ) : (
        <DropdownMenu
          trigger={
            <IconButton label="More to do with them" size="sm" disabled={hand.busy}>
              <Ellipsis />
            </IconButton>
          }
        >
          <div className="sm:hidden">
            <MenuItem icon={<SkipForward />} onSelect={() => void hand.skip(here)}>
              Skip this wait
            </MenuItem>
            <MenuItem icon={<UserMinus />} onSelect={() => void hand.remove(here)}>
              Remove
            </MenuItem>
          </div>
          {stuck.length > 0 ? (
            <MenuItem icon={<RotateCcw />} onSelect={() => void hand.retry(stuck)}>
              Try again
            </MenuItem>
          ) : null}
          <MenuItem icon={<LogIn />} disabled={contactIds.length === 0} onSelect={() => setStarting(true)}>
            Start a funnel…
          </MenuItem>
        </DropdownMenu>
      )}
      <StartDialog
        open={starting}
        onOpenChange={setStarting}
        contactIds={contactIds}
        load={load}
        onStart={(start) => void hand.start(start)}
      />
      <AskBeforeMail asking={hand.asking} no={hand.no} />
    </>
  );
}
