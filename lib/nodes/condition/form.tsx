"use client";

import { RuleFields } from "@/components/editor/fields/rule-fields";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { LONGEST_WAIT_MS } from "../contract";
import type { FormProps } from "../form-props";
import { patienceFor } from "./definition";

export function ConditionForm({ settings, change, readOnly, flow, surroundings }: FormProps<"condition">) {
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">
        People take the <b className="font-medium text-ink">Yes</b> path as soon as this holds, and{" "}
        <b className="font-medium text-ink">No</b> when their time is over.
      </p>
      <RuleFields
        rule={settings.rule}
        flow={flow}
        readOnly={readOnly}
        onChange={(rule) => change({ ...settings, rule, patienceMs: patienceFor(settings, rule) })}
      />
      <Field
        label="Give them up to"
        help="How long people have for it once they are here. 0 decides at once."
      >
        <DurationInput
          value={settings.patienceMs}
          onChange={(patienceMs) => change({ ...settings, patienceMs })}
          max={LONGEST_WAIT_MS}
          seconds={surroundings.shortWaits}
          disabled={readOnly}
        />
      </Field>
    </>
  );
}
