"use client";

import { z } from "zod";
import { EventNameField } from "@/components/editor/fields/event-name-field";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Checkbox } from "@/components/ui/checkbox";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { WeekdaysInput } from "@/components/ui/weekdays-input";
import type { Flow } from "@/lib/flow/flow";
import { calendarDate, timeOfDay } from "@/lib/time/calendar";
import { sayZone } from "@/lib/time/zone";
import { LONGEST_WAIT_MS, SHORTEST_WAIT_MS } from "../contract";
import { definitionFor } from "../definitions";
import type { FormProps } from "../form-props";
import type { Until } from "./settings";

type Fields<K extends Until["kind"]> = Pick<FormProps<"wait">, "readOnly" | "surroundings" | "flow"> & {
  until: Extract<Until, { kind: K }>;
  put(until: Until): void;
};

const days = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, "Give a whole number of days, from 0 to 365.")
  .transform(Number)
  .refine((count) => count <= 365, "A wait lasts a year at most: 365 days.");

export function TimeFields({ until, put, readOnly, surroundings }: Fields<"time">) {
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <DaysField
          label="After days"
          value={until.days}
          readOnly={readOnly}
          onChange={(count) => put({ ...until, days: count })}
        />
        <AtField value={until.time} readOnly={readOnly} onChange={(time) => put({ ...until, time })} />
      </div>
      <Field
        label="On"
        help={`0 days is the same day, if that time is still to come. ${theirClock(surroundings.timeZone)}`}
      >
        <WeekdaysInput
          value={until.weekdays}
          disabled={readOnly}
          onChange={(weekdays) => put({ ...until, weekdays })}
        />
      </Field>
    </>
  );
}

export function DateFields({ until, put, readOnly, surroundings }: Fields<"date">) {
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <ParsedField
          label="Date"
          type="date"
          schema={calendarDate}
          value={until.date}
          readOnly={readOnly}
          onChange={(date) => put({ ...until, date })}
        />
        <AtField value={until.time} readOnly={readOnly} onChange={(time) => put({ ...until, time })} />
      </div>
      <Field
        label="By whose clock"
        help={until.zone ? "The same moment for everybody." : theirClock(surroundings.timeZone)}
      >
        <Select
          value={until.zone ?? ""}
          disabled={readOnly}
          onChange={(event) => put({ ...until, zone: event.target.value || null })}
        >
          <option value="">Their own</option>
          {zonesWith(until.zone ?? surroundings.timeZone).map((zone) => (
            <option key={zone} value={zone}>
              {zone === "UTC" ? "Universal time (no zone)" : zone.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
      </Field>
      <PastField until={until} put={put} readOnly={readOnly} />
    </>
  );
}

export function DayFields({ until, put, readOnly, surroundings }: Fields<"day">) {
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <DaysField
          label="Day"
          value={until.day}
          readOnly={readOnly}
          onChange={(day) => put({ ...until, day })}
        />
        <AtField value={until.time} readOnly={readOnly} onChange={(time) => put({ ...until, time })} />
      </div>
      <p className="-mt-2 text-sm text-pretty text-ink-soft">
        Day 0 is the day they entered, day 1 the next. {theirClock(surroundings.timeZone)}
      </p>
      <PastField until={until} put={put} readOnly={readOnly} />
    </>
  );
}

export function EventFields({ until, put, readOnly, surroundings, flow }: Fields<"event">) {
  return (
    <>
      <EventNameField
        value={until.event}
        known={eventsIn(flow)}
        readOnly={readOnly}
        onChange={(event) => put({ ...until, event })}
      />
      <Field label="What counts">
        <RadioGroup
          value={until.since}
          disabled={readOnly}
          onValueChange={(since) => put({ ...until, since: since === "entry" ? "entry" : "arrival" })}
          options={[
            { value: "arrival", label: "what happens once they are here" },
            { value: "entry", label: "what has happened since they entered, too" },
          ]}
        />
      </Field>
      <SameField until={until} put={put} readOnly={readOnly} flow={flow} />
      <Field
        label="At most"
        help="They take the Happened path as soon as it happens, and Timed out when this is over."
      >
        <DurationInput
          value={until.atMostMs}
          onChange={(atMostMs) => put({ ...until, atMostMs })}
          min={surroundings.shortWaits ? 1_000 : SHORTEST_WAIT_MS}
          max={LONGEST_WAIT_MS}
          seconds={surroundings.shortWaits}
          disabled={readOnly}
        />
      </Field>
    </>
  );
}

export function QuietFields({ until, put, readOnly, surroundings, flow }: Fields<"quiet">) {
  return (
    <>
      <EventNameField
        label="Name of the event that must stop"
        value={until.event}
        known={eventsIn(flow)}
        readOnly={readOnly}
        onChange={(event) => put({ ...until, event })}
      />
      <SameField until={until} put={put} readOnly={readOnly} flow={flow} />
      <Field
        label="Quiet for"
        help="Begins again each time it happens; the event by which they entered counts, too."
      >
        <DurationInput
          value={until.forMs}
          onChange={(forMs) => put({ ...until, forMs })}
          min={surroundings.shortWaits ? 1_000 : SHORTEST_WAIT_MS}
          max={LONGEST_WAIT_MS}
          seconds={surroundings.shortWaits}
          disabled={readOnly}
        />
      </Field>
    </>
  );
}

/** The events that this drawing knows of already. */
function eventsIn(flow: Flow): string[] {
  const names = flow.nodes.flatMap(({ type, data }) => {
    const { reads, startsOn } = definitionFor(type);
    const read = reads(data).flatMap((topic) => (topic.topic === "event" ? [topic.name] : []));
    return [...read, startsOn?.(data) ?? ""];
  });
  return [...new Set(["purchase", ...names])].filter(Boolean);
}

type OneField<T> = { value: T; readOnly: boolean; onChange(value: T): void };

const DaysField = ({ label, value, ...rest }: OneField<number> & { label: string }) => (
  <ParsedField
    label={label}
    schema={days}
    value={String(value)}
    inputMode="numeric"
    autoComplete="off"
    {...rest}
  />
);

const AtField = (props: OneField<string>) => (
  <ParsedField label="At" type="time" schema={timeOfDay} {...props} />
);

const theirClock = (workspaceZone: string): string =>
  `Times are theirs; where nobody knows somebody’s zone, ${sayZone(workspaceZone)} counts.`;

function zonesWith(zone: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes(zone) ? all : [zone, ...all];
}

export function PastField({
  until,
  put,
  readOnly,
}: Pick<Fields<"date" | "day" | "around">, "until" | "put" | "readOnly">) {
  return (
    <Field label="If that has passed when they come">
      <RadioGroup
        value={until.past}
        disabled={readOnly}
        onValueChange={(past) => put({ ...until, past: past as typeof until.past })}
        options={[
          { value: "continue", label: "they go on at once" },
          { value: "skip-email", label: "they go on and skip the next email" },
          { value: "missed", label: "they take the Missed path" },
        ]}
      />
    </Field>
  );
}

/** Where people enter once per cart, an event of another cart is usually not meant. */
function SameField(props: Pick<Fields<"event" | "quiet">, "until" | "put" | "readOnly" | "flow">) {
  const { until, put, readOnly, flow } = props;
  const property = until.same || (flow.entry.rule === "per-key" ? flow.entry.property : "");
  if (property === "") return null;
  return (
    <Checkbox
      label={`Only with the same “${property}” as when they entered`}
      help="Events that name none count for all."
      checked={until.same !== ""}
      disabled={readOnly}
      onCheckedChange={(checked) => put({ ...until, same: checked === true ? property : "" })}
    />
  );
}
