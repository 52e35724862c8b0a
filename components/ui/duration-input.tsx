"use client";

import { useId, useState } from "react";
import { cn } from "./cn";
import { type DurationUnit, durationFromText, durationText, fittingUnit, unitMs } from "./duration-units";
import { useFieldControl, useFieldGroup } from "./field";
import { Input } from "./input";
import { Select } from "./select";
import { useTyped } from "./use-typed";

type DurationInputProps = {
  /** Milliseconds. */
  value: number;
  /** Called with whole milliseconds within `min` and `max`; an unfinished number is not reported. */
  onChange: (ms: number) => void;
  /** Milliseconds, both included. */
  min?: number;
  max?: number;
  /** Offers seconds too; for tests and demonstrations. */
  seconds?: boolean;
  disabled?: boolean;
  /** Also posts the milliseconds in a plain form. */
  name?: string;
  "aria-label"?: string;
  className?: string;
};

/** A number and its unit. Changing the unit keeps the number: "2 hours" becomes "2 days". */
export function DurationInput(props: DurationInputProps) {
  const {
    value,
    onChange,
    min = 0,
    max = 366 * unitMs.days,
    seconds = false,
    disabled,
    name,
    className,
  } = props;
  const units: DurationUnit[] = seconds
    ? ["seconds", "minutes", "hours", "days"]
    : ["minutes", "hours", "days"];
  const typed = useTyped(value);
  const [own, setOwn] = useState<{ ms: number; unit: DurationUnit } | null>(null);
  const group = useFieldGroup();
  const control = useFieldControl();
  const wrongId = useId();

  // What the person chose holds ("36 hours"); a value that came from outside picks its own unit.
  const unit = own && (own.ms === value || typed.text !== null) ? own.unit : fittingUnit(value, units);
  const unfit = typed.text !== null && durationFromText(typed.text, unit) === null;
  const report = (text: string, inUnit: DurationUnit) => {
    const ms = durationFromText(text, inUnit);
    const kept = ms === null ? typed.before : Math.min(max, Math.max(min, ms));
    setOwn({ ms: kept, unit: inUnit });
    if (kept !== value) onChange(kept);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the Field's label names the pair.
    <div
      role="group"
      aria-label={props["aria-label"]}
      aria-labelledby={group["aria-labelledby"]}
      className={cn("flex flex-col gap-1.5", className)}
    >
      <div className="flex gap-2">
        <Input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          disabled={disabled}
          aria-label={group["aria-labelledby"] ? undefined : "Number"}
          aria-invalid={(unfit && typed.left) || control["aria-invalid"]}
          aria-describedby={unfit && typed.left ? wrongId : control["aria-describedby"]}
          value={typed.text ?? durationText(value, unit)}
          onChange={(event) => {
            typed.type(event.target.value);
            report(event.target.value, unit);
          }}
          onBlur={() => typed.leave(unfit)}
          className="w-20 shrink-0 text-right"
        />
        <Select
          id={control.id ? `${control.id}-unit` : undefined}
          required={false}
          aria-label="Unit"
          disabled={disabled}
          value={unit}
          options={units.map((each) => ({ value: each, label: each }))}
          onChange={(event) => report(durationText(value, unit), event.target.value as DurationUnit)}
          className="max-w-36"
        />
      </div>
      {unfit && typed.left ? (
        <p id={wrongId} role="alert" className="text-sm text-bad">
          Write a number, for example 2 or 1.5.
        </p>
      ) : null}
      {name ? <input type="hidden" name={name} value={value} /> : null}
    </div>
  );
}
