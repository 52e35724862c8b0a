import { expect, test } from "vitest";
import { readForm } from "./read-form";

const URLENCODED = "application/x-www-form-urlencoded";
const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://localhost/f/x/submit", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);

/** A body that says nothing about its length, and how much of it was taken. */
function stream(bytes: number) {
  const taken = { bytes: 0 };
  const body = new ReadableStream({
    pull(controller) {
      if (taken.bytes >= bytes) controller.close();
      else controller.enqueue(new TextEncoder().encode("a=".padEnd(100, "x")));
      taken.bytes += 100;
    },
  });
  return { body, taken };
}

test("reads both kinds of form", async () => {
  const sent = { email: "ada@example.org", name: "Ada Löw & Söhne" };
  expect(await readForm(post(new URLSearchParams(sent)), 1_000)).toEqual({ ok: true, fields: sent });
  const form = new FormData();
  for (const [name, value] of Object.entries(sent)) form.set(name, value);
  form.set("file", new File(["x"], "x.txt"));
  expect(await readForm(post(form), 1_000)).toEqual({ ok: true, fields: sent });
});

test("the last of two fields of one name counts, and no name reaches into the object", async () => {
  const read = await readForm(post("a=1&a=2&__proto__=x", { "content-type": URLENCODED }), 1_000);
  expect(read.ok && read.fields.a).toBe("2");
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test("what is announced as too large is not read", async () => {
  const { body, taken } = stream(100);
  const read = await readForm(post(body, { "content-type": URLENCODED, "content-length": "5000" }), 1_000);
  expect(read).toEqual({ ok: false, because: "too-large" });
  // A stream may have been asked for its first part before anybody read.
  expect(taken.bytes).toBeLessThanOrEqual(100);
});

test("what turns out too large is not read to its end", async () => {
  const { body, taken } = stream(1_000_000);
  const read = await readForm(post(body, { "content-type": URLENCODED }), 1_000);
  expect(read).toEqual({ ok: false, because: "too-large" });
  expect(taken.bytes).toBeLessThan(2_000);
});

test.each([
  ["JSON", '{"email":"ada@example.org"}', "application/json"],
  ["nothing said about its kind", "email=ada", ""],
  ["a broken multipart body", "--x\r\nnonsense", "multipart/form-data; boundary=x"],
])("%s is not a form", async (_, body, type) => {
  const request = post(new TextEncoder().encode(body), type ? { "content-type": type } : {});
  expect(await readForm(request, 1_000)).toEqual({ ok: false, because: "not-a-form" });
});

test("an empty body has no fields", async () => {
  expect(await readForm(post(null, { "content-type": URLENCODED }), 1_000)).toEqual({ ok: true, fields: {} });
});
