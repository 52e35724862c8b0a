"use client";

import { useState } from "react";
import type { Result } from "@/lib/result";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { SettingsForm } from "./settings-form";

type Values = { senderName: string; senderEmail: string; replyTo: string };

type SendingFormProps = {
  settings: Values;
  /** Whether mail of this workspace reaches people, or stays in the test inbox. */
  leaves: boolean;
  mayChange: boolean;
  save: (values: Values) => Promise<Result<null, string>>;
};

export function SendingForm({ settings, leaves, mayChange, save }: SendingFormProps) {
  const [wrong, setWrong] = useState<{ problem: string; message: string } | null>(null);
  const wrongIn = (field: string) => (wrong?.problem === field ? wrong.message : undefined);
  return (
    <SettingsForm
      mayChange={mayChange}
      ownProblems={["sender-email", "reply-to"]}
      onProblem={setWrong}
      save={({ senderName = "", senderEmail = "", replyTo = "" }) =>
        save({ senderName, senderEmail, replyTo })
      }
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <Field label="Sender name" help="Readers see it first." required>
          <Input name="senderName" defaultValue={settings.senderName} maxLength={100} />
        </Field>
        <Field
          label="Sender address"
          error={wrongIn("sender-email")}
          help={leaves ? "Its domain must be verified at Resend." : "Any address will do in the test inbox."}
          required
        >
          <Input type="email" name="senderEmail" defaultValue={settings.senderEmail} maxLength={254} />
        </Field>
      </div>
      <Field
        label="Replies go to"
        error={wrongIn("reply-to")}
        help="Empty: to the sender’s address."
        optional
      >
        <Input type="email" name="replyTo" defaultValue={settings.replyTo} maxLength={254} />
      </Field>
    </SettingsForm>
  );
}
