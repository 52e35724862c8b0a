"use client";

import { useState } from "react";
import { Input } from "./input";
import { currencySign, minorDigits, moneyText, parseMoney } from "./money-text";

type MoneyInputProps = {
  /** Integer minor units (cents); null when empty. */
  value: number | null;
  /** Called with minor units, or null when the box is emptied; an unfinished amount is not reported. */
  onChange: (minor: number | null) => void;
  /** ISO 4217 code: "EUR". */
  currency: string;
  disabled?: boolean;
  /** Also posts the minor units in a plain form. */
  name?: string;
  placeholder?: string;
  "aria-label"?: string;
  className?: string;
};

/** Shows whole money ("49.00") and hands over minor units (4900). Leaving the box tidies what was typed. */
export function MoneyInput({ value, onChange, currency, name, ...rest }: MoneyInputProps) {
  const digits = minorDigits(currency);
  const [text, setText] = useState<string | null>(null);
  return (
    <>
      <Input
        {...rest}
        inputMode={digits === 0 ? "numeric" : "decimal"}
        autoComplete="off"
        prefix={currencySign(currency)}
        suffix={currencySign(currency) === currency ? undefined : currency}
        value={text ?? (value === null ? "" : moneyText(value, digits))}
        onChange={(event) => {
          const typed = event.target.value;
          setText(typed);
          const minor = typed.trim() === "" ? null : parseMoney(typed, digits);
          if (minor !== null || typed.trim() === "") onChange(minor);
        }}
        onBlur={() => setText(null)}
      />
      {name ? <input type="hidden" name={name} value={value ?? ""} /> : null}
    </>
  );
}
