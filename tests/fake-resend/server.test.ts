import { Resend } from "resend";
import { afterEach, expect, test } from "vitest";
import { type FakeResend, startFakeResend } from "./start";

let fake: FakeResend | undefined;
afterEach(() => fake?.stop());

const letter = (to: string) => ({ from: "A <a@mill.example>", to, subject: "Hello", text: "Hello" });

test("a batch is accepted whole, under one key, or refused whole", async () => {
  fake = await startFakeResend();
  const resend = new Resend("re_test", { baseUrl: fake.url });
  const batch = [letter("a@example.org"), letter("b@example.org")];
  const first = await resend.batch.send(batch, { idempotencyKey: "one" });
  expect(first.data?.data).toHaveLength(2);
  const again = await resend.batch.send(batch, { idempotencyKey: "one" });
  expect(again.data).toEqual(first.data);
  const bad = await resend.batch.send([letter("c@example.org"), letter("d@example.com")]);
  expect(bad.error).toMatchObject({ name: "validation_error", statusCode: 422 });
  const accepted = await fake.accepted();
  expect(accepted.map(({ to, key }) => [to, key])).toEqual([
    [["a@example.org"], "one"],
    [["b@example.org"], "one"],
  ]);
});

test("more calls in a second than allowed are refused and not accepted", async () => {
  fake = await startFakeResend({ perSecond: 2 });
  const resend = new Resend("re_test", { baseUrl: fake.url });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => resend.emails.send(letter(`p${n}@example.org`))),
  );
  const refused = answers.filter(({ error }) => error?.name === "rate_limit_exceeded");
  expect(refused.length).toBeGreaterThanOrEqual(4);
  expect(refused[0]?.headers?.["retry-after"]).toBe("1");
  expect(await fake.accepted()).toHaveLength(12 - refused.length);
  expect(await fake.calls()).toHaveLength(12);
});

test("without a key of Resend's form nothing is accepted", async () => {
  fake = await startFakeResend();
  const resend = new Resend("stolen", { baseUrl: fake.url });
  const { error } = await resend.emails.send(letter("a@example.org"));
  expect(error).toMatchObject({ name: "missing_api_key", statusCode: 401 });
  expect(await fake.accepted()).toEqual([]);
});
