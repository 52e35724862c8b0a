"use client";

import { type ReactNode, useState } from "react";
import { Input } from "./input";

type NumberInputProps = {
  value: number;
  readOnly?: boolean;
  /** Whole numbers from 0 up to this; without it any number. */
  most?: number;
  suffix?: ReactNode;
  onChange(value: number): void;
};

/** A number as it is typed, with a comma or a point. */
export function NumberInput({ value, readOnly, most, suffix, onChange }: NumberInputProps) {
  /** While typing, the box may hold what is no number yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const unfit = most === undefined ? /[^\d.-]/g : /\D/g;
  return (
    <Input
      inputMode={most === undefined ? "decimal" : "numeric"}
      autoComplete="off"
      maxLength={16}
      readOnly={readOnly}
      suffix={suffix}
      value={typed ?? String(value)}
      onChange={(event) => {
        const text = event.target.value.replace(",", ".").replace(unfit, "");
        setTyped(text);
        const number = Number(text);
        if (Number.isFinite(number)) onChange(most === undefined ? number : Math.min(most, number));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
