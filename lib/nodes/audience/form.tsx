"use client";

import { TextLink } from "@/components/account/text-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { FormProps } from "../form-props";

const DEEDS = [
  { value: "add", label: "Add them" },
  { value: "remove", label: "Remove them" },
];

export function AudienceForm({ settings, change, readOnly }: FormProps<"audience">) {
  return (
    <>
      <Field label="What is done">
        <Select
          options={DEEDS}
          value={settings.does}
          disabled={readOnly}
          onChange={(event) => change({ ...settings, does: event.target.value as "add" | "remove" })}
        />
      </Field>
      <Field label="Ad audience" help="The same name in several steps and funnels is the same audience.">
        <Input
          value={settings.audience}
          maxLength={100}
          readOnly={readOnly}
          placeholder="Left a cart"
          onChange={(event) => change({ ...settings, audience: event.target.value })}
        />
      </Field>
      <p className="text-sm text-pretty text-ink-soft">
        Only people who agreed to advertising get into its files for Meta and Google, or are told to its web
        address. Both are under <TextLink href="/settings/audiences">Settings, Ad audiences</TextLink>.
      </p>
    </>
  );
}
