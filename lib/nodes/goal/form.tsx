"use client";

import type { ComponentType } from "react";
import { CurrencyField } from "@/components/editor/fields/currency-field";
import { EventNameField } from "@/components/editor/fields/event-name-field";
import { PropertyFilters } from "@/components/editor/fields/property-filters";
import { PurchaseFields } from "@/components/editor/fields/purchase-fields";
import { EmailField, LinkField } from "@/components/editor/fields/tests/engagement-fields";
import { emailsOf } from "@/components/editor/fields/tests/fresh";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MoneyInput } from "@/components/ui/money-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { LONGEST_WAIT_MS } from "../contract";
import type { FormProps } from "../form-props";
import { type Catches, WISHES, type Wish, wishOf } from "./settings";
import { wishes } from "./wishes";

type Props = FormProps<"goal">;

export function GoalForm(props: Props) {
  const { settings, change, readOnly, surroundings } = props;
  const wish = wishOf(settings);
  const Fields = FIELDS[wish];
  return (
    <>
      <Field label="People reach it when they">
        <Select
          value={wish}
          disabled={readOnly}
          options={WISHES.map((one) => ({ value: one, label: wishes[one].label }))}
          onChange={(event) => change({ ...settings, what: event.target.value as Wish })}
        />
      </Field>
      <Fields {...props} />
      {wish === "purchase" ? null : <WorthFields {...props} />}
      <Field label="Whoever reaches it">
        <RadioGroup
          value={settings.catches ?? "anywhere"}
          disabled={readOnly}
          onValueChange={(catches) => change({ ...settings, catches: catches as Catches })}
          options={[
            {
              value: "anywhere",
              label: "comes here at once, from anywhere in the funnel",
              help: "What was still to be sent to them is not sent.",
            },
            {
              value: "above",
              label: "comes here at once, if they are above this step",
              help: "Who is on a path that does not lead here stays on it.",
            },
            { value: "nobody", label: "stays where they are; it only counts" },
          ]}
        />
      </Field>
      <Field
        label={`Whoever comes here without having ${wish === "purchase" ? "bought" : "reached it"} waits`}
        help="0 goes on at once."
      >
        <DurationInput
          value={settings.waitMs}
          onChange={(waitMs) => change({ ...settings, waitMs })}
          max={LONGEST_WAIT_MS}
          seconds={surroundings.shortWaits}
          disabled={readOnly}
        />
      </Field>
      <Field label="And if they still have not">
        <RadioGroup
          value={settings.otherwise}
          disabled={readOnly}
          onValueChange={(otherwise) =>
            change({ ...settings, otherwise: otherwise === "end" ? "end" : "continue" })
          }
          options={[
            { value: "continue", label: "they go on" },
            { value: "end", label: "they leave the funnel" },
          ]}
        />
      </Field>
    </>
  );
}

/** What each kind of goal asks for. */
const FIELDS: { [Kind in Wish]: ComponentType<Props> } = {
  purchase: ({ settings, change, readOnly }) => (
    <PurchaseFields value={settings} change={change} readOnly={readOnly} />
  ),
  event: ({ settings, change, readOnly }) => (
    <>
      <EventNameField
        value={settings.event ?? ""}
        readOnly={readOnly}
        placeholder="call.booked"
        help="An event that your shop or app sends, for example call.booked"
        onChange={(event) => change({ ...settings, event })}
      />
      <PropertyFilters
        filters={settings.where ?? []}
        readOnly={readOnly}
        change={(where) => change({ ...settings, where })}
      />
    </>
  ),
  form: FormFields,
  tag: ({ settings, change, readOnly }) => (
    <Field label="Tag" help="A tag they had before they entered does not count.">
      <Input
        value={settings.tag ?? ""}
        maxLength={100}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => change({ ...settings, tag: event.target.value })}
      />
    </Field>
  ),
  link: ({ settings, change, readOnly, flow }) => (
    <>
      <EmailField
        value={settings.email ?? ""}
        flow={flow}
        readOnly={readOnly}
        onChange={(email) => change({ ...settings, email, link: null })}
      />
      <LinkField
        link={settings.link ?? null}
        email={emailsOf(flow).find(({ id }) => id === settings.email)}
        readOnly={readOnly}
        onChange={(link) => change({ ...settings, link })}
      />
    </>
  ),
};

function FormFields({ settings, change, readOnly, surroundings }: Props) {
  const { form = null } = settings;
  const forms = surroundings.funnels.flatMap(({ name, formId }) => (formId ? [{ id: formId, name }] : []));
  const gone = form !== null && !forms.some(({ id }) => id === form.id);
  return (
    <Field label="Which form" error={gone ? "That form does not exist any more. Choose another." : undefined}>
      <Select
        value={form?.id ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any form" },
          ...forms.map(({ id, name }) => ({ value: id, label: `The form of “${name}”` })),
          ...(gone ? [{ value: form.id, label: `The form of “${form.name}”, which is gone` }] : []),
        ]}
        onChange={(event) =>
          change({ ...settings, form: forms.find(({ id }) => id === event.target.value) ?? null })
        }
      />
    </Field>
  );
}

function WorthFields({ settings, change, readOnly }: Props) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label="Each is worth" optional help="Counted in the results.">
        <MoneyInput
          value={settings.value ?? null}
          currency={settings.currency}
          placeholder="Nothing"
          disabled={readOnly}
          onChange={(value) => change({ ...settings, value })}
        />
      </Field>
      <CurrencyField
        value={settings.currency}
        readOnly={readOnly}
        onChange={(currency) => change({ ...settings, currency })}
      />
    </div>
  );
}
