"use client";

import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { addressOrNone } from "@/lib/nodes/email/definition";
import type { FormProps } from "@/lib/nodes/form-props";

type Props = Pick<FormProps<"email">, "settings" | "change" | "readOnly" | "surroundings">;

/** Who this email comes from and where replies go, where that is not what Settings say. */
export function WhoSends({ settings, change, readOnly, surroundings }: Props) {
  const { name = "", email = "" } = settings.sender ?? {};
  const put = (next: { name: string; email: string }) => {
    const { sender: _, ...rest } = settings;
    change(next.name || next.email ? { ...rest, sender: next } : rest);
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <Field label="Sender’s name" optional>
          <Input
            value={name}
            maxLength={100}
            readOnly={readOnly}
            placeholder={surroundings.sender?.name ?? "As in Settings"}
            onChange={(event) => put({ name: event.target.value, email })}
          />
        </Field>
        <ParsedField
          label="Sender’s address"
          schema={addressOrNone}
          value={email}
          maxLength={254}
          readOnly={readOnly}
          placeholder={surroundings.sender?.email ?? "As in Settings"}
          onChange={(next) => put({ name, email: next })}
        />
      </div>
      <ParsedField
        label="Replies go to"
        help="Empty: as in Settings."
        schema={addressOrNone}
        value={settings.replyTo ?? ""}
        maxLength={254}
        readOnly={readOnly}
        placeholder="anna@example.org"
        onChange={(replyTo) => {
          const { replyTo: _, ...rest } = settings;
          change(replyTo ? { ...rest, replyTo } : rest);
        }}
      />
    </>
  );
}
