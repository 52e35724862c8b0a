import { expect, test } from "vitest";
import { isFound } from "./funnel-search";

test.each([
  ["Überraschung 🎁", "uber", true],
  ["Überraschung 🎁", "ÜBERRASCHUNG", true],
  ["Straße 7", "strasse", true],
  ["Welcome series for new readers", "readers  welcome", true],
  ["Welcome series", "welcome cart", false],
  ["ようこそシリーズ", "シリーズ", true],
  // Full and half width are one word, voiced and unvoiced are not.
  ["ﾊﾞｰｽﾃﾞｰ", "バースデー", true],
  ["バースデー", "ハースデー", false],
  ["50% off (copy)", "50% (", true],
  ["Anything", "   ", true],
])("“%s” asked for by “%s”: %s", (name, asked, found) => {
  expect(isFound(name, asked)).toBe(found);
});
