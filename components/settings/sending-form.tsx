"use client";

import { useState } from "react";
import type { Result } from "@/lib/result";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RadioGroup, type RadioOption } from "../ui/radio-group";
import { SettingsForm } from "./settings-form";

type Values = { senderName: string; senderEmail: string; replyTo: string; opens: "off" | "consent" | "all" };

type SendingFormProps = {
  settings: Values;
  /** Whether mail of this workspace reaches people, or stays in the test inbox. */
  leaves: boolean;
  mayChange: boolean;
  save: (values: Values) => Promise<Result<null, string>>;
};

const opens: RadioOption[] = [
  {
    value: "off",
    label: "Do not measure opens",
    help: "No invisible picture in your mail. Conditions can ask about clicks and purchases, which say more.",
  },
  {
    value: "consent",
    label: "Only of people who agreed to it",
    help: "Your forms ask for it. Everybody else counts as “not measured”, never as “did not open”.",
  },
  {
    value: "all",
    label: "Of everybody",
    help: "In many countries, all of the EU among them, people must agree to this first. Ask somebody who knows.",
  },
];

export function SendingForm({ settings, leaves, mayChange, save }: SendingFormProps) {
  const [wrong, setWrong] = useState<{ problem: string; message: string } | null>(null);
  const wrongIn = (field: string) => (wrong?.problem === field ? wrong.message : undefined);
  return (
    <SettingsForm
      mayChange={mayChange}
      ownProblems={["sender-email", "reply-to"]}
      onProblem={setWrong}
      save={({ senderName = "", senderEmail = "", replyTo = "", opens: treated = "" }) =>
        save({ senderName, senderEmail, replyTo, opens: treated as Values["opens"] })
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
        help="Empty: to the sender's address."
        optional
      >
        <Input type="email" name="replyTo" defaultValue={settings.replyTo} maxLength={254} />
      </Field>
      <Field
        label="Opens"
        help="However you choose: an open is a guess. Mail programs load pictures nobody looks at, and hide them from people who read."
      >
        <RadioGroup
          name="opens"
          look="cards"
          defaultValue={settings.opens}
          options={opens}
          disabled={!mayChange}
        />
      </Field>
    </SettingsForm>
  );
}
