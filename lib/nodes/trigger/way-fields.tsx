"use client";

import type { ComponentType } from "react";
import { EventNameField } from "@/components/editor/fields/event-name-field";
import { PropertyFilters } from "@/components/editor/fields/property-filters";
import { PurchaseFields } from "@/components/editor/fields/purchase-fields";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { FormProps } from "../form-props";
import { DateFields } from "./date-fields";
import { MailFields } from "./mail-fields";
import { ScheduleFields } from "./schedule-fields";
import { detail, type WayIn } from "./settings";
import { WebhookFields } from "./webhook-fields";

type Props = FormProps<"trigger">;

const said = (words: string) =>
  function Said() {
    return <p className="text-sm text-pretty text-ink-soft">{words}</p>;
  };

/** What each way in asks for, the form's words aside. */
export const WAY_FIELDS: { [Kind in Exclude<WayIn, "form">]: ComponentType<Props> } = {
  event: EventFields,
  purchase: BoughtFields,
  tag: TagFields,
  field: FieldFields,
  mail: MailFields,
  page: PageFields,
  date: DateFields,
  schedule: ScheduleFields,
  webhook: WebhookFields,
  funnel: said("Another funnel starts this one with a Jump. What started that one is kept with the person."),
  hand: said("On the People screen of any funnel, choose people and start this one for them."),
};

function EventFields({ settings, change, readOnly }: Props) {
  return (
    <>
      <EventNameField
        value={settings.event}
        readOnly={readOnly}
        help="An event that your shop or app sends, for example cart.updated"
        onChange={(event) => change({ ...settings, event })}
      />
      <PropertyFilters
        filters={settings.where ?? []}
        readOnly={readOnly}
        change={(where) => change({ ...settings, where })}
      />
    </>
  );
}

function BoughtFields({ settings, change, readOnly }: Props) {
  return (
    <PurchaseFields
      value={detail.purchase(settings)}
      readOnly={readOnly}
      change={(purchase) => change({ ...settings, purchase })}
    />
  );
}

function TagFields({ settings, change, readOnly }: Props) {
  return (
    <Field label="Tag" help="Whoever has it already does not enter by themselves; Publish asks about them.">
      <Input
        value={settings.tag ?? ""}
        maxLength={100}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => change({ ...settings, tag: event.target.value })}
      />
    </Field>
  );
}

function FieldFields({ settings, change, readOnly }: Props) {
  const field = detail.field(settings);
  const put = (next: Partial<typeof field>) => change({ ...settings, field: { ...field, ...next } });
  return (
    <>
      <Field label="Field">
        <Input
          value={field.field}
          maxLength={100}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="plan"
          onChange={(event) => put({ field: event.target.value })}
        />
      </Field>
      <Field label="Counts when it becomes">
        <RadioGroup
          value={field.to === null ? "anything" : "value"}
          disabled={readOnly}
          onValueChange={(how) => put({ to: how === "value" ? "" : null })}
          options={[
            { value: "anything", label: "anything else than before" },
            {
              value: "value",
              label: "one value",
              more: (
                <Field label="Value">
                  <Input
                    value={field.to ?? ""}
                    maxLength={200}
                    readOnly={readOnly}
                    onChange={(event) => put({ to: event.target.value })}
                  />
                </Field>
              ),
            },
          ]}
        />
      </Field>
    </>
  );
}

function PageFields({ settings, change, readOnly }: Props) {
  const page = detail.page(settings);
  const put = (next: Partial<typeof page>) => change({ ...settings, page: { ...page, ...next } });
  return (
    <>
      <Field label="The address of the page">
        <Select
          value={page.is}
          disabled={readOnly}
          options={[
            { value: "contains", label: "contains" },
            { value: "begins", label: "begins with" },
            { value: "is", label: "is" },
          ]}
          onChange={(event) => put({ is: event.target.value as typeof page.is })}
        />
      </Field>
      <Field
        label="Address"
        help="What follows ? or # does not count. Your site says so with the event page.viewed and its property url."
      >
        <Input
          value={page.address}
          maxLength={2000}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="mill.example/pricing"
          onChange={(event) => put({ address: event.target.value })}
        />
      </Field>
    </>
  );
}
