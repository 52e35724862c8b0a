"use client";

import { z } from "zod";
import { FunnelDates } from "@/components/editor/fields/funnel-dates";
import { ParsedField } from "@/components/editor/fields/parsed-field";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { LONGEST_WAIT_MS } from "@/lib/nodes/contract";
import type { Useful } from "@/lib/nodes/email/useful";
import type { FormProps } from "@/lib/nodes/form-props";

type Limit = Extract<Useful, { until: "event" | "funnel" }>;
type Props = Pick<FormProps<"email">, "readOnly" | "surroundings" | "flow" | "changeDates"> & {
  limit: Limit;
  put(next: Limit): void;
};

const property = z
  .string()
  .trim()
  .regex(/^[\w.-]{0,80}$/, "Name the property with letters, digits, _, . or -.");

const SIDES = { at: 0, before: -1, after: 1 };
type Side = keyof typeof SIDES;

/** A date, of the funnel or of the event that started it, and how long before or after it an email is worth sending. */
export function DateLimit({ limit, put, readOnly, surroundings, flow, changeDates }: Props) {
  const side: Side = limit.offsetMs === 0 ? "at" : limit.offsetMs < 0 ? "before" : "after";
  const length = Math.abs(limit.offsetMs) || 3_600_000;
  const dates = flow.dates ?? [];
  return (
    <>
      {limit.until === "funnel" ? (
        <>
          {dates.length > 0 ? (
            <Field label="Which date">
              <Select
                value={limit.named}
                disabled={readOnly}
                placeholder="Choose a date"
                options={dates.map(({ name }) => ({ value: name, label: name }))}
                onChange={({ target }) => put({ ...limit, named: target.value })}
              />
            </Field>
          ) : null}
          <FunnelDates dates={dates} onChange={changeDates} readOnly={readOnly} surroundings={surroundings} />
        </>
      ) : (
        <ParsedField
          label="Which date"
          schema={property}
          value={limit.property}
          readOnly={readOnly}
          placeholder="starts"
          help="A property of the event, written as 2026-03-31 or 2026-03-31T18:00:00Z. Without one, it is always sent."
          onChange={(name) => put({ ...limit, property: name })}
        />
      )}
      <Field label="And then">
        <Select
          value={side}
          disabled={readOnly}
          options={[
            { value: "at", label: "Exactly then" },
            { value: "before", label: "Some time before" },
            { value: "after", label: "Some time after" },
          ]}
          onChange={({ target }) => put({ ...limit, offsetMs: SIDES[target.value as Side] * length })}
        />
      </Field>
      {side === "at" ? null : (
        <Field label={side === "before" ? "How long before" : "How long after"}>
          <DurationInput
            value={length}
            min={60_000}
            max={LONGEST_WAIT_MS}
            disabled={readOnly}
            onChange={(ms) => put({ ...limit, offsetMs: ms * SIDES[side] })}
          />
        </Field>
      )}
    </>
  );
}
