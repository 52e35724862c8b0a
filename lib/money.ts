import { z } from "zod";

/** ISO 4217 code that this runtime knows. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "Send the currency as three capital letters, for example EUR.")
  .refine(
    (code) => Intl.supportedValuesOf("currency").includes(code),
    "This currency is not known. Send its ISO code, for example EUR.",
  );

/** Whole minor units (cents). A decimal is a mistake worth a sentence, not a rounding. */
export const minorUnits = z
  .number()
  .refine(Number.isFinite, "Send the value as a number.")
  .refine(Number.isInteger, "Send the value in minor units, as a whole number: 49.90 EUR is 4990.")
  .refine((value) => value >= 0 && value <= 1e12, "Send a value from 0 to 1,000,000,000,000.");

/** How many decimals a currency is written with: 2 for EUR, 0 for JPY, 3 for KWD. */
export function decimals(code: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** An amount as people write it: "€49.90". */
export function sayMoney(minor: number, code: string): string {
  const digits = decimals(code);
  return new Intl.NumberFormat("en", { style: "currency", currency: code }).format(minor / 10 ** digits);
}
