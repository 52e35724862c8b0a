"use client";

import { z } from "zod";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { WeekdaysInput } from "@/components/ui/weekdays-input";
import { calendarDate, dateIn, daysAfter, timeOfDay } from "@/lib/time/calendar";
import { sayZone } from "@/lib/time/zone";
import type { FormProps } from "../form-props";
import { detail, type Schedule, triggerSettings } from "./settings";

const dayOfMonth = z
  .string()
  .regex(/^\d+$/, "Give a day of the month.")
  .transform(Number)
  .refine((day) => day >= 1 && day <= 31, "Give a day from 1 to 31.");

/** When everybody enters: once, every week or every month. */
export function ScheduleFields({ settings, change, readOnly, surroundings }: FormProps<"trigger">) {
  const schedule = detail.schedule(settings);
  const put = (next: Schedule) => change({ ...settings, schedule: next });
  const choose = (every: Schedule["every"]) => {
    const date = daysAfter(dateIn(surroundings.timeZone, surroundings.now), 7);
    const fresh = every === "once" ? { every, date } : { every };
    const parsed = triggerSettings.shape.schedule.unwrap().parse({ ...fresh, time: schedule.time });
    put(parsed);
  };
  return (
    <>
      <Field label="Everybody in the audience enters">
        <Select
          value={schedule.every}
          disabled={readOnly}
          options={[
            { value: "once", label: "once" },
            { value: "week", label: "every week" },
            { value: "month", label: "every month" },
          ]}
          onChange={(event) => choose(event.target.value as Schedule["every"])}
        />
      </Field>
      {schedule.every === "week" ? (
        <Field label="On">
          <WeekdaysInput
            value={schedule.weekdays}
            disabled={readOnly}
            onChange={(weekdays) => put({ ...schedule, weekdays: [...weekdays] })}
          />
        </Field>
      ) : null}
      <div className="flex flex-wrap items-start gap-2">
        {schedule.every === "once" ? (
          <ParsedField
            label="Date"
            type="date"
            schema={calendarDate}
            value={schedule.date}
            readOnly={readOnly}
            className="w-40"
            onChange={(date) => put({ ...schedule, date })}
          />
        ) : null}
        {schedule.every === "month" ? (
          <ParsedField
            label="Day of the month"
            help="31 is the last day of a shorter month."
            schema={dayOfMonth}
            value={String(schedule.day)}
            inputMode="numeric"
            maxLength={2}
            readOnly={readOnly}
            className="w-40"
            onChange={(day) => put({ ...schedule, day })}
          />
        ) : null}
        <ParsedField
          label="At"
          type="time"
          schema={timeOfDay}
          value={schedule.time}
          readOnly={readOnly}
          className="w-32"
          onChange={(time) => put({ ...schedule, time })}
        />
      </div>
      <p className="text-sm text-pretty text-ink-soft">
        Times are those of the workspace, {sayZone(surroundings.timeZone)}: everybody enters at the same
        moment.
      </p>
    </>
  );
}
