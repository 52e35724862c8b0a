"use client";

import { useReactFlow } from "@xyflow/react";
import { CircleCheck, CircleDashed, Route, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { PathList } from "@/components/people/path-list";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { Flow } from "@/lib/flow/flow";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { NAMED } from "@/lib/flow/personas";
import type { Instant } from "@/lib/flow/world";
import { sentenceOf } from "../canvas-view";
import type { EditorActions } from "../contract";
import { useEditor, useEditorState } from "../editor-context";
import { sayDay, sayTestMoment } from "../trial/test-moment";
import { motion, startViewport } from "../viewport";
import { sayOutcome } from "./say-outcome";
import { asksForConsent, useLife, type Watched } from "./use-life";
import { WatchedMails } from "./watched-mails";

const personas = Object.values(NAMED);

type WatchPanelProps = Pick<EditorActions, "previewEmail"> & {
  /** IANA name of the zone times are said in; the reader's own without it. */
  zone?: string | undefined;
};

/** One invented person on the drawing as it is now: their way, their mail, how it ends. A step's settings cover it. */
export function WatchPanel({ zone = ownZone(), previewEmail }: WatchPanelProps) {
  const editor = useEditor();
  const covered = useEditorState((state) => state.openNode !== null);
  const [watched, setWatched] = useState<Watched>({
    persona: NAMED.neverOpens,
    triggerId: null,
    agreed: true,
  });
  const { flow, lived, path, startAt } = useLife(watched, zone);
  const heading = useRef<HTMLHeadingElement>(null);
  const { setViewport } = useReactFlow();
  useEffect(() => {
    heading.current?.focus();
    // Their way begins at the top, beside this panel and not under it.
    const canvas = heading.current?.closest("[data-editor]")?.querySelector<HTMLElement>(".funnel-canvas");
    if (!canvas) return;
    const view = startViewport(editor.flow(), canvas.getBoundingClientRect(), canvas);
    void setViewport(view, { duration: motion() });
  }, [editor, setViewport]);
  const clock = { enteredAt: startAt };
  const say = (at: Instant) => sayTestMoment(clock, at, zone);
  const outcome = sayOutcome(flow, lived, path, (at) => sayDay(clock, at, zone));
  const Icon = lived.end.why === "ended" ? CircleCheck : CircleDashed;

  return (
    <section
      aria-label="Watch one person"
      data-inset="right"
      hidden={covered}
      className={cn(
        "absolute inset-y-2 right-2 z-20 flex w-[380px] animate-sheet-in flex-col overflow-hidden rounded-xl bg-raised shadow-float [--from:24px_0]",
        "max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:h-[68%] max-md:w-full max-md:rounded-b-none max-md:[--from:0_40%]",
        covered && "hidden",
      )}
    >
      <header className="flex items-center gap-2.5 border-b border-line py-3 pr-12 pl-4">
        <Route aria-hidden className="size-5 text-accent" />
        <h2 ref={heading} tabIndex={-1} className="text-base font-semibold text-ink outline-none">
          Watch one person
        </h2>
        <IconButton
          label="Stop watching"
          className="absolute top-2.5 right-2.5 text-ink-soft"
          onClick={() => editor.test(null)}
        >
          <X />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        <Who flow={flow} watched={watched} onChange={setWatched} />
        <div role="status" className="flex items-start gap-2.5 rounded-lg bg-accent-soft px-3.5 py-3">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <div className="min-w-0">
            <p className="font-medium text-pretty wrap-anywhere text-ink">{outcome.sentence}</p>
            <p className="text-sm text-pretty wrap-anywhere text-ink-soft">{outcome.more}</p>
          </div>
        </div>
        {path ? (
          <>
            <WatchedMails flow={flow} mails={lived.mails} say={say} previewEmail={previewEmail} />
            <section aria-labelledby="watched-path" className="flex flex-col gap-3">
              <h3 id="watched-path" className="text-sm font-medium text-ink">
                Their path
              </h3>
              <PathList path={path} now={path.end?.at ?? path.arrivedAt} zone={zone} say={say} />
            </section>
          </>
        ) : null}
      </div>
    </section>
  );
}

type WhoProps = { flow: Flow; watched: Watched; onChange(watched: Watched): void };

function Who({ flow, watched, onChange }: WhoProps) {
  const triggers = flow.nodes.filter(isTrigger);
  const trigger = triggers.find(({ id }) => id === watched.triggerId) ?? triggers[0];
  return (
    <>
      <Field label="Who">
        <RadioGroup
          options={personas.map(({ key, label }) => ({ value: key, label }))}
          value={watched.persona.key}
          onValueChange={(key) => {
            const persona = personas.find((one) => one.key === key);
            if (persona) onChange({ ...watched, persona });
          }}
        />
      </Field>
      {triggers.length > 1 ? (
        <Field label="They come in by">
          <Select
            options={triggers.map((node) => ({
              value: node.id,
              label: `${nameOf(flow, node.id)}: ${sentenceOf(flow, node)}`,
            }))}
            value={trigger?.id}
            onChange={(event) => onChange({ ...watched, triggerId: event.target.value })}
          />
        </Field>
      ) : null}
      {trigger && !asksForConsent(trigger) ? (
        <Checkbox
          label="They agreed to marketing email"
          checked={watched.agreed}
          onCheckedChange={(agreed) => onChange({ ...watched, agreed: agreed === true })}
        />
      ) : null}
    </>
  );
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
