"use client";

import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { LONGEST_WAIT_MS, SHORTEST_WAIT_MS } from "../contract";
import type { FormProps } from "../form-props";

export function WaitForm({ settings, change, readOnly, surroundings }: FormProps<"wait">) {
  return (
    <Field label="How long" help="From the moment a person arrives here. A year at most.">
      <DurationInput
        value={settings.forMs}
        onChange={(forMs) => change({ ...settings, forMs })}
        min={surroundings.shortWaits ? 1_000 : SHORTEST_WAIT_MS}
        max={LONGEST_WAIT_MS}
        seconds={surroundings.shortWaits}
        disabled={readOnly}
      />
    </Field>
  );
}
