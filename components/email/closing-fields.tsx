"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { freeDateName } from "@/lib/flow/date-name";
import { dateNamed, sayWhen } from "@/lib/flow/funnel-dates";
import { isWebAddress } from "@/lib/mail/document";
import { useDatesHere } from "./dates-here";
import { addressFrom, type Closes } from "./link-draft";

type Props = { closes: Closes | null; change(closes: Closes | null): void; tried: boolean };

/** No date is called so. */
const ALWAYS = "+always";
const ANOTHER = "+another";

/** Until when a link works, and what becomes of it then. */
export function ClosingFields({ closes, change, tried }: Props) {
  const { dates: drawn, add } = useDatesHere();
  const dates = closes?.adds ? [...drawn, closes.adds] : drawn;
  const date = closes ? dateNamed(dates, closes.until) : undefined;
  const elsewhere = closes?.elsewhere ?? null;
  const gone = closes !== null && !date;
  // Whoever chooses something else for a moment finds what they had written.
  const [written, setWritten] = useState(elsewhere ?? "");
  const [led, setLed] = useState(elsewhere !== null);
  const write = (next: string | null) => {
    if (!closes) return;
    if (next !== null) setWritten(next);
    setLed(next !== null);
    change({ ...closes, elsewhere: next });
  };
  const choose = (value: string) => {
    if (value === ALWAYS) return change(null);
    const then = { elsewhere: led ? written : null };
    if (value === closes?.adds?.name) return;
    if (value !== ANOTHER) return change({ until: value, ...then });
    const name = freeDateName(drawn, ["deadline", "offer_ends", "deadline"]);
    change({ until: name, ...then, adds: { name, kind: "days", days: 3, time: "23:59" } });
  };
  return (
    <>
      <Field
        label="Works"
        help={
          date
            ? `${sayWhen(date)}. ${closes?.adds ? "The funnel gets this deadline with the link; change it then" : "Change it"} under “Dates of this funnel”.`
            : undefined
        }
        error={gone ? "This funnel has no such date any more. Choose another one." : undefined}
      >
        <Select
          value={closes?.until ?? ALWAYS}
          options={[
            { value: ALWAYS, label: "always" },
            ...dates.map(({ name }) => ({ value: name, label: `until “${name}”` })),
            ...(gone ? [{ value: closes.until, label: `until “${closes.until}”` }] : []),
            ...(add && !closes?.adds
              ? [{ value: ANOTHER, label: "until a new deadline, for each person" }]
              : []),
          ]}
          onChange={({ target }) => choose(target.value)}
        />
      </Field>
      {closes ? (
        <Field label="Afterwards">
          <Select
            value={elsewhere === null ? "page" : "address"}
            options={[
              { value: "page", label: "says “This has closed”" },
              { value: "address", label: "leads to another address" },
            ]}
            onChange={({ target }) => write(target.value === "address" ? written : null)}
          />
        </Field>
      ) : null}
      {closes && elsewhere !== null ? (
        <Field
          label="Other address"
          error={
            tried && !isWebAddress(addressFrom(elsewhere) ?? "")
              ? "Write a full address, for example https://example.org/waiting-list."
              : undefined
          }
        >
          <Input
            type="url"
            value={elsewhere}
            maxLength={2048}
            spellCheck={false}
            placeholder="https://example.org/waiting-list"
            onChange={({ target }) => write(target.value)}
          />
        </Field>
      ) : null}
    </>
  );
}
