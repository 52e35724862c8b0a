"use client";

import { PurchaseFields } from "@/components/editor/fields/purchase-fields";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { LONGEST_WAIT_MS } from "../contract";
import type { FormProps } from "../form-props";

export function GoalForm({ settings, change, readOnly, surroundings }: FormProps<"goal">) {
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">
        Whoever buys this comes here at once, from anywhere in the funnel. What was still to be sent to them
        is not sent.
      </p>
      <PurchaseFields value={settings} change={change} readOnly={readOnly} />
      <Field label="Whoever comes here without having bought waits" help="0 goes on at once.">
        <DurationInput
          value={settings.waitMs}
          onChange={(waitMs) => change({ ...settings, waitMs })}
          max={LONGEST_WAIT_MS}
          seconds={surroundings.shortWaits}
          disabled={readOnly}
        />
      </Field>
      <Field label="And if they still have not">
        <RadioGroup
          value={settings.otherwise}
          disabled={readOnly}
          onValueChange={(otherwise) =>
            change({ ...settings, otherwise: otherwise === "end" ? "end" : "continue" })
          }
          options={[
            { value: "continue", label: "they go on" },
            { value: "end", label: "they leave the funnel" },
          ]}
        />
      </Field>
    </>
  );
}
