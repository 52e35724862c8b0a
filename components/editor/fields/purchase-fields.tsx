"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MoneyInput } from "@/components/ui/money-input";
import { Select } from "@/components/ui/select";
import type { PurchaseFilter } from "@/lib/rules/purchase";

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

/** Which purchase counts: of a product, of at least an amount. Empty boxes ask for nothing. */
export function PurchaseFields<T extends PurchaseFilter>(props: {
  value: T;
  change(value: T): void;
  readOnly: boolean;
}) {
  const { value, change, readOnly } = props;
  return (
    <>
      <Field label="Product" optional help="A product’s name or number, as your shop sends it.">
        <Input
          value={value.product}
          maxLength={200}
          readOnly={readOnly}
          placeholder="Any product"
          onChange={(event) => change({ ...value, product: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-2">
        <Field label="At least" optional>
          <MoneyInput
            value={value.atLeast}
            currency={value.currency}
            placeholder="Any amount"
            disabled={readOnly}
            onChange={(atLeast) => change({ ...value, atLeast })}
          />
        </Field>
        <Field label="Currency">
          <Select
            value={value.currency}
            disabled={readOnly}
            options={currencyOptions(value.currency)}
            onChange={(event) => change({ ...value, currency: event.target.value })}
          />
        </Field>
      </div>
    </>
  );
}
