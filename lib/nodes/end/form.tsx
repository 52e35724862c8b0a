"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { FormProps } from "../form-props";

export function EndForm({ settings, change, readOnly }: FormProps<"end">) {
  return (
    <Field label="Reason" optional help="Why people leave here, as it shall stand in their history.">
      <Input
        value={settings.reason}
        maxLength={120}
        readOnly={readOnly}
        placeholder="Not interested this time"
        onChange={(event) => change({ ...settings, reason: event.target.value })}
      />
    </Field>
  );
}
