"use client";

import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { FormProps } from "../form-props";
import { LONGEST_NOTE } from "./definition";

export function NoteForm({ settings, change, readOnly }: FormProps<"note">) {
  return (
    <Field
      label="Note"
      aside={`${settings.text.length.toLocaleString("en")} of ${LONGEST_NOTE.toLocaleString("en")}`}
      help="It stands on the canvas and changes nothing for people. It goes along when you share this funnel or save it as a file."
    >
      <Textarea
        value={settings.text}
        rows={6}
        maxLength={LONGEST_NOTE}
        readOnly={readOnly}
        placeholder="Why we wait two days here"
        onChange={(event) => change({ ...settings, text: event.target.value })}
      />
    </Field>
  );
}
