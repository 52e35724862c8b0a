"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { FormProps } from "../form-props";

export function NotifyForm({ settings, change, readOnly, surroundings }: FormProps<"notify">) {
  const { to, note } = settings;
  const members = surroundings.members ?? [];
  const gone = to !== "" && !members.includes(to.toLowerCase());
  return (
    <>
      <Field
        label="Teammate"
        error={gone ? "They are not a member of this workspace. Choose somebody else." : undefined}
        help="They get an email from the app itself, with who it is about and a link to their path."
      >
        <Select
          value={to}
          placeholder="Choose a member"
          disabled={readOnly}
          options={[...(gone ? [to] : []), ...members].map((email) => ({ value: email, label: email }))}
          onChange={(event) => change({ ...settings, to: event.target.value })}
        />
      </Field>
      <Field label="Note" optional help="What they should know or do.">
        <Textarea
          rows={4}
          maxLength={1_000}
          value={note}
          readOnly={readOnly}
          placeholder="Please call within a day."
          onChange={(event) => change({ ...settings, note: event.target.value })}
        />
      </Field>
    </>
  );
}
