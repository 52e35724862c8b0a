/** Decimal places of a currency: 2 for EUR, 0 for JPY, 3 for KWD. 2 when the code is unknown. */
export function minorDigits(currency: string): number {
  try {
    return (
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

/** "€", "US$", "CHF": what stands before the amount. The code itself when there is no sign. */
export function currencySign(currency: string): string {
  try {
    const parts = new Intl.NumberFormat("en", { style: "currency", currency }).formatToParts(0);
    return parts.find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    return currency;
  }
}

/**
 * Minor units of a typed amount, or null when it is none. Both "1,234.50" and "1.234,50" are read:
 * the last separator is the decimal one when at most `digits` figures follow it, else it groups thousands.
 */
export function parseMoney(text: string, digits: number): number | null {
  const typed = text.replace(/[\s'’]/g, "");
  if (!/^\d[\d.,]*$/.test(typed)) return null;
  const last = Math.max(typed.lastIndexOf("."), typed.lastIndexOf(","));
  const after = last < 0 ? 0 : typed.length - last - 1;
  const decimal = last >= 0 && after <= digits && digits > 0;
  if (last >= 0 && !decimal && after !== 3) return null;
  const whole = (decimal ? typed.slice(0, last) : typed).replace(/[.,]/g, "");
  const fraction = decimal ? typed.slice(last + 1).padEnd(digits, "0") : "0".repeat(digits);
  const minor = Number(whole + fraction);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** "1234.50" for 123450 in EUR: plain figures, fit to be edited. */
export function moneyText(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  return `${minor < 0 ? "-" : ""}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}
