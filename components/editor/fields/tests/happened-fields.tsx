"use client";

import { z } from "zod";
import { EventNameField } from "../event-name-field";
import { ParsedField } from "../parsed-field";
import { PropertyFilters } from "../property-filters";
import type { KindProps } from "./kind-props";
import { SinceFields } from "./since-fields";

const times = z
  .string()
  .trim()
  .regex(/^\d{1,4}$/, "Write a number from 1 to 1,000.")
  .transform(Number)
  .pipe(z.int().min(1, "Write a number from 1 to 1,000.").max(1_000, "Write a number from 1 to 1,000."));

export function HappenedFields({ test, flow, readOnly, atEntry, onChange }: KindProps<"happened">) {
  return (
    <>
      <EventNameField
        value={test.event}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...test, event })}
      />
      <PropertyFilters
        filters={test.where}
        readOnly={readOnly}
        change={(where) => onChange({ ...test, where })}
      />
      <ParsedField
        label="How often, at least"
        schema={times}
        value={String(test.times)}
        inputMode="numeric"
        suffix={test.times === 1 ? "time" : "times"}
        maxLength={4}
        readOnly={readOnly}
        onChange={(many) => onChange({ ...test, times: many })}
      />
      <SinceFields
        value={test.since}
        flow={flow}
        readOnly={readOnly}
        atEntry={atEntry}
        onChange={(since) => onChange({ ...test, since })}
      />
    </>
  );
}
