"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Flow } from "@/lib/flow/flow";
import type { Since } from "@/lib/rules/since";
import { EmailField } from "./engagement-fields";
import { emailsOf } from "./fresh";

const LABELS: Record<Since["from"], string> = {
  entry: "since they entered the funnel",
  arrival: "since they came to this step",
  email: "since an email was sent to them",
  ever: "at any time, also before",
};

/** Since when something must have happened to count. */
export function SinceFields(props: {
  value: Since | undefined;
  flow: Flow;
  readOnly: boolean;
  atEntry: boolean;
  onChange(since: Since): void;
}) {
  const { value = { from: "entry" }, flow, readOnly, atEntry, onChange } = props;
  const offered: readonly Since["from"][] = atEntry
    ? ["ever", "entry"]
    : ["entry", "arrival", "email", "ever"];
  const shown = offered.includes(value.from) ? offered : [...offered, value.from];
  return (
    <>
      <Field label="What counts">
        <Select
          value={value.from}
          disabled={readOnly}
          options={shown.map((from) => ({ value: from, label: LABELS[from] }))}
          onChange={(event) => {
            const from = event.target.value as Since["from"];
            onChange(from === "email" ? { from, email: emailsOf(flow).at(-1)?.id ?? "" } : { from });
          }}
        />
      </Field>
      {value.from === "email" ? (
        <EmailField
          label="Sent which email"
          value={value.email}
          flow={flow}
          readOnly={readOnly}
          onChange={(email) => onChange({ from: "email", email })}
        />
      ) : null}
    </>
  );
}
