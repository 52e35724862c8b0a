"use client";

import { TextLink } from "@/components/account/text-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { OPEN_INTERNET } from "../call-reach";
import type { FormProps } from "../form-props";
import { addressProblem } from "./address";

export function WebhookForm({ settings, change, readOnly, surroundings }: FormProps<"webhook">) {
  const { url } = settings;
  const problem = url ? addressProblem(url, surroundings.callReach ?? OPEN_INTERNET) : null;
  return (
    <>
      <Field
        label="Web address"
        help="It gets a signed POST with the person and the event that started this."
        error={problem ?? undefined}
      >
        <Input
          type="url"
          inputMode="url"
          maxLength={2_048}
          placeholder="https://example.org/hooks/funnel"
          value={url}
          readOnly={readOnly}
          onChange={(event) => change({ ...settings, url: event.target.value })}
        />
      </Field>
      <p className="text-sm text-pretty text-ink-soft">
        People wait here until it answers, mostly a moment. Any answer from 200 to 299 leads on by Next. An
        error is tried again five times within about four hours, then people go on by Failed; without a step
        there, they finish.
      </p>
      <p className="text-sm text-pretty text-ink-soft">
        The same call may come twice. Whoever receives it tells by its webhook-id, and checks the signature
        with the key under <TextLink href="/settings/keys">Settings, Keys</TextLink>.
      </p>
    </>
  );
}
