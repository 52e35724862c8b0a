import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FrozenMail } from "@/db/schema";
import { messageHeaders } from "@/emails/headers";
import { type FakeResend, type Fault, faults, startFakeResend } from "@/tests/fake-resend/start";
import { classify, resendTransport } from "./resend";
import type { Attempt, Transport } from "./transport";

let resend: FakeResend;
let transport: Transport;
beforeAll(async () => {
  resend = await startFakeResend();
  transport = resendTransport({ apiKey: "re_test", baseUrl: resend.url, patienceMs: 2_000 });
});
afterAll(() => resend.stop());

const mail: FrozenMail = {
  from: '"Mill & Co" <hello@mill.example>',
  to: "ada@example.org",
  replyTo: "help@mill.example",
  subject: "Grüße, “Ada”",
  preview: "",
  html: "<p>Hello <b>Ada</b></p>",
  text: "Hello Ada",
  headers: messageHeaders({ kind: "marketing", unsubscribeUrl: "https://mill.example/u/abc" }),
  tags: [
    { name: "message_id", value: "6f8f57ed-4c3c-4f42-9a34-0b8b6a3a4a57" },
    { name: "workspace_id", value: "ws-1" },
  ],
};

test("what arrives is what was frozen, to one person, with tags, both list headers and the key", async () => {
  const answer = await transport.send(mail, "fw-whole");
  const accepted = (await resend.accepted()).filter(({ key }) => key === "fw-whole");
  expect(accepted).toHaveLength(1);
  expect(accepted[0]).toMatchObject({
    from: mail.from,
    to: ["ada@example.org"],
    replyTo: "help@mill.example",
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    tags: mail.tags,
  });
  expect(accepted[0]?.headers["List-Unsubscribe"]).toBe("<https://mill.example/u/abc>");
  expect(accepted[0]?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  expect(answer).toEqual({ outcome: "sent", providerId: accepted[0]?.id });
});

test("the same key and bytes are accepted once, other bytes are a conflict", async () => {
  const first = await transport.send(mail, "fw-twice");
  expect(await transport.send(mail, "fw-twice")).toEqual(first);
  expect(await transport.send({ ...mail, text: "Other words" }, "fw-twice")).toMatchObject({
    outcome: "conflict",
  });
  expect((await resend.accepted()).filter(({ key }) => key === "fw-twice")).toHaveLength(1);
  await resend.forward(25 * 3_600_000);
  expect(await transport.send(mail, "fw-twice"), "keys are forgotten after a day").not.toEqual(first);
});

test("two calls at once with one key are accepted once, and the second is asked to come again", async () => {
  await resend.script({ delayMs: 400 });
  const first = transport.send(mail, "fw-at-once");
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await transport.send(mail, "fw-at-once")).toMatchObject({ outcome: "ambiguous" });
  expect(await first).toMatchObject({ outcome: "sent" });
  expect((await resend.accepted()).filter(({ key }) => key === "fw-at-once")).toHaveLength(1);
});

const second: FrozenMail = {
  ...mail,
  to: "bea@example.org",
  subject: "For Bea",
  tags: [{ name: "message_id", value: "0b5a2a5e-3f0c-4f0e-8d3a-0c6f3f1a9d11" }],
};

test("a batch is one call under one key; each mail arrives as it was frozen, and the ids are in its order", async () => {
  const answer = await transport.sendBatch?.([mail, second], "fw-batch");
  const accepted = (await resend.accepted()).filter(({ key }) => key === "fw-batch");
  expect(accepted.map(({ to, subject, tags }) => [to, subject, tags])).toEqual([
    [[mail.to], mail.subject, mail.tags],
    [[second.to], second.subject, second.tags],
  ]);
  expect(accepted[0]?.headers).toEqual(accepted[1]?.headers);
  expect(answer).toEqual({ outcome: "sent", providerIds: accepted.map(({ id }) => id) });
  expect(await transport.sendBatch?.([mail, second], "fw-batch"), "known, not sent again").toEqual(answer);
  expect(await transport.sendBatch?.([second, mail], "fw-batch")).toMatchObject({ outcome: "conflict" });
  expect((await resend.accepted()).filter(({ key }) => key === "fw-batch")).toHaveLength(2);
});

test("one bad mail refuses its whole batch, and nothing of it is sent", async () => {
  const bad = { ...second, to: "somebody@example.com" };
  expect(await transport.sendBatch?.([mail, bad], "fw-batch-bad")).toMatchObject({ outcome: "refused" });
  expect((await resend.accepted()).filter(({ key }) => key === "fw-batch-bad")).toEqual([]);
});

test("every answer says how many calls a second are taken; we stay a little below", async () => {
  const limited = await startFakeResend({ perSecond: 20 });
  const over = resendTransport({ apiKey: "re_test", baseUrl: limited.url });
  expect(await over.send(mail, "fw-limit")).toMatchObject({ outcome: "sent", perSecond: 18 });
  await limited.script({ ...faults.says(422, "validation_error"), times: -1 });
  expect(await over.sendBatch?.([mail, second], "fw-limit-2")).toMatchObject({
    outcome: "refused",
    perSecond: 18,
  });
  await limited.stop();
});

const { says } = faults;
/** Status and name as Resend gives them, and what must come of it. */
const rows: [string, Fault, Attempt["outcome"]][] = [
  ["500", says(500, "application_error"), "ambiguous"],
  ["503", says(503, "service_unavailable"), "ambiguous"],
  ["502 in HTML, from a proxy", faults.badGateway(), "ambiguous"],
  [
    "502 in somebody else's JSON",
    { accept: false, ends: { status: 502, body: { message: "bad gateway" } } },
    "ambiguous",
  ],
  ["an error that is only a word", { accept: false, ends: { status: 504, text: '"timeout"' } }, "ambiguous"],
  ["409 in progress", says(409, "concurrent_idempotent_requests"), "ambiguous"],
  ["409 locked", says(409, "resource_locked"), "ambiguous"],
  ["409 other bytes", says(409, "invalid_idempotent_request"), "conflict"],
  ["429 too fast", faults.tooMany(7), "later"],
  ["429 for today", says(429, "daily_quota_exceeded"), "account"],
  ["429 for this month", says(429, "monthly_quota_exceeded"), "account"],
  ["400 key", says(400, "invalid_idempotency_key"), "refused"],
  ["400 content", says(400, "validation_error"), "refused"],
  ["422 field", says(422, "missing_required_field"), "refused"],
  ["422 parameter", says(422, "invalid_parameter"), "refused"],
  ["422 attachment", says(422, "invalid_attachment"), "refused"],
  ["401 no key", says(401, "missing_api_key"), "account"],
  ["401 restricted", says(401, "restricted_api_key"), "account"],
  ["403 permission", says(403, "invalid_permission"), "account"],
  ["403 suspended", says(403, "suspended_api_key"), "account"],
  ["403 domain not verified", says(403, "validation_error"), "sender"],
  ["403 above quota", says(403, "email_above_quota"), "account"],
  ["404", says(404, "not_found"), "account"],
  ["405", says(405, "method_not_allowed"), "account"],
  ["connection lost before it was read", faults.resetBefore(), "ambiguous"],
  ["connection lost after it was accepted", faults.resetAfter(), "ambiguous"],
  ["half an answer", faults.truncated(), "ambiguous"],
  ["200 that is no JSON", faults.garbage(), "ambiguous"],
  ["200 without an id", { accept: false, ends: { status: 200, body: {} } }, "ambiguous"],
];

describe("what became of a call", () => {
  test.each(rows)("%s", async (name, fault, outcome) => {
    await resend.script(fault);
    const answer = await transport.send(mail, `fw-row ${name}`);
    expect(answer.outcome).toBe(outcome);
    if (answer.outcome === "sent") throw new Error("unreachable");
    expect(answer.because.length).toBeGreaterThan(5);
  });

  test("no answer at all: given up after the patience, and nobody knows", async () => {
    await resend.script(faults.hang());
    const begun = performance.now();
    expect(await transport.send(mail, "fw-hang")).toMatchObject({ outcome: "ambiguous" });
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(6_000);
  });

  test("nobody listens: nobody knows", async () => {
    const nowhere = resendTransport({ apiKey: "re_test", baseUrl: "http://127.0.0.1:9" });
    expect(await nowhere.send(mail, "fw-nowhere")).toMatchObject({ outcome: "ambiguous" });
  });
});

test("how long to wait is what Resend says, and a second when it says nothing usable", () => {
  const tooMany = { name: "rate_limit_exceeded", message: "Slow down.", statusCode: 429 };
  const afterMs = (headers: Record<string, string>) => {
    const answer = classify(tooMany, headers);
    return answer.outcome === "later" ? answer.afterMs : null;
  };
  expect(afterMs({ "retry-after": "7" })).toBe(7_000);
  expect(afterMs({ "ratelimit-reset": "3" })).toBe(3_000);
  expect(afterMs({ "retry-after": "soon", "ratelimit-reset": "3" })).toBe(3_000);
  expect(afterMs({ "retry-after": "999999" }), "not for ever").toBe(3_600_000);
  for (const value of ["", "soon", "-3", "0"]) expect(afterMs({ "retry-after": value })).toBe(1_000);
  expect(afterMs({})).toBe(1_000);
});

test("a used-up day ends at midnight UTC", () => {
  const answer = classify(
    { name: "daily_quota_exceeded", message: "Enough.", statusCode: 429 },
    {},
    new Date("2026-12-31T22:30:00Z"),
  );
  expect(answer).toMatchObject({ outcome: "account", holdMs: 90 * 60_000 });
});
