import { expect, test } from "vitest";
import { aHistory, aPlace, aWorkspace, aWorld } from "../sample-world";
import { addressProblem } from "./address";
import { CALL, LONGEST_CALL_MS, webhook, webhookSettings } from "./definition";

const settings = webhookSettings.parse({ url: "https://crm.example.org/hooks" });
const at = aPlace(1_000);
const call = (settled: "sent" | "failed" | null, settledAt: number | null) =>
  aHistory({ effects: [{ visit: 2, nodeId: "n", key: CALL, settled, settledAt, reason: null }] });

test("it asks once, and stays until there is an answer", () => {
  expect(webhook.visit(settings, at, aWorld(aHistory(), 1_000))).toMatchObject({
    answer: "wait",
    effects: [{ kind: "webhook", key: CALL }],
  });
  const waits = webhook.visit(settings, at, aWorld(call(null, null), 2_000));
  expect(waits).toEqual({ answer: "wait", until: 1_000 + LONGEST_CALL_MS });
});

test.each([
  ["sent", "next", "crm.example.org was told."],
  ["failed", "failed", "crm.example.org could not be told."],
] as const)("whoever's call is %s leaves by %s", (settled, exit, sentence) => {
  const outcome = webhook.visit(settings, at, aWorld(call(settled, 3_000), 3_000));
  if (outcome.answer !== "leave") throw new Error("It must leave.");
  expect(outcome.by).toBe(exit);
  expect(webhook.tells(settings, { exit, because: outcome.because, mail: null })).toBe(sentence);
});

test("what never ends has failed", () => {
  const last = 1_000 + LONGEST_CALL_MS;
  expect(webhook.visit(settings, at, aWorld(call(null, null), last - 1)).answer).toBe("wait");
  expect(webhook.visit(settings, at, aWorld(call(null, null), last))).toMatchObject({ by: "failed" });
});

test.each([
  ["", false],
  ["example.org/hook", false],
  ["ftp://example.org", false],
  ["https://user:secret@example.org/", false],
  ["http://example.org/hook", false],
  ["https://example.org:8080/hook", false],
  ["https://example.org/hook", true],
  ["https://example.org:8443/hook?key=1", true],
])("%s can be published: %s", (url, fine) => {
  const issues = webhook.issues(webhookSettings.parse({ url }), aWorkspace());
  expect(issues.length === 0).toBe(fine);
});

test.each([
  ["https://go.example.org/api/v1/events", false],
  ["https://GO.example.org.:8443/hook", false],
  ["https://example.org/hook", true],
])("a call does not come back to the app at go.example.org: %s may be called: %s", (url, fine) => {
  expect(addressProblem(url, { anywhere: false, home: "https://go.example.org" }) === null).toBe(fine);
});

test("whoever runs the app for themselves may call their own network", () => {
  expect(addressProblem("http://10.0.0.7:8080/hook", { anywhere: true, home: "" })).toBeNull();
});
