import { z } from "zod";

const known = new Set(Intl.supportedValuesOf("currency"));

/** ISO 4217 code that this runtime knows. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "Send the currency as three capital letters, for example EUR.")
  .refine((code) => known.has(code), "This currency is not known. Send its ISO code, for example EUR.");

/** Whole minor units (cents). A decimal is a mistake worth a sentence, not a rounding. */
export const minorUnits = z
  .number()
  .refine(Number.isFinite, "Send the value as a number.")
  .refine(Number.isInteger, "Send the value in minor units, as a whole number: 49.90 EUR is 4990.")
  .refine((value) => value >= 0 && value <= 1e12, "Send a value from 0 to 1,000,000,000,000.");

/** How many decimals a currency is written with: 2 for EUR, 0 for JPY, 3 for KWD. */
export const decimals = (code: string): number => formatOf(code).resolvedOptions().maximumFractionDigits ?? 2;

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(code: string): Intl.NumberFormat {
  const kept = formats.get(code) ?? new Intl.NumberFormat("en", { style: "currency", currency: code });
  formats.set(code, kept);
  return kept;
}

/** An amount as people write it: "€49.90". */
export const sayMoney = (minor: number, code: string): string =>
  formatOf(code).format(minor / 10 ** decimals(code));
