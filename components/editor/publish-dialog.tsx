"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toaster";
import { affectedBy, type InFlight } from "@/lib/flow/affected";
import { blocking } from "@/lib/flow/check";
import type { MovePlan } from "@/lib/flow/move-plan";
import { type Ending, MOST_ENDINGS, type NewEnding, newEndings } from "@/lib/flow/take-in";
import type { Result } from "@/lib/result";
import type { EditorActions } from "./contract";
import { useDoors } from "./doors";
import { useEditor, useEditorState } from "./editor-context";
import { AlreadyThereFields, type Chosen, isConfirmed, NOBODY_CHOSEN } from "./enroll/already-there";
import { enrollAt, useAlreadyThere } from "./enroll/use-already-there";
import { IssueRows } from "./problem-list";
import { PublishDifference } from "./publish-difference";
import { PublishFinished } from "./publish-finished";
import { PublishPeople } from "./publish-people";

/** What becomes of those who are in the funnel, or were. */
export type PublishPlan = { plan?: MovePlan; takeIn?: Ending[] };

type PublishDialogProps = {
  /** Saves first. */
  publish(people?: PublishPlan): Promise<Result<{ number: number }>>;
  inFlight: EditorActions["inFlight"];
  /** It opens by itself, once. */
  opensNow: boolean;
};

/** Says what stands in the way, or what is different and whom it meets, and then does it. */
export function PublishDialog({ publish, inFlight, opensNow }: PublishDialogProps) {
  const editor = useEditor();
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [plan, setPlan] = useState<MovePlan>({});
  const issues = useEditorState((state) => state.issues);
  const { id, status, liveVersion: live } = useEditorState((state) => state.funnel);
  const unpublished = useEditorState((state) => state.unpublished);
  const [takeIn, setTakeIn] = useState<Ending[]>([]);
  const { found, look } = useInFlight(inFlight);
  const { enroll } = useDoors();
  const [entering, setEntering] = useState<Chosen>(NOBODY_CHOSEN);
  const already = useAlreadyThere(enroll, id);
  const matches = already.found?.matches ?? [];
  const blocks = blocking(issues);
  const warns = issues.filter((issue) => issue.level === "warns");
  const number = (live?.number ?? 0) + 1;
  const after = editor.flow();
  const known = typeof found === "object" ? found : null;
  const affected = known && affectedBy(after, known.waiting);

  const show = (next: boolean) => {
    if (next) {
      editor.review();
      setPlan({});
      setTakeIn([]);
      if (live) look(id, newEndings(live.flow, editor.flow()).slice(0, MOST_ENDINGS));
      setEntering(NOBODY_CHOSEN);
      if (blocking(editor.store.getState().issues).length === 0) already.look();
    }
    setTrouble(null);
    setOpen(next);
  };
  const showNow = useEffectEvent(() => show(true));
  useEffect(() => {
    if (opensNow) showNow();
  }, [opensNow]);

  const run = async () => {
    setPending(true);
    setTrouble(null);
    try {
      const concerned = new Set(affected?.steps.map(({ nodeId }) => nodeId));
      const chosen = Object.entries(plan).filter(([nodeId]) => concerned.has(nodeId));
      const result = await publish({
        ...(chosen.length > 0 ? { plan: Object.fromEntries(chosen) } : {}),
        ...(takeIn.length > 0 ? { takeIn } : {}),
      });
      if (result.ok) {
        setOpen(false);
        const called = matches.filter(({ nodeId }) => entering.nodeIds.has(nodeId));
        const refused = enroll && called.length > 0 ? await enrollAt(enroll, id, called) : null;
        if (refused) toast(`The funnel is published, but: ${refused}`, { tone: "bad" });
        toast(
          status === "paused"
            ? `Version ${result.value.number} is published. The funnel is still paused.`
            : `Version ${result.value.number} is live`,
          { tone: "good" },
        );
      } else setTrouble(result.message);
    } catch {
      setTrouble("Nothing was published: the server could not be reached. Try again in a moment.");
    }
    setPending(false);
  };

  const body =
    blocks.length > 0 ? (
      <div className="-mx-2">
        <IssueRows issues={blocks} onShow={() => setOpen(false)} />
      </div>
    ) : (
      <>
        {live ? <PublishDifference before={live.flow} after={after} /> : null}
        {found === "looking" ? (
          <p role="status" className="flex items-center gap-2 text-sm text-ink-soft">
            <Spinner /> Looking who is in the funnel…
          </p>
        ) : null}
        {found === "unknown" ? (
          <Banner tone="attention">
            Who is in the funnel could not be looked up. People whose step is still there move along;
            everybody else goes on by the version they are on.
          </Banner>
        ) : null}
        {affected && affected.steps.length > 0 ? (
          <PublishPeople steps={affected.steps} after={after} plan={plan} onPlan={setPlan} />
        ) : null}
        {live && known?.finished.some(({ people }) => people > 0) ? (
          <PublishFinished
            endings={newEndings(live.flow, after)}
            finished={known.finished}
            after={after}
            takeIn={takeIn}
            onTakeIn={setTakeIn}
          />
        ) : null}
        {already.looking ? (
          <p role="status" className="flex items-center gap-2 text-sm text-ink-soft">
            <Spinner /> Looking who matches already…
          </p>
        ) : null}
        {already.failed ? (
          <Banner tone="attention">
            Who matches already could not be looked up. They do not enter by themselves; you can enroll them
            later, in the trigger’s settings.
          </Banner>
        ) : null}
        {already.found && matches.length > 0 ? (
          <AlreadyThereFields flow={after} found={already.found} chosen={entering} onChange={setEntering} />
        ) : null}
        {warns.length > 0 ? (
          <div className="-mx-2">
            <h3 className="px-2 pb-1 text-sm font-medium text-ink">Worth a look before</h3>
            <IssueRows issues={warns} onShow={() => setOpen(false)} />
          </div>
        ) : null}
        {status === "paused" ? (
          <p className="text-base text-ink-soft">
            The funnel is paused and stays so: nobody moves on and nothing is sent until you resume it.
          </p>
        ) : null}
      </>
    );

  return (
    <Dialog
      open={open}
      onOpenChange={show}
      trigger={
        <Button variant="primary" disabled={status === "live" && !unpublished}>
          Publish
        </Button>
      }
      title={blocks.length > 0 ? "Not ready yet" : `Publish version ${number}?`}
      description={
        blocks.length > 0
          ? blocks.length === 1
            ? "One thing must be mended before this funnel can go live."
            : `${blocks.length} things must be mended before this funnel can go live.`
          : live
            ? `Version ${number} will go live. ${sayAlong(affected)}`
            : `Version ${number} will go live. From then on, everybody who enters gets what you have drawn.`
      }
      footer={
        blocks.length > 0 ? undefined : (
          <>
            <Button onClick={() => setOpen(false)}>Not yet</Button>
            <Button
              variant="primary"
              pending={pending}
              disabled={
                found === "looking" ||
                already.looking ||
                (already.found !== null && !isConfirmed(already.found, entering))
              }
              onClick={() => void run()}
            >
              {`Publish version ${number}`}
            </Button>
          </>
        )
      }
    >
      {trouble || live || issues.length > 0 || status === "paused" ? (
        <>
          {trouble ? (
            <Banner tone="bad" live>
              {trouble}
            </Banner>
          ) : null}
          {body}
        </>
      ) : null}
    </Dialog>
  );
}

/** What becomes of those who are in the funnel and whom nothing concerns. */
function sayAlong(affected: ReturnType<typeof affectedBy> | null): string {
  if (!affected) return "People in this funnel move along to it at the step where they are.";
  const { people, steps } = affected;
  if (people === 0) return "Nobody is in this funnel at the moment.";
  const along = people - steps.reduce((sum, step) => sum + step.people, 0);
  if (steps.length === 0) {
    return people === 1
      ? "The one person in this funnel moves along to it at the step where they are."
      : `The ${people.toLocaleString("en")} people in this funnel move along to it at the step where they are.`;
  }
  const rest =
    along === 0
      ? ""
      : ` ${along.toLocaleString("en")} of ${people.toLocaleString("en")} people simply move along.`;
  return `It changes ${steps.length === 1 ? "a step" : "steps"} at which people are.${rest}`;
}

/** Looked up when the dialog opens: what it said yesterday helps nobody. */
function useInFlight(inFlight: EditorActions["inFlight"]) {
  const [found, setFound] = useState<InFlight | "looking" | "unknown" | null>(null);
  const look = (funnelId: string, endings: NewEnding[]) => {
    if (!inFlight) return;
    setFound("looking");
    inFlight({ funnelId, endings }).then(
      (answer) => setFound(answer.ok ? answer.value : "unknown"),
      () => setFound("unknown"),
    );
  };
  return { found, look };
}
