"use client";

import { useState } from "react";
import { EventNameField } from "@/components/editor/fields/event-name-field";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { entry as entrySchema } from "@/lib/flow/flow";
import type { FormProps } from "../form-props";

export function TriggerForm(props: FormProps<"trigger">) {
  const { settings, change, readOnly } = props;
  return (
    <>
      <Field label="People enter">
        <RadioGroup
          look="cards"
          value={settings.on}
          disabled={readOnly}
          onValueChange={(on) => change({ ...settings, on: on === "event" ? "event" : "form" })}
          options={[
            {
              value: "form",
              label: "when they send the form",
              help: "A page of its own that you can link to.",
            },
            {
              value: "event",
              label: "when something happens",
              help: "An event that your shop or app sends.",
              more: (
                <EventNameField
                  value={settings.event}
                  readOnly={readOnly}
                  onChange={(event) => change({ ...settings, event })}
                />
              ),
            },
          ]}
        />
      </Field>
      {settings.on === "form" ? <FormWords {...props} /> : null}
      <EntryRule {...props} />
    </>
  );
}

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
        className="truncate text-accent underline underline-offset-2"
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

function EntryRule({ flow, changeEntry, readOnly }: FormProps<"trigger">) {
  const { entry } = flow;
  const [typed, setTyped] = useState<string | null>(null);
  const property = entry.rule === "per-key" ? entry.property : "";
  const parsed = typed === null ? null : entrySchema.safeParse({ rule: "per-key", property: typed });
  return (
    <Field label="How often one person may enter" help="Holds for the whole funnel.">
      <RadioGroup
        value={entry.rule}
        disabled={readOnly}
        onValueChange={(rule) =>
          changeEntry(rule === "per-key" ? { rule: "per-key", property: "cartId" } : { rule: "once" })
        }
        options={[
          { value: "once", label: "Once, ever" },
          {
            value: "per-key",
            label: "Once per value of a property",
            help: "Each cart, booking or order by itself, with emails of its own.",
            more: (
              <Field label="Property of the event" error={parsed?.error?.issues[0]?.message}>
                <Input
                  value={typed ?? property}
                  maxLength={80}
                  readOnly={readOnly}
                  spellCheck={false}
                  autoCapitalize="off"
                  placeholder="cartId"
                  onChange={(event) => {
                    setTyped(event.target.value);
                    const next = entrySchema.safeParse({ rule: "per-key", property: event.target.value });
                    if (next.success) changeEntry(next.data);
                  }}
                  onBlur={() => setTyped(null)}
                />
              </Field>
            ),
          },
        ]}
      />
    </Field>
  );
}
