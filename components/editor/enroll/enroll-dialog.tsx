"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toaster";
import { graphOf } from "@/lib/flow/graph";
import { useDoors } from "../doors";
import { useEditorState } from "../editor-context";
import {
  AlreadyThereFields,
  type Chosen,
  chosenPeople,
  isConfirmed,
  NOBODY_CHOSEN,
  sayPeople,
} from "./already-there";
import { enrollAt, useAlreadyThere } from "./use-already-there";

/** Lets those in who match a trigger of the live version already, at any time after Publish. */
export function EnrollDialog() {
  const { enroll } = useDoors();
  const funnelId = useEditorState((state) => state.funnel.id);
  const flow = useEditorState((state) => state.funnel.liveVersion?.flow);
  const unpublished = useEditorState((state) => state.unpublished);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Chosen>(NOBODY_CHOSEN);
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { found, looking, failed, look } = useAlreadyThere(enroll, funnelId);
  if (!enroll || !flow || unpublished) return null;
  const matches = (found?.matches ?? []).filter(({ nodeId }) => graphOf(flow).node(nodeId));
  const shown = { perSecond: null, together: [], ...found, matches };
  const people = chosenPeople(shown, chosen);

  const run = async () => {
    setPending(true);
    const refused = await enrollAt(
      enroll,
      funnelId,
      matches.filter(({ nodeId }) => chosen.nodeIds.has(nodeId)),
    );
    setPending(false);
    setTrouble(refused);
    if (refused) return;
    toast(`${sayPeople(people)} ${people === 1 ? "is" : "are"} entering`, { tone: "good" });
    setOpen(false);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setTrouble(null);
        setChosen(NOBODY_CHOSEN);
        if (next) look();
      }}
      trigger={
        <Button size="sm" className="self-start">
          People who match already…
        </Button>
      }
      title="Enroll people who match already"
      description="They come in as if a trigger had just let them in."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={people === 0 || !isConfirmed(shown, chosen)}
            onClick={() => void run()}
          >
            {people === 0 ? "Enroll" : `Enroll ${sayPeople(people)}`}
          </Button>
        </>
      }
    >
      {trouble ? <Banner tone="bad">{trouble}</Banner> : null}
      {looking ? <Spinner label="Looking who matches" /> : null}
      {failed ? (
        <Banner tone="attention">Who matches could not be looked up. Close this and try again.</Banner>
      ) : null}
      {found && matches.length === 0 ? (
        <p className="text-ink-soft">Nobody matches who is not in this funnel already.</p>
      ) : null}
      {found && matches.length > 0 ? (
        <AlreadyThereFields flow={flow} found={shown} chosen={chosen} onChange={setChosen} />
      ) : null}
    </Dialog>
  );
}
