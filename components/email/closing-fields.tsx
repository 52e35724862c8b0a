"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
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
  const { dates, add } = useDatesHere();
  const date = closes ? dateNamed(dates, closes.until) : undefined;
  const elsewhere = closes?.elsewhere ?? null;
  const gone = closes !== null && !date;
  const choose = (value: string) => {
    if (value === ALWAYS) return change(null);
    if (value !== ANOTHER) return change({ until: value, elsewhere });
    const taken = new Set(dates.map(({ name }) => name));
    const name = ["deadline", "offer_ends"].find((one) => !taken.has(one)) ?? `deadline_${dates.length + 1}`;
    add?.({ name, kind: "days", days: 3, time: "23:59" });
    change({ until: name, elsewhere });
  };
  return (
    <>
      <Field
        label="Works"
        help={date ? `${sayWhen(date)}. Change it under “Dates of this funnel”.` : undefined}
        error={gone ? "This funnel has no such date any more. Choose another one." : undefined}
      >
        <Select
          value={closes?.until ?? ALWAYS}
          options={[
            { value: ALWAYS, label: "always" },
            ...dates.map(({ name }) => ({ value: name, label: `until “${name}”` })),
            ...(gone ? [{ value: closes.until, label: `until “${closes.until}”` }] : []),
            ...(add ? [{ value: ANOTHER, label: "until a new deadline, for each person" }] : []),
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
            onChange={({ target }) =>
              change({ ...closes, elsewhere: target.value === "address" ? "" : null })
            }
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
            onChange={({ target }) => change({ ...closes, elsewhere: target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}
