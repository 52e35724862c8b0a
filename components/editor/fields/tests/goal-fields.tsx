"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { nameOf } from "@/lib/flow/names";
import { goalsOf } from "./fresh";
import type { KindProps } from "./kind-props";

export function GoalFields({ test, flow, readOnly, onChange }: KindProps<"goal">) {
  const goals = goalsOf(flow);
  return (
    <Field
      label="Which goal"
      error={goals.length === 0 ? "There is no goal in this funnel yet. Add one first." : undefined}
    >
      <Select
        value={goals.some((goal) => goal.id === test.goal) ? test.goal : ""}
        placeholder="Choose a goal"
        disabled={readOnly}
        options={goals.map((goal) => ({ value: goal.id, label: nameOf(flow, goal.id) }))}
        onChange={(event) => onChange({ ...test, goal: event.target.value })}
      />
    </Field>
  );
}
