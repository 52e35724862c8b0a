"use client";

import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { domainOf, maySendAs } from "@/lib/mail/sender";
import { addressOrNone } from "@/lib/nodes/email/definition";
import type { FormProps } from "@/lib/nodes/form-props";

type Props = Pick<FormProps<"email">, "settings" | "change" | "readOnly" | "surroundings">;

const AS_IN_SETTINGS = "As in Settings";

/** Who this email comes from and where replies go, where that is not what Settings say. */
export function WhoSends({ settings, change, readOnly, surroundings }: Props) {
  const { name = "", email = "" } = settings.sender ?? {};
  const put = (next: { name: string; email: string }) => {
    const { sender: _, ...rest } = settings;
    change(next.name || next.email ? { ...rest, sender: next } : rest);
  };
  const workspace = surroundings.sender;
  const domain = workspace ? `@${domainOf(workspace.email)}` : "";
  return (
    <>
      <Field label="Sender’s name" optional>
        <Input
          value={name}
          maxLength={100}
          readOnly={readOnly}
          placeholder={workspace?.name ?? AS_IN_SETTINGS}
          onChange={(event) => put({ name: event.target.value, email })}
        />
      </Field>
      <ParsedField
        label="Sender’s address"
        optional
        error={
          workspace && email && !maySendAs(email, workspace)
            ? `It must end in ${domain}, as that in Settings does.`
            : undefined
        }
        schema={addressOrNone}
        value={email}
        maxLength={254}
        readOnly={readOnly}
        placeholder={workspace?.email ?? AS_IN_SETTINGS}
        onChange={(next) => put({ name, email: next })}
      />
      <ParsedField
        label="Replies go to"
        optional
        schema={addressOrNone}
        value={settings.replyTo ?? ""}
        maxLength={254}
        readOnly={readOnly}
        placeholder={AS_IN_SETTINGS}
        onChange={(replyTo) => {
          const { replyTo: _, ...rest } = settings;
          change(replyTo ? { ...rest, replyTo } : rest);
        }}
      />
    </>
  );
}
