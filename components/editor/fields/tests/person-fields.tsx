"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ComparisonFields } from "../comparison-fields";
import { PropertyInput } from "../property-filters";
import type { KindProps } from "./kind-props";

export function TagFields({ test, readOnly, onChange }: KindProps<"tag">) {
  return (
    <Field label="Which tag">
      <Input
        value={test.tag}
        maxLength={100}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => onChange({ ...test, tag: event.target.value })}
      />
    </Field>
  );
}

export function FieldFields({ test, readOnly, onChange }: KindProps<"field">) {
  return (
    <>
      <Field label="Which field" help="A field of the contact, as it is called there.">
        <Input
          value={test.field}
          maxLength={100}
          readOnly={readOnly}
          spellCheck={false}
          placeholder="plan"
          onChange={(event) => onChange({ ...test, field: event.target.value })}
        />
      </Field>
      <ComparisonFields
        value={test}
        about={test.field || "the field"}
        readOnly={readOnly}
        change={({ is, value }) => onChange({ ...test, is, value })}
      />
    </>
  );
}

/** What stands in a property is compared: of the event that brought them in, of a webhook's answer. */
function Compared({
  test,
  readOnly,
  onChange,
  label,
  help,
}: Pick<KindProps<"entry" | "answer">, "test" | "readOnly" | "onChange"> & { label: string; help: string }) {
  return (
    <>
      <Field label={label} help={help}>
        <PropertyInput
          value={test.property}
          readOnly={readOnly}
          onChange={(property) => onChange({ ...test, property })}
        />
      </Field>
      <ComparisonFields
        value={test}
        about={test.property || "the property"}
        readOnly={readOnly}
        change={({ is, value }) => onChange({ ...test, is, value })}
      />
    </>
  );
}

export const EntryFields = (props: KindProps<"entry">) => (
  <Compared {...props} label="Which property" help="Of the event that brought them in." />
);

export const AnswerFields = (props: KindProps<"answer">) => (
  <Compared {...props} label="Which part" help="Of what a Webhook step before was answered." />
);
