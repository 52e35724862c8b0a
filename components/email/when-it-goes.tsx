"use client";

import { ParsedField } from "@/components/editor/fields/parsed-field";
import { Checkbox } from "@/components/ui/checkbox";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { LONGEST_WAIT_MS } from "@/lib/nodes/contract";
import { type Useful, useful as usefulSchema } from "@/lib/nodes/email/useful";
import type { FormProps } from "@/lib/nodes/form-props";
import { calendarDate, timeOfDay } from "@/lib/time/calendar";
import { sayZone } from "@/lib/time/zone";
import { DateLimit } from "./date-limit";

type Props = Pick<
  FormProps<"email">,
  "settings" | "change" | "readOnly" | "surroundings" | "flow" | "changeDates"
>;

const DAY_MS = 86_400_000;

const KINDS = [
  { value: "always", label: "However late it goes" },
  { value: "due", label: "For a while after it is due" },
  { value: "moment", label: "Until a moment" },
  { value: "funnel", label: "Until a date of this funnel" },
  { value: "event", label: "Until a date of the event that started it" },
];

/** Until when an email is worth sending, and whether the workspace's rules hold it. */
export function WhenItGoes(props: Props) {
  const { settings, change, readOnly, surroundings } = props;
  const { useful } = settings;
  const put = (next: Useful | undefined) => {
    const { useful: _, ...rest } = settings;
    change(next ? { ...rest, useful: next } : rest);
  };
  const choose = (kind: string) => {
    if (kind === "always") return put(undefined);
    const date = new Date(surroundings.now + 7 * DAY_MS).toISOString().slice(0, 10);
    put(usefulSchema.parse(kind === "moment" ? { until: kind, date } : { until: kind }));
  };
  return (
    <>
      <Field
        label="Worth sending"
        help={useful ? "Later it is skipped, and they go on to the next step." : undefined}
      >
        <Select
          value={useful?.until ?? "always"}
          disabled={readOnly}
          options={KINDS}
          onChange={({ target }) => choose(target.value)}
        />
      </Field>
      {useful?.until === "due" ? (
        <Field label="For">
          <DurationInput
            value={useful.forMs}
            min={60_000}
            max={LONGEST_WAIT_MS}
            seconds={surroundings.shortWaits}
            disabled={readOnly}
            onChange={(forMs) => put({ ...useful, forMs })}
          />
        </Field>
      ) : null}
      {useful?.until === "moment" ? (
        <>
          <div className="grid grid-cols-2 gap-2">
            <ParsedField
              label="Date"
              type="date"
              schema={calendarDate}
              value={useful.date}
              readOnly={readOnly}
              onChange={(date) => put({ ...useful, date })}
            />
            <ParsedField
              label="Time"
              type="time"
              schema={timeOfDay}
              value={useful.time}
              readOnly={readOnly}
              onChange={(time) => put({ ...useful, time })}
            />
          </div>
          <Field label="By whose clock">
            <Select
              value={useful.zone === null ? "theirs" : "ours"}
              disabled={readOnly}
              options={[
                { value: "theirs", label: "Theirs" },
                { value: "ours", label: sayZone(useful.zone ?? surroundings.timeZone) },
              ]}
              onChange={({ target }) =>
                put({ ...useful, zone: target.value === "theirs" ? null : surroundings.timeZone })
              }
            />
          </Field>
        </>
      ) : null}
      {useful?.until === "event" || useful?.until === "funnel" ? (
        <DateLimit {...props} limit={useful} put={put} />
      ) : null}
      {settings.kind === "marketing" ? (
        <div className="flex flex-col gap-3">
          <Checkbox
            label="They asked for it"
            help="Goes at any hour, however much they got: the workspace’s rules about hours and limits do not hold it."
            checked={settings.askedFor === true}
            disabled={readOnly}
            onCheckedChange={(on) => {
              const { askedFor: _, ...rest } = settings;
              change(on === true ? { ...rest, askedFor: true } : rest);
            }}
          />
          {settings.askedFor ? (
            <Field label="What they asked for" className="pl-6.5" help="Kept with the email.">
              <Input
                value={settings.reason}
                maxLength={200}
                readOnly={readOnly}
                placeholder="The guide they signed up for"
                onChange={({ target }) => change({ ...settings, reason: target.value })}
              />
            </Field>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
