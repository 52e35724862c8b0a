import { expect, test } from "vitest";
import { pageOfMessages } from "@/db/queries/message-pages";
import { takeReport } from "@/lib/engine/take-report";
import { buy, DAY, HOUR, MINUTE, SECOND, submit } from "../engine/kit";
import { type Fault, faults } from "../fake-resend/start";
import { crowd, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { type Chance, newChance, size } from "./size";
import { stand } from "./stand";

const PEOPLE = size("F5_PEOPLE", { short: 30, long: 2_000 });

const kinds: (() => Fault)[] = [
  () => faults.tooMany(2),
  () => faults.says(500, "application_error"),
  () => faults.badGateway(),
  () => faults.badGateway(true),
  faults.resetBefore,
  faults.resetAfter,
  faults.hang,
  () => faults.neverAnswer(),
  faults.truncated,
  faults.garbage,
  () => faults.says(409, "concurrent_idempotent_requests"),
];

/** Three of ten calls go wrong in one way or another, in any order. */
const mixed = (chance: Chance, calls: number): Fault[] =>
  Array.from({ length: calls }, (): Fault => {
    const kind = chance.next() < 0.3 ? kinds[chance.below(kinds.length)] : undefined;
    return kind?.() ?? {};
  });

test(`F5: three of ten calls go wrong in every way, and ${PEOPLE} people get each mail once`, async () => {
  const chance = newChance("F5");
  const { time, place, resend, pool } = await stand(twoMails());
  await resend.script(...mixed(chance, 6 * PEOPLE));
  const people = crowd(PEOPLE);
  // Some come together and some alone, so that there are batches and single mails.
  for (const who of people) {
    await submit(time.engine, place.workspaceId, who, "signed up");
    if (chance.below(3) > 0) await time.by(chance.below(2) * SECOND);
    if (chance.below(3) === 0) await buy(time.engine, place.workspaceId, who);
  }
  await time.by(12 * HOUR);
  const calls = await resend.calls();
  const went = new Map<string, number>();
  for (const { outcome } of calls) went.set(outcome, (went.get(outcome) ?? 0) + 1);
  console.log("F5:", Object.fromEntries(went));
  const states = await pool.query.message.findMany({ columns: { state: true } });
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["sent"]));
  expect(states).toHaveLength(2 * PEOPLE);
  await expectClean("F5", { db: pool, place }, await resend.accepted());
});

test("F6: an answer that never comes until the key is forgotten is unknown, seen, and settled by a late report", async () => {
  const { time, place, resend, pool } = await stand(twoMails());
  const [ada] = crowd(1);
  if (!ada) throw new Error("Nobody is there.");
  await resend.script({ ...faults.neverAnswer(), times: 1 }, { ...faults.resetBefore(), times: -1 });
  await submit(time.engine, place.workspaceId, ada, "signed up");
  await time.by(23 * HOUR + 20 * MINUTE);
  const first = async () => (await pool.query.message.findMany()).find(({ nodeId }) => nodeId === "hello");
  expect(await first()).toMatchObject({
    state: "unknown",
    reason: expect.stringContaining("may or may not"),
  });
  // From now on the provider works, and knows the key no more: whoever asked again would send a second mail.
  await resend.script();
  await resend.forward(25 * HOUR);
  await time.by(2 * DAY);
  const accepted = await resend.accepted();
  expect(accepted.filter(({ subject }) => subject === "Hello")).toHaveLength(1);
  const page = await pageOfMessages(pool, {
    workspaceId: place.workspaceId,
    limit: 10,
    state: "unknown",
    test: false,
  });
  expect(page.rows).toHaveLength(1);
  const message = await first();
  const report = {
    id: "late",
    workspaceId: place.workspaceId,
    messageId: message?.id ?? "",
    providerId: accepted[0]?.id ?? "",
    kind: "sent" as const,
    detail: null,
    at: Date.now(),
  };
  expect(await takeReport(time.engine, report)).toBe("taken");
  expect(await first()).toMatchObject({ state: "sent", reason: null });
  await expectClean("F6", { db: pool, place }, await resend.accepted());
});
