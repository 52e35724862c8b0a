"use client";

import { X } from "lucide-react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { Select } from "@/components/ui/select";
import { type ContactChange, MOST_BY } from "./settings";

const DEEDS: readonly { value: ContactChange["do"]; label: string }[] = [
  { value: "add-tag", label: "Add a tag" },
  { value: "remove-tag", label: "Remove a tag" },
  { value: "set-field", label: "Set a field" },
  { value: "raise", label: "Raise a number" },
  { value: "lower", label: "Lower a number" },
];

/** The same change done another way: what was written stays where it still means something. */
function done(one: ContactChange, deed: ContactChange["do"]): ContactChange {
  const field = "field" in one ? one.field : "";
  switch (deed) {
    case "add-tag":
    case "remove-tag":
      return { do: deed, tag: "tag" in one ? one.tag : "" };
    case "set-field":
      return { do: deed, field, value: "" };
    default:
      return { do: deed, field, by: "by" in one ? one.by : 1 };
  }
}

type ChangeFieldsProps = {
  number: number;
  value: ContactChange;
  readOnly: boolean;
  onChange(change: ContactChange): void;
  onRemove: (() => void) | undefined;
};

export function ChangeFields({ number, value, readOnly, onChange, onRemove }: ChangeFieldsProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="sr-only">Change {number}</legend>
      <div className="flex items-end gap-1.5">
        <Field label="What is done" className="flex-1">
          <Select
            options={DEEDS}
            value={value.do}
            disabled={readOnly}
            onChange={(event) => onChange(done(value, event.target.value as ContactChange["do"]))}
          />
        </Field>
        {onRemove && !readOnly ? (
          <IconButton label={`Remove change ${number}`} className="-mr-1.5" onClick={onRemove}>
            <X />
          </IconButton>
        ) : null}
      </div>
      {"tag" in value ? (
        <Field label="Tag">
          <Input
            value={value.tag}
            maxLength={100}
            readOnly={readOnly}
            placeholder="interested"
            onChange={(event) => onChange({ ...value, tag: event.target.value })}
          />
        </Field>
      ) : (
        <Field label="Field">
          <Input
            value={value.field}
            maxLength={100}
            readOnly={readOnly}
            placeholder={value.do === "set-field" ? "plan" : "score"}
            onChange={(event) => onChange({ ...value, field: event.target.value })}
          />
        </Field>
      )}
      {"value" in value ? (
        <ValueFields
          value={value.value}
          readOnly={readOnly}
          onChange={(next) => onChange({ ...value, value: next })}
        />
      ) : null}
      {"by" in value ? (
        <Field label="By how much" help="Nothing there yet counts as 0.">
          <NumberInput
            value={value.by}
            readOnly={readOnly}
            onChange={(by) => onChange({ ...value, by: Math.min(MOST_BY, Math.abs(by)) })}
          />
        </Field>
      ) : null}
    </fieldset>
  );
}

type Value = string | number | boolean;

const KINDS = [
  { value: "text", label: "a text" },
  { value: "number", label: "a number" },
  { value: "yes", label: "yes" },
  { value: "no", label: "no" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const kindOf = (value: Value): Kind =>
  typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "number" ? "number" : "text";

function ofKind(value: Value, kind: Kind): Value {
  if (kind === "yes" || kind === "no") return kind === "yes";
  if (kind === "number") return Number(value) || 0;
  return typeof value === "boolean" ? "" : String(value);
}

function ValueFields(props: { value: Value; readOnly: boolean; onChange(value: Value): void }) {
  const { value, readOnly, onChange } = props;
  const kind = kindOf(value);
  return (
    <>
      <Field label="It becomes">
        <Select
          options={KINDS}
          value={kind}
          disabled={readOnly}
          onChange={(event) => onChange(ofKind(value, event.target.value as Kind))}
        />
      </Field>
      {typeof value === "number" ? (
        <Field label="Number">
          <NumberInput value={value} readOnly={readOnly} onChange={onChange} />
        </Field>
      ) : null}
      {typeof value === "string" ? (
        <Field label="Text" help={value === "" ? "Left empty, the field is emptied." : undefined}>
          <Input
            value={value}
            maxLength={500}
            readOnly={readOnly}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      ) : null}
    </>
  );
}
