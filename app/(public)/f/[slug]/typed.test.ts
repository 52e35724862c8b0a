import { NextResponse } from "next/server";
import { expect, test } from "vitest";
import { forgetTyped, keepTyped, TYPED_COOKIE, typedOf } from "./typed";

const answer = () => NextResponse.redirect("https://example.org/f/tea", 303);

test("what was typed comes back with the form, and nothing else that was posted", () => {
  const posted = {
    email: "ada@home",
    name: "Ada Löw; 東京",
    marketing: "on",
    measuring: "yes",
    submission: "1",
  };
  const kept = keepTyped(answer(), "tea", posted).cookies.get(TYPED_COOKIE);
  expect(kept).toMatchObject({ path: "/f/tea", httpOnly: true, secure: true, sameSite: "lax", maxAge: 300 });
  const plain = keepTyped(NextResponse.redirect("http://localhost:3000/f/tea", 303), "tea", posted);
  expect(plain.cookies.get(TYPED_COOKIE)).toMatchObject({ secure: false });
  expect(typedOf(kept?.value)).toEqual({ email: "ada@home", name: "Ada Löw; 東京", marketing: "on" });
});

test("what is longer than a field is not kept, and a cookie stays within what a browser takes", () => {
  const long = { email: "ä".repeat(255), name: "東".repeat(200), marketing: "on" };
  const kept = keepTyped(answer(), "tea", long);
  expect(typedOf(kept.cookies.get(TYPED_COOKIE)?.value)).toMatchObject({ email: "", name: "東".repeat(200) });
  expect(kept.headers.get("set-cookie")?.length).toBeLessThan(4_096);
});

test("a form that was sent leaves nothing behind", () => {
  const kept = forgetTyped(answer(), "tea").cookies.get(TYPED_COOKIE);
  expect(kept).toMatchObject({ value: "", path: "/f/tea", maxAge: 0 });
});

test.each([undefined, "", "{", "[]", "null", "7"])("a cookie with %s is none of ours", (value) => {
  expect(typedOf(value) ?? { email: "", name: "" }).toEqual({ email: "", name: "" });
});
