"use client";

import type { ComponentType } from "react";
import { EnrollDialog } from "@/components/editor/enroll/enroll-dialog";
import { FunnelRulesFields } from "@/components/editor/fields/funnel-rules-fields";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { FormProps } from "../form-props";
import { EntryRule } from "./entry-rule";
import { WAYS, type WayIn } from "./settings";
import { WAY_FIELDS } from "./way-fields";
import { ways } from "./ways";

export function TriggerForm(props: FormProps<"trigger">) {
  const { settings, change, readOnly } = props;
  const Fields = FIELDS[settings.on];
  return (
    <>
      <Field label="People enter">
        <Select
          value={settings.on}
          disabled={readOnly}
          options={WAYS.map((way) => ({ value: way, label: ways[way].label }))}
          onChange={(event) => change({ ...settings, on: event.target.value as WayIn })}
        />
      </Field>
      <Fields {...props} />
      <EntryRule {...props} />
      {readOnly ? null : <EnrollDialog />}
      <FunnelRulesFields flow={props.flow} readOnly={readOnly} change={props.changeRules} />
    </>
  );
}

const FIELDS: { [Kind in WayIn]: ComponentType<FormProps<"trigger">> } = {
  form: FormWords,
  ...WAY_FIELDS,
};

function FormWords({ settings, change, readOnly, formSlug }: FormProps<"trigger">) {
  const put = (words: Partial<typeof settings.form>) =>
    change({ ...settings, form: { ...settings.form, ...words } });
  const { form } = settings;
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold text-ink">The form</h3>
        {formSlug ? <FormAddress slug={formSlug} /> : null}
      </div>
      <Field label="Heading">
        <Input
          value={form.title}
          maxLength={120}
          readOnly={readOnly}
          onChange={(event) => put({ title: event.target.value })}
        />
      </Field>
      <Field label="Text under it" optional>
        <Textarea
          rows={2}
          value={form.text}
          maxLength={1000}
          readOnly={readOnly}
          placeholder="What they will get, and how often"
          onChange={(event) => put({ text: event.target.value })}
        />
      </Field>
      <Checkbox
        label="Ask for their name"
        help="The email address is always asked for."
        checked={form.askName}
        disabled={readOnly}
        onCheckedChange={(askName) => put({ askName: askName === true })}
      />
      <Field label="What they agree to" help="Kept with their consent, word for word.">
        <Textarea
          rows={2}
          value={form.consent}
          maxLength={500}
          readOnly={readOnly}
          onChange={(event) => put({ consent: event.target.value })}
        />
      </Field>
      <Field label="The button says">
        <Input
          value={form.button}
          maxLength={60}
          readOnly={readOnly}
          onChange={(event) => put({ button: event.target.value })}
        />
      </Field>
      <Field label="Afterwards they read">
        <Textarea
          rows={2}
          value={form.thanks}
          maxLength={500}
          readOnly={readOnly}
          onChange={(event) => put({ thanks: event.target.value })}
        />
      </Field>
    </div>
  );
}

function FormAddress({ slug }: { slug: string }) {
  const path = `/f/${slug}`;
  return (
    <span className="flex min-w-0 items-center gap-1 text-sm">
      <a
        href={path}
        target="_blank"
        rel="noreferrer"
        className="truncate text-accent underline underline-offset-2 pointer-coarse:leading-10"
      >
        Open the form
      </a>
      <CopyButton
        compact
        size="sm"
        text={new URL(path, location.href).href}
        label="Copy the form’s address"
      />
    </span>
  );
}
