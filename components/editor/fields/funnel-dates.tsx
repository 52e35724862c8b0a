"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { dateName, type FunnelDate, MOST_DATES } from "@/lib/flow/funnel-dates";
import type { Surroundings } from "@/lib/nodes/contract";
import { calendarDate, dateIn, daysAfter, timeOfDay } from "@/lib/time/calendar";
import { sayZone } from "@/lib/time/zone";
import { ParsedField } from "./parsed-field";

type FunnelDatesProps = {
  dates: readonly FunnelDate[];
  onChange(dates: FunnelDate[]): void;
  readOnly: boolean;
  surroundings: Surroundings;
};

/** The dates that a funnel is about. Every wait that goes by one follows it when the next version goes live. */
export function FunnelDates({ dates, onChange, readOnly, surroundings }: FunnelDatesProps) {
  const put = (index: number, date: FunnelDate) =>
    onChange(dates.map((one, at) => (at === index ? date : one)));
  const add = () => {
    const taken = new Set(dates.map(({ name }) => name));
    const name = ["open", "close", "webinar"].find((one) => !taken.has(one)) ?? `date_${dates.length + 1}`;
    const date = daysAfter(dateIn(surroundings.timeZone, surroundings.now), 7);
    onChange([...dates, { name, date, time: "09:00", zone: surroundings.timeZone }]);
  };
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="px-1 text-sm font-medium text-ink">Dates of this funnel</legend>
      {dates.map((date, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a date has no identity but its place; its name is being typed.
        <div key={index} className="flex flex-col gap-2 border-b border-line pb-3 last-of-type:border-b-0">
          <div className="flex items-end gap-2">
            <ParsedField
              className="min-w-0 flex-1"
              label="Called"
              schema={dateName.refine(
                (name) => !dates.some((other, at) => at !== index && other.name === name),
                "Give each date a name of its own.",
              )}
              value={date.name}
              readOnly={readOnly}
              onChange={(name) => put(index, { ...date, name })}
            />
            {readOnly ? null : (
              <IconButton
                label={`Remove the date ${date.name}`}
                onClick={() => onChange(dates.filter((_, at) => at !== index))}
              >
                <Trash2 />
              </IconButton>
            )}
          </div>
          <div className="grid grid-cols-2 gap-2">
            <ParsedField
              label={`Day of ${date.name}`}
              type="date"
              schema={calendarDate}
              value={date.date}
              readOnly={readOnly}
              onChange={(day) => put(index, { ...date, date: day })}
            />
            <ParsedField
              label={`Time of ${date.name}`}
              type="time"
              schema={timeOfDay}
              value={date.time}
              readOnly={readOnly}
              onChange={(time) => put(index, { ...date, time })}
            />
          </div>
          <p className="text-sm text-ink-soft">
            {date.zone === null ? "By each person’s own clock." : `By ${sayZone(date.zone)}.`}
          </p>
        </div>
      ))}
      {readOnly || dates.length >= MOST_DATES ? null : (
        <Button size="sm" className="self-start" onClick={add}>
          <Plus aria-hidden /> Add a date
        </Button>
      )}
    </fieldset>
  );
}
