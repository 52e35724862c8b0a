"use client";

import { useReactFlow } from "@xyflow/react";
import { CircleCheck, CircleDashed, Route } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { PathList } from "@/components/people/path-list";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { Flow } from "@/lib/flow/flow";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { NAMED } from "@/lib/flow/personas";
import type { Instant } from "@/lib/flow/world";
import { sentenceOf } from "../canvas-view";
import type { EditorActions } from "../contract";
import { useEditor } from "../editor-context";
import { TestFrame } from "../test-frame";
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

/** One invented person on the drawing as it is now: their way, their mail, how it ends. */
export function WatchPanel({ zone = ownZone(), previewEmail }: WatchPanelProps) {
  const editor = useEditor();
  const [watched, setWatched] = useState<Watched>({
    persona: NAMED.neverOpens,
    triggerId: null,
    agreed: true,
  });
  const { flow, lived, path, startAt } = useLife(watched, zone);
  const content = useRef<HTMLDivElement>(null);
  const { setViewport } = useReactFlow();
  useEffect(() => {
    // Their way begins at the top, beside this panel and not under it.
    const canvas = content.current?.closest("[data-editor]")?.querySelector<HTMLElement>(".funnel-canvas");
    if (!canvas) return;
    const view = startViewport(editor.flow(), canvas.getBoundingClientRect(), canvas);
    void setViewport(view, { duration: motion() });
  }, [editor, setViewport]);
  const clock = { enteredAt: startAt };
  const say = (at: Instant) => sayTestMoment(clock, at, zone);
  const outcome = sayOutcome(flow, lived, path, (at) => sayDay(clock, at, zone));
  const Icon = lived.end.why === "ended" ? CircleCheck : CircleDashed;

  return (
    <TestFrame title="Watch one person" icon={<Route aria-hidden />} closeLabel="Stop watching">
      <div ref={content} className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
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
    </TestFrame>
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
