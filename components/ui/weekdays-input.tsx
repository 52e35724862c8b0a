"use client";

import { cn } from "./cn";
import { useFieldGroup } from "./field";

const DAYS = [
  { short: "Mo", long: "Monday" },
  { short: "Tu", long: "Tuesday" },
  { short: "We", long: "Wednesday" },
  { short: "Th", long: "Thursday" },
  { short: "Fr", long: "Friday" },
  { short: "Sa", long: "Saturday" },
  { short: "Su", long: "Sunday" },
];

type WeekdaysInputProps<D extends number> = {
  /** 1 is Monday, 7 is Sunday. */
  value: readonly D[];
  /** Called with at least one day, Monday first: the last one cannot be taken away. */
  onChange(days: D[]): void;
  disabled?: boolean;
  /** Needed outside a Field. */
  "aria-label"?: string;
};

/** Seven boxes to tick, in one row. */
export function WeekdaysInput<D extends number>({
  value,
  onChange,
  disabled,
  ...rest
}: WeekdaysInputProps<D>) {
  const wiring = useFieldGroup();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the Field's label names the group.
    <div role="group" {...wiring} {...rest} className="grid grid-cols-7 gap-1">
      {DAYS.map(({ short, long }, index) => {
        const day = (index + 1) as D;
        const chosen = value.includes(day);
        const only = chosen && value.length === 1;
        return (
          <label
            key={long}
            className={cn(
              "relative grid h-8 place-items-center rounded-md border text-sm transition-colors select-none pointer-coarse:h-10",
              "focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-1",
              chosen
                ? "border-accent bg-accent-soft font-medium text-ink after:absolute after:bottom-1 after:h-0.5 after:w-4 after:rounded-sm after:bg-accent"
                : "border-line-strong/80 bg-raised text-ink-soft hover:border-line-strong",
              disabled && "opacity-60",
            )}
          >
            <input
              type="checkbox"
              aria-label={long}
              checked={chosen}
              disabled={disabled}
              aria-disabled={only || undefined}
              onChange={() => {
                if (only) return;
                const next = chosen ? value.filter((one) => one !== day) : [...value, day];
                onChange(next.toSorted((a, b) => a - b));
              }}
              className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none disabled:cursor-default"
            />
            <span aria-hidden className="pointer-events-none">
              {short}
            </span>
          </label>
        );
      })}
    </div>
  );
}
