"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Flow } from "@/lib/flow/flow";
import { graphOf } from "@/lib/flow/graph";
import { sentenceOf } from "../canvas-view";
import { type Matched, MOST_UNTYPED } from "./contract";

export type Chosen = { nodeIds: ReadonlySet<string>; typed: string };

export const NOBODY_CHOSEN: Chosen = { nodeIds: new Set(), typed: "" };

type Counted = Pick<Matched, "matches" | "together">;

/** How many are to be enrolled: different people, as far as that is known. Somebody who matches two triggers enters once. */
export function chosenPeople({ matches, together }: Counted, { nodeIds }: Chosen): number {
  const chosen = (nodeId: string) => nodeIds.has(nodeId);
  const counted =
    together.length > 0
      ? together.filter((one) => one.nodeIds.some(chosen))
      : matches.filter(({ nodeId }) => chosen(nodeId));
  return counted.reduce((sum, { people }) => sum + people, 0);
}

/** Whether the number was typed, where it is large. */
export const isConfirmed = (found: Counted, chosen: Chosen): boolean => {
  const people = chosenPeople(found, chosen);
  return people <= MOST_UNTYPED || chosen.typed.replace(/[\s,.']/g, "") === String(people);
};

type AlreadyThereFieldsProps = {
  flow: Flow;
  found: Matched;
  chosen: Chosen;
  onChange(chosen: Chosen): void;
};

/** Asks, trigger by trigger, whether those enter who match already; a large number is typed. */
export function AlreadyThereFields(props: AlreadyThereFieldsProps) {
  const { flow, found, chosen, onChange } = props;
  const { matches, together, perSecond } = found;
  const heading = useId();
  const people = chosenPeople(found, chosen);
  const toggle = (nodeId: string, on: boolean) => {
    const nodeIds = new Set(chosen.nodeIds);
    if (on) nodeIds.add(nodeId);
    else nodeIds.delete(nodeId);
    onChange({ nodeIds, typed: "" });
  };
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <div>
        <h3 id={heading} className="text-sm font-semibold text-ink">
          People who match already
        </h3>
        <p className="text-sm text-pretty text-ink-soft">
          They do not enter by themselves. Shall they enter now?
        </p>
      </div>
      {matches.map(({ nodeId, people: many }) => {
        const node = graphOf(flow).node(nodeId);
        return (
          <Checkbox
            key={nodeId}
            label={
              node?.type === "trigger" && node.data.on === "hand"
                ? `Enroll everybody in the audience: ${sayPeople(many)}`
                : `Enroll the ${sayPeople(many)} who match`
            }
            help={node ? sentenceOf(flow, node) : undefined}
            checked={chosen.nodeIds.has(nodeId)}
            onCheckedChange={(on) => toggle(nodeId, on === true)}
          />
        );
      })}
      {people > 0 ? (
        <p className="text-sm text-pretty text-ink-soft">
          {chosen.nodeIds.size > 1
            ? `${together.length > 0 ? "" : "Up to "}${sayPeople(people)} will enter, each once, a hundred at a time; you can stop it.`
            : `${sayPeople(people)} will enter, a hundred at a time; you can stop it.`}
          {perSecond === null ? "" : ` Sending them one email takes about ${sayTime(people / perSecond)}.`}{" "}
          Marketing email goes only to those who agreed to it.
        </p>
      ) : null}
      {people > MOST_UNTYPED ? (
        <Field label={`Type ${people} to enroll so many`}>
          <Input
            value={chosen.typed}
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            className="w-40"
            onChange={(event) => onChange({ ...chosen, typed: event.target.value })}
          />
        </Field>
      ) : null}
    </section>
  );
}

export const sayPeople = (many: number): string =>
  many === 1 ? "1 person" : `${many.toLocaleString("en")} people`;

/** "a minute", "40 minutes", "3 hours". */
function sayTime(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return "a minute";
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
