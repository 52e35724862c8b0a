"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { graphOf, isTrigger } from "@/lib/flow/graph";
import type { Persona } from "@/lib/flow/personas";
import { sampleEntry } from "@/lib/flow/sample-entry";
import { type Simulation, simulate } from "@/lib/flow/simulate";
import type { Simulated } from "@/lib/flow/simulated";
import { pathOf } from "@/lib/flow/simulated-path";
import { sampleValues } from "@/lib/mail/samples";
import { dateIn, momentIn } from "@/lib/time/calendar";
import { useEditor, useEditorState } from "../editor-context";
import { linesOf, stopsOf } from "../trail";

/** Who is watched, and how they come in. `triggerId` null: by the first trigger. */
export type Watched = { persona: Persona; triggerId: string | null; agreed: boolean };

const NOBODY = { subject: [], preview: [], body: [] };
const NO_EVENT = { name: "", properties: {}, value: null, currency: null };

/** Lives one life on the drawing, anew with every change of it, and draws it onto the canvas. */
export function useLife(watched: Watched, zone: string) {
  // A drag changes the drawing with every frame; the life may be a moment behind.
  const flow = useDeferredValue(useEditorState((state) => state.history.present));
  const opens = useEditorState((state) => state.surroundings.opens);
  const rules = useEditorState((state) => state.surroundings.mailRules);
  // They come in this morning: a day is a day, and no life differs by the time at which somebody looks.
  const [startAt] = useState(() => momentIn(zone, dateIn(zone, Date.now()), "09:00"));
  const lived = useMemo(
    () => live(flow, watched, { zone, startAt, measured: opens !== "off", ...(rules ? { rules } : {}) }),
    [flow, watched, zone, startAt, opens, rules],
  );
  const path = useMemo(() => pathOf(flow, lived), [flow, lived]);
  useTrail(flow, lived);
  return { flow, lived, path, startAt };
}

function live(
  flow: Flow,
  { persona, triggerId, agreed }: Watched,
  given: Pick<Simulation, "zone" | "startAt" | "measured" | "rules">,
): Simulated {
  const chosen = triggerId === null ? undefined : graphOf(flow).node(triggerId);
  const trigger = chosen ?? flow.nodes.find(isTrigger);
  return simulate(flow, {
    ...given,
    persona,
    seed: persona.key,
    triggerId: trigger?.id ?? "",
    event: trigger ? sampleEntry(flow, trigger) : NO_EVENT,
    person: sampleValues(NOBODY).contact,
    // The form asks everybody.
    agreed: agreed || asksForConsent(trigger),
  });
}

/** Whether whoever comes in here was asked; by an event they may never have been. */
export const asksForConsent = (trigger: FlowNode | undefined): boolean =>
  trigger?.type === "trigger" && trigger.data.on === "form";

function useTrail(flow: Flow, lived: Simulated) {
  const editor = useEditor();
  useEffect(() => {
    const { visits, end } = lived;
    const here = end.why === "ended" ? null : (visits.at(-1)?.nodeId ?? null);
    const stops = visits.length > 0 ? stopsOf(visits) : null;
    editor.store.setState({ trail: { here, label: "Still here", lines: linesOf(flow, visits), stops } });
  }, [editor, flow, lived]);
  useEffect(() => () => editor.store.setState({ trail: null }), [editor]);
}
