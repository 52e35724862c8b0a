"use client";

import { z } from "zod";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { type Entry, entry as entrySchema } from "@/lib/flow/flow";
import type { FormProps } from "../form-props";

/** What each rule begins with when it is chosen. */
const FRESH: Record<Entry["rule"], Entry> = {
  once: { rule: "once" },
  "after-end": { rule: "after-end" },
  "after-days": { rule: "after-days", days: 30 },
  "per-key": { rule: "per-key", property: "cartId" },
};

/** A text that makes an entry rule, with the sentence of the rule's own schema where it does not. */
const ruleFrom = (make: (text: string) => unknown) =>
  z.string().transform((text, context): Entry => {
    const parsed = entrySchema.safeParse(make(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: "custom", message: parsed.error.issues[0]?.message });
    return z.NEVER;
  });

const byDays = ruleFrom((text) => ({ rule: "after-days", days: text.trim() === "" ? 0 : Number(text) }));
const byProperty = ruleFrom((property) => ({ rule: "per-key", property }));

/** How often one person may enter the funnel, by whichever trigger. */
export function EntryRule({
  flow,
  changeEntry,
  readOnly,
}: Pick<FormProps<"trigger">, "flow" | "changeEntry" | "readOnly">) {
  const { entry } = flow;
  return (
    <Field label="How often one person may enter" help="Holds for the whole funnel, whichever way they come.">
      <RadioGroup
        value={entry.rule}
        disabled={readOnly}
        onValueChange={(rule) => changeEntry(FRESH[rule as Entry["rule"]])}
        options={[
          { value: "once", label: "Once, ever" },
          {
            value: "after-end",
            label: "Again, after they have left",
            help: "Never twice at the same time.",
          },
          {
            value: "after-days",
            label: "Again, after some days",
            help: "Counted from when they last entered, and never twice at the same time.",
            more: (
              <ParsedField
                label="Days"
                schema={byDays}
                value={entry.rule === "after-days" ? String(entry.days) : ""}
                inputMode="numeric"
                maxLength={4}
                readOnly={readOnly}
                className="w-24"
                onChange={changeEntry}
              />
            ),
          },
          {
            value: "per-key",
            label: "Once per value of a property",
            help: "Each cart, booking or order by itself, with emails of its own.",
            more: (
              <ParsedField
                label="Property of the event"
                schema={byProperty}
                value={entry.rule === "per-key" ? entry.property : ""}
                maxLength={80}
                readOnly={readOnly}
                spellCheck={false}
                autoCapitalize="off"
                placeholder="cartId"
                onChange={changeEntry}
              />
            ),
          },
        ]}
      />
    </Field>
  );
}
