"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { dateName, freeDateName } from "@/lib/flow/date-name";
import { type FunnelDate, MOST_DATES } from "@/lib/flow/funnel-dates";
import type { Surroundings } from "@/lib/nodes/contract";
import { dateIn, daysAfter } from "@/lib/time/calendar";
import { FunnelDateFields } from "./funnel-date-fields";
import { ParsedField } from "./parsed-field";

type FunnelDatesProps = {
  dates: readonly FunnelDate[];
  onChange(dates: FunnelDate[]): void;
  readOnly: boolean;
  surroundings: Surroundings;
};

/** One more date, a week from now, called what is still free. */
export function anotherDate(dates: readonly FunnelDate[], { timeZone, now }: Surroundings): FunnelDate {
  const name = freeDateName(dates, ["open", "close", "webinar", "date"]);
  return { name, date: daysAfter(dateIn(timeZone, now), 7), time: "09:00", zone: timeZone };
}

/** The dates that a funnel is about, and the deadlines of its people. Waits, links and texts name them. */
export function FunnelDates({ dates, onChange, readOnly, surroundings }: FunnelDatesProps) {
  const put = (index: number, date: FunnelDate) =>
    onChange(dates.map((one, at) => (at === index ? date : one)));
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
          <FunnelDateFields
            date={date}
            put={(next) => put(index, next)}
            readOnly={readOnly}
            surroundings={surroundings}
          />
        </div>
      ))}
      {readOnly || dates.length >= MOST_DATES ? null : (
        <Button
          size="sm"
          className="self-start"
          onClick={() => onChange([...dates, anotherDate(dates, surroundings)])}
        >
          <Plus aria-hidden /> Add a date
        </Button>
      )}
    </fieldset>
  );
}
