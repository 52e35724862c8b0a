"use client";

import type { Result } from "@/lib/result";
import { Field } from "../ui/field";
import { RadioGroup, type RadioOption } from "../ui/radio-group";
import { SettingsForm } from "./settings-form";

type Opens = "off" | "consent" | "all";

type OpensFormProps = {
  /** Null while nobody has decided: then nothing is chosen, and nothing is measured. */
  opens: Opens | null;
  mayChange: boolean;
  save: (values: { opens: Opens }) => Promise<Result<null>>;
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

export function OpensForm({ opens: decided, mayChange, save }: OpensFormProps) {
  return (
    <SettingsForm
      mayChange={mayChange}
      // Nothing chosen is refused with a sentence, as anything else that is none of the three.
      save={({ opens: chosen }) => save({ opens: chosen as Opens })}
    >
      <Field
        label="How opens are treated"
        help={`However you choose: an open is a guess. Mail programs load pictures nobody looks at, and hide them from people who read.${decided ? "" : " Until you decide, nothing is measured."}`}
      >
        <RadioGroup
          name="opens"
          look="cards"
          defaultValue={decided ?? undefined}
          options={opens}
          disabled={!mayChange}
        />
      </Field>
    </SettingsForm>
  );
}
