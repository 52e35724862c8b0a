"use client";

import { z } from "zod";
import { FunnelDates } from "@/components/editor/fields/funnel-dates";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { timeOfDay } from "@/lib/time/calendar";
import type { FormProps } from "../form-props";
import type { Until } from "./settings";

type Around = Extract<Until, { kind: "around" }>;
type Props = Pick<FormProps<"wait">, "readOnly" | "surroundings" | "flow" | "changeDates"> & {
  until: Around;
  put(until: Around): void;
};

const UNITS = { days: 1, hours: 60, minutes: 1 } as const;
type Unit = keyof typeof UNITS;

const named = z
  .string()
  .trim()
  .regex(/^[\w-]{1,80}$/, "Name it with letters, digits, _ or -.");

/** How far from a date of the funnel, of the person, or of the event. */
export function AroundFields({ until, put, readOnly, surroundings, flow, changeDates }: Props) {
  const unit: Unit = until.minutes === 0 ? "days" : until.minutes % 60 === 0 ? "hours" : "minutes";
  const n = unit === "days" ? until.days : until.minutes / UNITS[unit];
  const before = n < 0;
  const far = (count: number, by: Unit, early: boolean): Around => {
    const signed = early ? -count : count;
    return by === "days"
      ? { ...until, days: signed, minutes: 0 }
      : { ...until, days: 0, minutes: signed * UNITS[by], time: null };
  };
  const most = unit === "days" ? 365 : unit === "hours" ? 8_760 : 525_600;
  const count = z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, `Give a whole number, from 0 to ${most}.`)
    .transform(Number)
    .refine((value) => value <= most, `Give a whole number, from 0 to ${most}.`);
  const dates = flow.dates ?? [];
  return (
    <>
      <Field label="Which date">
        <Select
          value={until.of}
          disabled={readOnly}
          options={[
            { value: "funnel", label: "a date of this funnel" },
            { value: "field", label: "a date in a field of theirs" },
            { value: "event", label: "a date of the event they came by" },
          ]}
          onChange={(event) => put({ ...until, of: event.target.value as Around["of"], named: "" })}
        />
      </Field>
      {until.of === "funnel" ? (
        <>
          {dates.length > 0 ? (
            <Field label="Date">
              <Select
                value={until.named}
                disabled={readOnly}
                placeholder="Choose a date"
                options={dates.map(({ name }) => ({ value: name, label: name }))}
                onChange={(event) => put({ ...until, named: event.target.value })}
              />
            </Field>
          ) : null}
          <FunnelDates dates={dates} onChange={changeDates} readOnly={readOnly} surroundings={surroundings} />
        </>
      ) : (
        <ParsedField
          label={until.of === "field" ? "Name of the field" : "Name of the property"}
          help={
            until.of === "field"
              ? "It holds a date such as 2026-05-01 or 2026-05-01T18:00Z. When it changes, everybody who waits for it follows."
              : "It holds a date such as 2026-05-01 or 2026-05-01T18:00Z."
          }
          schema={named}
          value={until.named}
          readOnly={readOnly}
          onChange={(name) => put({ ...until, named: name })}
        />
      )}
      <div className="grid grid-cols-[4.5rem_minmax(0,1fr)_minmax(0,1fr)] items-end gap-2">
        <ParsedField
          key={unit}
          label="How far"
          schema={count}
          inputMode="numeric"
          autoComplete="off"
          value={String(Math.abs(n))}
          readOnly={readOnly}
          onChange={(value) => put(far(value, unit, before))}
        />
        <Field label="Unit">
          <Select
            value={unit}
            disabled={readOnly}
            options={(["days", "hours", "minutes"] as const).map((value) => ({ value, label: value }))}
            onChange={(event) => put(far(Math.max(1, Math.abs(n)), event.target.value as Unit, before))}
          />
        </Field>
        <Field label="Side">
          <Select
            value={before ? "before" : "after"}
            disabled={readOnly}
            options={[
              { value: "before", label: "before it" },
              { value: "after", label: "after it" },
            ]}
            onChange={(event) => put(far(Math.abs(n), unit, event.target.value === "before"))}
          />
        </Field>
      </div>
      {unit === "days" ? (
        <Field label="At what time">
          <RadioGroup
            value={until.time === null ? "own" : "given"}
            disabled={readOnly}
            onValueChange={(value) => put({ ...until, time: value === "own" ? null : "09:00" })}
            options={[
              { value: "given", label: "at a time of day, by their clock" },
              { value: "own", label: "at the time of the date itself" },
            ]}
          />
        </Field>
      ) : null}
      {unit === "days" && until.time !== null ? (
        <ParsedField
          label="At"
          type="time"
          schema={timeOfDay}
          value={until.time}
          readOnly={readOnly}
          onChange={(time) => put({ ...until, time })}
        />
      ) : null}
    </>
  );
}
