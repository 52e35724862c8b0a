import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** Names are letters, digits and / _ + -, and begin with a letter: "+02:00" is an offset, not a zone. */
const NAME = /^[A-Za-z][A-Za-z0-9/_+-]{0,63}$/;

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * The IANA name of a time zone as it is kept, or null when nobody knows it. Case is mended ("europe/berlin"); a name that
 * was replaced by another ("Asia/Calcutta") stays as it was given, for both mean the same clock.
 */
export function zoneNamed(text: string): string | null {
  const name = text.trim();
  if (!NAME.test(name)) return null;
  try {
    return EPOCH.toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

/** A time zone as people and machines send it. */
export const timeZone = z.string().transform((text, context) => {
  const zone = zoneNamed(text);
  if (zone !== null) return zone;
  context.addIssue({
    code: "custom",
    message: "This time zone is not known. Send an IANA name, for example Europe/Berlin.",
  });
  return z.NEVER;
});

/** The first zone that is known: theirs, else the workspace's, else universal time. */
export const firstZone = (...zones: readonly (string | null | undefined)[]): string =>
  zones.reduce<string | null>((found, zone) => found ?? (zone ? zoneNamed(zone) : null), null) ?? "UTC";

/** A zone by its city, as people say it: "Lord Howe", "Berlin", "universal time" where it has none. */
export function sayZone(zone: string): string {
  const city = zone.split("/").at(-1) ?? zone;
  return zone.includes("/") && !zone.startsWith("Etc/")
    ? `${city.replaceAll("_", " ")} time`
    : "universal time";
}
