"use client";

import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { FormProps } from "../form-props";
import { MOST_ROUNDS } from "./definition";

export function JumpForm({ settings, change, readOnly, surroundings }: FormProps<"jump">) {
  return (
    <Field label="People who come here">
      <RadioGroup
        look="cards"
        value={settings.to}
        disabled={readOnly}
        onValueChange={(to) => change({ ...settings, to: to === "funnel" ? "funnel" : "step" })}
        options={[
          {
            value: "step",
            label: "go on at another step",
            help: "Draw the line of the Jump path to that step. It may be one where they have been: they do it, and get its emails, once more.",
            more: (
              <Field
                label="At most"
                help="Whoever has jumped so often takes the Enough path. Going round takes a wait of at least an hour."
              >
                <NumberInput
                  value={settings.most}
                  most={MOST_ROUNDS}
                  suffix="times"
                  readOnly={readOnly}
                  onChange={(most) => change({ ...settings, most: Math.max(1, most) })}
                />
              </Field>
            ),
          },
          {
            value: "funnel",
            label: "start another funnel",
            help: "By its own rule of how often one person may enter. Here they go on with the next step.",
            more: (
              <Field label="Which funnel">
                <FunnelSelect
                  value={settings.funnel}
                  funnels={surroundings.funnels}
                  readOnly={readOnly}
                  onChange={(funnel) => change({ ...settings, funnel })}
                />
              </Field>
            ),
          },
        ]}
      />
    </Field>
  );
}

type Chosen = FormProps<"jump">["settings"]["funnel"];

function FunnelSelect(props: {
  value: Chosen;
  funnels: FormProps["surroundings"]["funnels"];
  readOnly: boolean;
  onChange(funnel: Chosen): void;
}) {
  const { value, funnels, readOnly, onChange } = props;
  const gone = value && !funnels.some(({ id }) => id === value.id);
  return (
    <Select
      value={value?.id ?? ""}
      disabled={readOnly}
      placeholder="Choose a funnel"
      options={[
        ...funnels.map(({ id, name, live }) => ({ value: id, label: live ? name : `${name} (draft)` })),
        ...(gone ? [{ value: value.id, label: `${value.name} (gone)` }] : []),
      ]}
      onChange={(event) => {
        const chosen = funnels.find(({ id }) => id === event.target.value);
        onChange(chosen ? { id: chosen.id, name: chosen.name } : null);
      }}
    />
  );
}
