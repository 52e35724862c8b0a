"use client";

import { useState } from "react";
import { z } from "zod";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { timeOfDay } from "@/lib/time/calendar";
import type { FormProps } from "../form-props";
import { detail, MOST_DAYS_OFF } from "./settings";

type Side = "on" | "before" | "after";

const someDays = z
  .string()
  .regex(/^\d+$/, "Give a whole number of days.")
  .transform(Number)
  .refine((days) => days >= 1 && days <= MOST_DAYS_OFF, `Give 1 to ${MOST_DAYS_OFF} days.`);

/** A date of theirs: which field, how far from it, at what time, and whether every year. */
export function DateFields({ settings, change, readOnly }: FormProps<"trigger">) {
  const date = detail.date(settings);
  const put = (next: Partial<typeof date>) => change({ ...settings, date: { ...date, ...next } });
  const [side, setSide] = useState<Side>(date.days === 0 ? "on" : date.days < 0 ? "before" : "after");
  const many = Math.abs(date.days) || 1;
  const choose = (next: Side) => {
    setSide(next);
    put({ days: next === "on" ? 0 : next === "before" ? -many : many });
  };
  return (
    <>
      <Field label="Field with the date" help="Dates are written as 1990-03-31.">
        <Input
          value={date.field}
          maxLength={100}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="birthday"
          onChange={(event) => put({ field: event.target.value })}
        />
      </Field>
      <Checkbox
        label="Every year"
        help="29 February is kept on 28 February in years without one."
        checked={date.yearly}
        disabled={readOnly}
        onCheckedChange={(yearly) => put({ yearly: yearly === true })}
      />
      <div className="flex flex-wrap items-start gap-2">
        <Field label="They enter" className="w-34">
          <Select
            value={side}
            disabled={readOnly}
            options={[
              { value: "on", label: "on that day" },
              { value: "before", label: "days before it" },
              { value: "after", label: "days after it" },
            ]}
            onChange={(event) => choose(event.target.value as Side)}
          />
        </Field>
        {side === "on" ? null : (
          <ParsedField
            label="Days"
            schema={someDays}
            value={String(many)}
            inputMode="numeric"
            maxLength={3}
            readOnly={readOnly}
            className="w-16"
            onChange={(days) => put({ days: side === "before" ? -days : days })}
          />
        )}
        <ParsedField
          label="At"
          type="time"
          schema={timeOfDay}
          value={date.time}
          readOnly={readOnly}
          className="w-32"
          onChange={(time) => put({ time })}
        />
      </div>
      <p className="text-sm text-pretty text-ink-soft">
        By their own clock, or the workspace’s where nobody knows their zone. Whoever tells you the date
        between this moment and the date itself enters at once.
      </p>
    </>
  );
}
