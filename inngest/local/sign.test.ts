import { expect, test } from "vitest";
import { canonicalJson, isSigned, newSigningKey, sign } from "./sign";

test("canonical JSON sorts members at every depth and keeps the order of lists", () => {
  const value = {
    b: [3, { z: 1, a: "ä\u0000\n" }],
    a: { "10": 1, "9": 2 },
    c: 1e21,
    d: undefined,
    e: [undefined],
  };
  expect(canonicalJson(value)).toBe(
    '{"a":{"10":1,"9":2},"b":[3,{"a":"ä\\u0000\\n","z":1}],"c":1e+21,"e":[null]}',
  );
});

test("a signature holds for one text and one key", () => {
  const key = newSigningKey();
  const now = Date.parse("2026-11-22T08:43:00Z");
  const signature = sign('{"a":1}', key, now);
  expect(signature).toMatch(/^t=1795336980&s=[0-9a-f]{64}$/);
  expect(isSigned('{"a":1}', signature, key)).toBe(true);
  expect(isSigned('{"a":2}', signature, key)).toBe(false);
  expect(isSigned('{"a":1}', signature, newSigningKey())).toBe(false);
  expect(isSigned('{"a":1}', signature.replace("t=1795336980", "t=1795336981"), key)).toBe(false);
  expect(isSigned('{"a":1}', "", key)).toBe(false);
  expect(isSigned('{"a":1}', null, key)).toBe(false);
});
