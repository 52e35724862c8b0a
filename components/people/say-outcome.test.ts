import { expect, test } from "vitest";
import { ok, problem } from "@/lib/result";
import { AT_ONCE, inParts, NOTHING, type Outcome } from "./hand";
import { mailed, sayMails, sayRefused } from "./say-outcome";

const mail = (name: string, again = false, not: string | null = null) => ({ name, again, not });

test("what goes out at once is said by email, with who has had it and who does not get it", () => {
  const mails = [
    mail("Email 2"),
    mail("Email 2", true),
    mail("Email 2", false, "They have unsubscribed."),
    mail("Email 3", true),
  ];
  expect(sayMails(mails)).toEqual([
    "2 people will get “Email 2” at once.",
    "1 of them had it before.",
    "1 person will not get “Email 2”: They have unsubscribed.",
    "1 person will get “Email 3” at once.",
    "They have had it before.",
  ]);
  expect(mailed(mails)).toBe(3);
  expect(sayMails([])).toEqual([]);
});

test("whoever stays as they are is said with the reason, the commonest first", () => {
  const refused = ["Moved on.", "Deleted.", "Moved on."].map((because, n) => ({ id: String(n), because }));
  expect(sayRefused({ refused })).toEqual([
    "2 people stay as they are: Moved on.",
    "1 person stays as they are: Deleted.",
  ]);
});

const done = (ids: number[]): Outcome => ({
  ...NOTHING,
  done: ids.map((id) => ({ id: String(id), actId: null })),
});
const many = Array.from({ length: 2 * AT_ONCE + 1 }, (_, n) => n);

test("many are done part by part, and it is said how far it is", async () => {
  const parts: number[] = [];
  const progress: number[] = [];
  const answer = await inParts(
    many,
    async (part) => {
      parts.push(part.length);
      return ok(done(part));
    },
    { onPart: (n) => progress.push(n), stopped: () => false },
  );
  expect(parts).toEqual([AT_ONCE, AT_ONCE, 1]);
  expect(progress).toEqual([0, AT_ONCE, 2 * AT_ONCE, many.length]);
  expect(answer.outcome.done).toHaveLength(many.length);
  expect(answer).toMatchObject({ trouble: null, rest: 0 });
});

test("a stop and a failure leave the rest alone, and what was done counts", async () => {
  let calls = 0;
  const stop = await inParts(many, async (part) => ok(done(part)), {
    onPart() {},
    stopped: () => ++calls > 1,
  });
  expect(stop.outcome.done).toHaveLength(AT_ONCE);
  expect(stop.rest).toBe(AT_ONCE + 1);
  const refused = await inParts(
    many,
    async (part) => (part[0] === 0 ? ok(done(part)) : problem("signed-out", "Sign in again.")),
    { onPart() {}, stopped: () => false },
  );
  expect(refused).toMatchObject({ trouble: "Sign in again.", rest: AT_ONCE + 1 });
  const away = await inParts(many, () => Promise.reject(new Error("offline")), {
    onPart() {},
    stopped: () => false,
  });
  expect(away).toMatchObject({ trouble: expect.stringContaining("could not be reached"), rest: many.length });
});
