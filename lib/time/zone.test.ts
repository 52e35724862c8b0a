import { expect, test } from "vitest";
import { firstZone, sayZone, timeZone, zoneNamed } from "./zone";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  [" Asia/Kathmandu ", "Asia/Kathmandu"],
  ["australia/lord_howe", "Australia/Lord_Howe"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ["Etc/GMT+12", "Etc/GMT+12"],
  ["utc", "UTC"],
])("knows %s", (given, kept) => {
  expect(zoneNamed(given)).toBe(kept);
});

test("keeps the name that was given where a zone has two", () => {
  expect(["Asia/Kolkata", "Asia/Calcutta", "Europe/Kyiv"].map(zoneNamed)).toEqual([
    "Asia/Kolkata",
    "Asia/Calcutta",
    "Europe/Kyiv",
  ]);
});

test.each([
  "",
  " ",
  "Mars/Base",
  "+02:00",
  "-05",
  "UTC+2",
  "CEST",
  "Europe",
  "Europe/Berlin\0",
  "Z",
  "x".repeat(500),
])("does not know %j", (given) => {
  expect(zoneNamed(given)).toBeNull();
  const parsed = timeZone.safeParse(given);
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
    "This time zone is not known. Send an IANA name, for example Europe/Berlin.",
  ]);
});

test("every zone that this machine offers is known under its own name", () => {
  for (const zone of Intl.supportedValuesOf("timeZone")) expect(zoneNamed(zone)).toBe(zone);
});

test("theirs comes before the workspace's, and what nobody knows does not count", () => {
  expect(firstZone("Asia/Tokyo", "Europe/Berlin")).toBe("Asia/Tokyo");
  expect(firstZone(null, "Europe/Berlin")).toBe("Europe/Berlin");
  expect(firstZone("Mars/Base", "Europe/Berlin")).toBe("Europe/Berlin");
  expect(firstZone("", null)).toBe("UTC");
});

test("is called by its city", () => {
  expect(["Europe/Berlin", "Australia/Lord_Howe", "UTC", "Etc/GMT+5"].map(sayZone)).toEqual([
    "Berlin time",
    "Lord Howe time",
    "universal time",
    "universal time",
  ]);
});
