import { expect, test } from "vitest";
import { senderOf } from "./sender";

const mill = { name: "Mill & Co", email: "hello@mill.example" };

test("an email’s own sender holds, what it leaves empty is the workspace’s", () => {
  expect(senderOf(mill, undefined)).toEqual(mill);
  expect(senderOf(mill, { name: "Anna", email: "" })).toEqual({ ...mill, name: "Anna" });
  expect(senderOf(mill, { name: "", email: "anna@Mill.example" })).toEqual({
    ...mill,
    email: "anna@Mill.example",
  });
});

test("an address of another domain is never sent from", () => {
  expect(senderOf(mill, { name: "Anna", email: "anna@elsewhere.example" })).toEqual({
    ...mill,
    name: "Anna",
  });
  expect(senderOf(mill, { name: "", email: "a@evil-mill.example" }).email).toBe(mill.email);
});
