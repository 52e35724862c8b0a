"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MoneyInput } from "@/components/ui/money-input";
import type { PurchaseFilter } from "@/lib/rules/purchase";
import { CurrencyField } from "./currency-field";

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
        <CurrencyField
          value={value.currency}
          readOnly={readOnly}
          onChange={(currency) => change({ ...value, currency })}
        />
      </div>
    </>
  );
}
