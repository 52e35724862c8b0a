"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { FlowNode } from "@/lib/flow/flow";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { blocksTest, SPEEDS } from "@/lib/flow/try-on-me";
import { definitionFor } from "@/lib/nodes/definitions";
import { sentenceOf } from "../canvas-view";
import { useEditorState } from "../editor-context";
import { IssueRows } from "../problem-list";
import type { Speed } from "./contract";

type TryStartProps = {
  to: string;
  away: boolean;
  start(input: { speed: Speed; triggerId: string | null }): Promise<string | null>;
};

/** A form carries nothing but the person; any other event prints its details in the mails. */
const sayExample = (trigger: FlowNode): string =>
  definitionFor(trigger.type).startsOn?.(trigger.data) === "form.submitted"
    ? ""
    : "Its details are made up for the test.";

/** What a test is, and how fast it shall run; or what must be mended first. */
export function TryStart({ to, away, start }: TryStartProps) {
  const flow = useEditorState((state) => state.history.present);
  const surroundings = useEditorState((state) => state.surroundings);
  const [speed, setSpeed] = useState<Speed>(SPEEDS[0].speed);
  const [triggerId, setTriggerId] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const blocks = blocksTest(flow, surroundings);
  const triggers = flow.nodes.filter(isTrigger);
  const by = triggers.find(({ id }) => id === triggerId) ?? triggers[0];

  const run = async () => {
    setPending(true);
    setTrouble(null);
    setTrouble(
      await start({ speed, triggerId }).catch(
        () => "Nothing was started: the server could not be reached. Try again in a moment.",
      ),
    );
    setPending(false);
  };

  if (blocks.length > 0) {
    return (
      <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-4">
        <p className="text-base text-pretty text-ink">
          {blocks.length === 1
            ? "One thing must be mended before you can walk through this funnel."
            : `${blocks.length} things must be mended before you can walk through this funnel.`}
        </p>
        <div className="-mx-2">
          <IssueRows issues={blocks} onShow={() => {}} />
        </div>
      </div>
    );
  }
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        {trouble || away ? (
          <Banner tone={trouble ? "bad" : "attention"} live>
            {trouble ?? "The server could not be reached. Trying again."}
          </Banner>
        ) : null}
        <p className="text-base text-pretty text-ink-soft">
          You walk through the funnel as you have drawn it, with days made short. Open your mails, click, buy,
          and see where it takes you.
        </p>
        <Field label="How fast" help="Whatever would be shorter takes a second.">
          <RadioGroup
            options={SPEEDS.map((one) => ({ value: String(one.speed), label: one.label }))}
            value={String(speed)}
            onValueChange={(value) => {
              const chosen = SPEEDS.find((one) => String(one.speed) === value);
              if (chosen) setSpeed(chosen.speed);
            }}
          />
        </Field>
        {triggers.length > 1 ? (
          <Field label="You come in by" help={by && sayExample(by)}>
            <Select
              options={triggers.map((node) => ({
                value: node.id,
                label: `${nameOf(flow, node.id)}: ${sentenceOf(flow, node)}`,
              }))}
              value={by?.id}
              onChange={(event) => setTriggerId(event.target.value)}
            />
          </Field>
        ) : null}
        <dl className="flex flex-col gap-1 text-sm">
          {triggers.length === 1 && by ? (
            <>
              <dt className="font-medium text-ink">You come in</dt>
              <dd className="mb-3 text-pretty wrap-anywhere text-ink-soft">
                {`${sentenceOf(flow, by)}. ${sayExample(by)}`}
              </dd>
            </>
          ) : null}
          <dt className="font-medium text-ink">Your mail</dt>
          <dd className="text-pretty wrap-anywhere text-ink-soft">
            It is written to <span className="text-ink">{to}</span> and stays in the test inbox. Nobody else
            gets anything, and no number changes.
          </dd>
        </dl>
      </div>
      <footer className="flex justify-end border-t border-line px-4 py-3 pb-[max(--spacing(3),env(safe-area-inset-bottom))]">
        <Button variant="primary" pending={pending} onClick={() => void run()}>
          Start
        </Button>
      </footer>
    </>
  );
}
