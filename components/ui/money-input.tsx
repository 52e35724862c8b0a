"use client";

import { useId } from "react";
import { Input } from "./input";
import { currencySign, minorDigits, moneyText, parseMoney } from "./money-text";
import { useTyped } from "./use-typed";

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

/** Shows whole money ("49.00") and hands over minor units (4900). Leaving the box tidies what was typed; what is no amount stays. */
export function MoneyInput({ value, onChange, currency, name, ...rest }: MoneyInputProps) {
  const digits = minorDigits(currency);
  const wrongId = useId();
  const typed = useTyped(value);
  const read = (text: string) => (text.trim() === "" ? null : (parseMoney(text, digits) ?? undefined));
  const unfit = typed.text !== null && read(typed.text) === undefined;
  return (
    <>
      <Input
        {...rest}
        inputMode={digits === 0 ? "numeric" : "decimal"}
        autoComplete="off"
        prefix={currencySign(currency)}
        suffix={currencySign(currency) === currency ? undefined : currency}
        aria-invalid={(unfit && typed.left) || undefined}
        aria-describedby={unfit && typed.left ? wrongId : undefined}
        value={typed.text ?? (value === null ? "" : moneyText(value, digits))}
        onChange={({ target: { value: text } }) => {
          typed.type(text);
          const minor = read(text);
          const kept = minor === undefined ? typed.before : minor;
          if (minor !== undefined || kept !== value) onChange(kept);
        }}
        onBlur={() => typed.leave(unfit)}
      />
      {unfit && typed.left ? (
        <p id={wrongId} role="alert" className="text-sm text-bad">
          Write an amount, for example {moneyText(49 * 10 ** digits, digits)}.
        </p>
      ) : null}
      {name ? <input type="hidden" name={name} value={value ?? ""} /> : null}
    </>
  );
}
