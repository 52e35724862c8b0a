"use client";

import type { Result } from "@/lib/result";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Textarea } from "../ui/textarea";
import { SettingsForm } from "./settings-form";

type Values = { name: string; postalAddress: string; timeZone: string };

type WorkspaceFormProps = {
  settings: Values;
  /** IANA names. */
  timeZones: readonly string[];
  mayChange: boolean;
  save: (values: Values) => Promise<Result<null>>;
};

export function WorkspaceForm({ settings, timeZones, mayChange, save }: WorkspaceFormProps) {
  return (
    <SettingsForm
      mayChange={mayChange}
      save={({ name = "", postalAddress = "", timeZone = "" }) => save({ name, postalAddress, timeZone })}
    >
      <Field label="Name" help="Your business, as your team knows it." required>
        <Input name="name" defaultValue={settings.name} maxLength={80} autoComplete="organization" />
      </Field>
      <Field
        label="Postal address"
        help="Stands at the foot of every email, as the law asks of marketing mail. Without it no funnel with marketing email can be published."
      >
        <Textarea
          name="postalAddress"
          defaultValue={settings.postalAddress}
          maxLength={500}
          rows={3}
          placeholder={"Name of the business\nStreet and number\nPostcode, city, country"}
        />
      </Field>
      <Field label="Time zone" help="Days begin and end here in your numbers.">
        <Select
          name="timeZone"
          defaultValue={settings.timeZone}
          options={timeZones.map((zone) => ({
            value: zone,
            label: zone === "UTC" ? "Universal time (no zone)" : zone.replaceAll("_", " "),
          }))}
        />
      </Field>
    </SettingsForm>
  );
}
