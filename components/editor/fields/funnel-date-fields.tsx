"use client";

import { useRef } from "react";
import { z } from "zod";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Deadline, deadlineShapes } from "@/lib/flow/deadlines";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import type { Surroundings } from "@/lib/nodes/contract";
import { calendarDate, dateIn, daysAfter, timeOfDay } from "@/lib/time/calendar";
import { sayZone } from "@/lib/time/zone";
import { ParsedField } from "./parsed-field";

type Props = {
  date: FunnelDate;
  put(date: FunnelDate): void;
  readOnly: boolean;
  surroundings: Surroundings;
};

const KINDS = [
  { value: "date", label: "On a date, for everyone" },
  { value: "days", label: "Days after each person enters" },
  { value: "hours", label: "Hours after each person enters" },
];

/** When a date of the funnel is: for everybody, or for each person by when they entered. */
export function FunnelDateFields({ date, put, readOnly, surroundings: { timeZone, now } }: Props) {
  const { name } = date;
  const before = useRef<Partial<Record<string, FunnelDate>>>({});
  const choose = (kind: string) => {
    before.current[date.kind ?? "date"] = date;
    // Whoever looks at another kind for a moment finds what they had.
    const had = before.current[kind];
    // Rows move up when one is removed: what is remembered may be of another date.
    if (had?.name === name) return put(had);
    if (kind === "days") return put({ name, kind, days: 3, time: "23:59" });
    if (kind === "hours") return put({ name, kind, hours: 48 });
    put({ name, date: daysAfter(dateIn(timeZone, now), 7), time: "09:00", zone: timeZone });
  };
  return (
    <>
      <Field label={`When “${name}” is`}>
        <Select
          value={date.kind ?? "date"}
          disabled={readOnly}
          options={KINDS}
          onChange={({ target }) => choose(target.value)}
        />
      </Field>
      {date.kind === undefined ? (
        <div className="grid grid-cols-2 items-end gap-2">
          <ParsedField
            label={`Day of ${name}`}
            type="date"
            schema={calendarDate}
            value={date.date}
            readOnly={readOnly}
            onChange={(day) => put({ ...date, date: day })}
          />
          <ParsedField
            label={`Time of ${name}`}
            type="time"
            schema={timeOfDay}
            value={date.time}
            readOnly={readOnly}
            onChange={(time) => put({ ...date, time })}
          />
        </div>
      ) : (
        <DeadlineFields deadline={date} put={put} readOnly={readOnly} />
      )}
      <p className="text-sm text-pretty text-ink-soft">
        {date.kind === undefined
          ? date.zone === null
            ? "By each person’s own clock."
            : `By ${sayZone(date.zone)}.`
          : "Fixed when somebody enters. Whoever is in the funnel keeps theirs, also when you change it here."}
      </p>
    </>
  );
}

type DeadlineProps = { deadline: Deadline; put(deadline: Deadline): void; readOnly: boolean };

function DeadlineFields({ deadline, put, readOnly }: DeadlineProps) {
  const { name } = deadline;
  if (deadline.kind === "hours") {
    return (
      <ParsedField
        label={`Hours until “${name}”`}
        inputMode="numeric"
        autoComplete="off"
        schema={typedNumber(deadlineShapes.hours)}
        value={String(deadline.hours)}
        readOnly={readOnly}
        onChange={(hours) => put({ ...deadline, hours })}
      />
    );
  }
  return (
    <div className="grid grid-cols-2 items-end gap-2">
      <ParsedField
        label={`Days until “${name}”`}
        inputMode="numeric"
        autoComplete="off"
        schema={typedNumber(deadlineShapes.days)}
        value={String(deadline.days)}
        readOnly={readOnly}
        onChange={(days) => put({ ...deadline, days })}
      />
      <ParsedField
        label={`Their time of “${name}”`}
        type="time"
        schema={timeOfDay}
        value={deadline.time}
        readOnly={readOnly}
        onChange={(time) => put({ ...deadline, time })}
      />
    </div>
  );
}

/** A number that is being typed. */
const typedNumber = (shape: z.ZodType<number, number>) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, "Give a whole number.")
    .transform(Number)
    .pipe(shape);
