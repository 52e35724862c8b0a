"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** Offered first; every other currency this browser knows follows. */
const COMMON = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "PLN", "BRL", "INR"];

const names = new Intl.DisplayNames("en", { type: "currency" });

function currencyOptions(chosen: string) {
  const rest = Intl.supportedValuesOf("currency").filter((code) => !COMMON.includes(code));
  const all = [...COMMON, ...rest];
  return (all.includes(chosen) ? all : [chosen, ...all]).map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }));
}

export function CurrencyField(props: { value: string; readOnly: boolean; onChange(currency: string): void }) {
  const { value, readOnly, onChange } = props;
  return (
    <Field label="Currency">
      <Select
        value={value}
        disabled={readOnly}
        options={currencyOptions(value)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
