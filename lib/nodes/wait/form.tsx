"use client";

import { useState } from "react";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { dateIn, daysAfter } from "@/lib/time/calendar";
import { LONGEST_WAIT_MS, SHORTEST_WAIT_MS } from "../contract";
import type { FormProps } from "../form-props";
import { AroundFields } from "./around-fields";
import { type Until, waitSettings } from "./settings";
import { DateFields, DayFields, EventFields, PastField, QuietFields, TimeFields } from "./until-fields";
import { WaitExamples } from "./wait-examples";

type Kind = Until["kind"] | "duration";

const KINDS: readonly { value: Kind; label: string }[] = [
  { value: "duration", label: "for a length of time" },
  { value: "time", label: "until a time of day" },
  { value: "date", label: "until a date and time" },
  { value: "around", label: "until before or after a date" },
  { value: "day", label: "until a day after they entered" },
  { value: "event", label: "until something happens" },
  { value: "quiet", label: "until it has been quiet" },
];

export function WaitForm(props: FormProps<"wait">) {
  const { settings, change, readOnly, surroundings, flow } = props;
  const { until: _until, ...duration } = settings;
  // Whoever looks at another way of waiting finds the first one as they left it.
  const [left, setLeft] = useState<{ [K in Until["kind"]]?: Until }>({});

  function choose(kind: Kind) {
    if (settings.until) setLeft({ ...left, [settings.until.kind]: settings.until });
    if (kind === "duration") return change(duration);
    change(waitSettings.parse({ ...duration, until: left[kind] ?? fresh(kind) }));
  }

  function fresh(kind: Until["kind"]) {
    if (kind === "date") return { kind, date: daysAfter(dateIn(surroundings.timeZone, surroundings.now), 7) };
    const { entry } = flow;
    if (entry.rule !== "per-key" || (kind !== "event" && kind !== "quiet")) return { kind };
    return { kind, same: entry.property };
  }

  return (
    <>
      <Field label="They wait">
        <Select
          value={settings.until?.kind ?? "duration"}
          disabled={readOnly}
          options={KINDS}
          onChange={(event) => choose(event.target.value as Kind)}
        />
      </Field>
      {settings.until ? (
        <UntilFields {...props} until={settings.until} put={(until) => change({ ...settings, until })} />
      ) : (
        <Field label="How long" help="From the moment a person arrives here. A year at most.">
          <DurationInput
            value={settings.forMs}
            onChange={(forMs) => change({ ...settings, forMs })}
            min={surroundings.shortWaits ? 1_000 : SHORTEST_WAIT_MS}
            max={LONGEST_WAIT_MS}
            seconds={surroundings.shortWaits}
            disabled={readOnly}
          />
        </Field>
      )}
      <WaitExamples settings={settings} />
    </>
  );
}

function UntilFields(props: FormProps<"wait"> & { until: Until; put(until: Until): void }) {
  const { until, ...rest } = props;
  switch (until.kind) {
    case "time":
      return <TimeFields {...rest} until={until} />;
    case "date":
      return <DateFields {...rest} until={until} />;
    case "around":
      return (
        <>
          <AroundFields {...rest} until={until} />
          <PastField until={until} put={rest.put} readOnly={rest.readOnly} />
        </>
      );
    case "day":
      return <DayFields {...rest} until={until} />;
    case "event":
      return <EventFields {...rest} until={until} />;
    case "quiet":
      return <QuietFields {...rest} until={until} />;
  }
}
