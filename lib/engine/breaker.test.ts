import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { mailAccount, message } from "@/db/schema";
import { queueCrowd } from "@/tests/engine/crowd";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import { MINUTE, MONDAY, SECOND, stage } from "@/tests/engine/kit";
import { ensureAccount, heldAccount } from "./account";
import { noteAnswer, SILENCES, tryAgainNow } from "./breaker";
import { accountsWithWork, deliver } from "./deliver";
import { takeTurn } from "./take-turn";
import type { Attempt, MailAccount } from "./transport/transport";

const own = ownDatabase();

const letter = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);
const silence: Attempt = { outcome: "ambiguous", because: "502: Bad Gateway" };
const taken: Attempt = { outcome: "sent", providerId: "p" };

/** So many mails are queued, and the provider answers as it is told. `calls` holds when each came. */
async function sending(people: number, answer: () => Attempt | Promise<Attempt>) {
  const calls: number[] = [];
  const account: MailAccount = {
    id: "resend:breaker",
    perSecond: 9,
    transport: {
      dedupeWindowMs: 23 * 3_600_000,
      async send() {
        calls.push(time.now());
        return answer();
      },
    },
  };
  const { time, engine, ...place } = await stage(own.db, letter, { accounts: [account] });
  await queueCrowd(own.db, place, { nodeId: "hello", people, at: MONDAY, prefix: "p" });
  time.outage(SECOND);
  const row = async () => {
    const [found] = await own.db.select().from(mailAccount).where(eq(mailAccount.id, account.id));
    return found;
  };
  return { time, engine, place, account, calls, row, send: () => deliver(engine, account.id) };
}

const statesNow = async () =>
  (await own.db.select({ state: message.state }).from(message)).map(({ state }) => state);

describe("a provider that does not answer", () => {
  test("is left alone after a few calls; then one call alone is tried, and longer and longer apart", async () => {
    const { time, engine, place, calls, row, send } = await sending(30, () => silence);
    const other: MailAccount = { id: "resend:other", transport: null, perSecond: 9 };
    await ensureAccount(own.db, other);
    await send();
    expect(calls.length).toBeGreaterThanOrEqual(SILENCES);
    expect(calls.length, "what was under way when the breaker opened").toBeLessThanOrEqual(SILENCES + 8);
    expect(await heldAccount(engine, place.workspaceId)).toMatchObject({
      because: expect.stringContaining("does not answer (502: Bad Gateway)"),
    });
    expect(await takeTurn(engine, other), "another account is its own").toMatchObject({ heldMs: null });
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      const before = calls.length;
      time.outage(SECOND);
      await send();
      expect(calls.length, "nobody calls while it is open").toBe(before);
      expect(await accountsWithWork(engine)).toEqual([]);
      const until = (await row())?.heldUntil ?? 0;
      pauses.push(until - time.now());
      time.outage(until - time.now());
      await send();
      expect(calls.length, "one alone finds out").toBe(before + 1);
    }
    expect(pauses[0]).toBeLessThanOrEqual(5 * SECOND);
    for (let n = 1; n < 6; n++) expect(pauses[n]).toBeGreaterThan(1.5 * (pauses[n - 1] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5 * MINUTE);
    expect(await statesNow()).not.toContain("failed");
  });

  test("is found again by one call, whose answer lets all others through; each mail is taken once", async () => {
    let up = false;
    const { time, engine, place, calls, row, send } = await sending(20, () => (up ? taken : silence));
    await send();
    up = true;
    time.outage(((await row())?.heldUntil ?? 0) - time.now());
    await time.by(5 * MINUTE);
    expect(new Set(await statesNow())).toEqual(new Set(["sent"]));
    expect(await row()).toMatchObject({ silences: 0, openings: 0, probeUntil: null });
    expect(await heldAccount(engine, place.workspaceId)).toBeNull();
    expect(calls.length).toBeLessThan(40);
  });

  test("while the one call is under way nobody else makes another, and a dead process does not block for ever", async () => {
    const answers: ((answer: Attempt) => void)[] = [];
    const { time, engine, place, account, calls, send } = await sending(
      1,
      () => new Promise((resolve) => answers.push(resolve)),
    );
    await ensureAccount(own.db, account);
    await own.db.update(mailAccount).set({ silences: SILENCES });
    const probing = send();
    await expect.poll(() => calls.length, { timeout: 20_000 }).toBe(1);
    await queueCrowd(own.db, place, { nodeId: "hello", people: 5, at: MONDAY, prefix: "later" });
    expect(await send()).toMatchObject({ worked: 0, waitMs: expect.any(Number) });
    expect(calls).toHaveLength(1);
    time.outage(SECOND);
    expect(await takeTurn(engine, account)).toEqual({ at: null, heldMs: expect.any(Number) });
    // Whoever made it is believed dead after a while.
    time.outage(21 * SECOND);
    const again = deliver(engine, account.id);
    await expect.poll(() => calls.length, { timeout: 20_000 }).toBe(2);
    for (const answer of answers) answer(silence);
    await Promise.all([probing, again]);
  });

  test("is not left alone for longer by calls that were under way when it was found out", async () => {
    const { engine, account, row } = await sending(1, () => taken);
    await ensureAccount(own.db, account);
    for (let n = 0; n < SILENCES + 3; n++) await noteAnswer(engine, account, silence);
    expect(await row()).toMatchObject({ silences: SILENCES + 3, openings: 1 });
  });

  test.each<[string, Attempt]>([
    ["that a call with this key is under way", { outcome: "ambiguous", because: "409", alive: true }],
    ["that it is too much", { outcome: "later", afterMs: 1, because: "429" }],
    ["that it does not like this mail", { outcome: "refused", because: "422" }],
  ])("is there if it says %s", async (_, answer) => {
    const { engine, account, row } = await sending(1, () => taken);
    await ensureAccount(own.db, account);
    for (let n = 1; n <= 12; n++) await noteAnswer(engine, account, n % SILENCES === 0 ? answer : silence);
    expect((await row())?.openings).toBe(0);
  });
});

test("somebody who has mended it lets one call through at once; if it is not mended, it is held again", async () => {
  let refuses = true;
  const refusal: Attempt = { outcome: "account", holdMs: 5 * MINUTE, because: "Resend refuses this key." };
  const { time, engine, place, account, calls, send } = await sending(10, () => (refuses ? refusal : taken));
  const other: MailAccount = { id: "resend:other", transport: null, perSecond: 9 };
  await ensureAccount(own.db, other);
  await send();
  const before = calls.length;
  time.outage(SECOND);
  await send();
  expect(calls.length).toBe(before);
  expect(await takeTurn(engine, account)).toEqual({ at: null, heldMs: expect.any(Number) });
  expect(await takeTurn(engine, other), "another account is its own").toMatchObject({ heldMs: null });
  expect(await tryAgainNow(engine, account)).toBe(true);
  await send();
  expect(calls.length).toBeGreaterThan(before);
  expect(await heldAccount(engine, place.workspaceId)).toMatchObject({ because: "Resend refuses this key." });
  refuses = false;
  await tryAgainNow(engine, account);
  await time.settle();
  expect(new Set(await statesNow())).toEqual(new Set(["sent"]));
  expect(await tryAgainNow(engine, account), "nothing to mend").toBe(false);
});

test("the limit that the provider tells is kept from the next call on", async () => {
  const { time, place, calls } = await sending(1, () => ({ ...taken, perSecond: 1 }));
  await time.settle();
  await queueCrowd(own.db, place, { nodeId: "hello", people: 6, at: MONDAY, prefix: "later" });
  await time.by(MINUTE);
  expect(calls).toHaveLength(7);
  // This clock leaps: while one that has its turn is on its way to the call, the next turn may have come.
  const told = calls.slice(1);
  for (const [n, at] of told.entries()) {
    for (const [more, later] of told.slice(n + 2).entries()) {
      expect(later - at).toBeGreaterThanOrEqual(950 * (more + 1));
    }
  }
});

const child = fileURLToPath(new URL("../../tests/engine/turns-child.ts", import.meta.url));

test.each([2, 4])(
  "%i processes together never make more than ten calls in any second",
  async (processes) => {
    await ensureAccount(own.db, { id: "resend:shared", transport: null, perSecond: 9 });
    const words = [
      "--conditions=react-server",
      "--import",
      "tsx",
      child,
      own.url,
      "resend:shared",
      "9",
      "3000",
    ];
    const children = Array.from({ length: processes }, () =>
      spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] }),
    );
    const lines = children.map((one: ChildProcess) =>
      createInterface({ input: one.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator](),
    );
    await Promise.all(lines.map((line) => line.next()));
    for (const one of children) one.stdin.write("go\n");
    const each = await Promise.all(
      lines.map(async (line) => JSON.parse((await line.next()).value) as number[]),
    );
    const turns = each.flat().sort((a, b) => a - b);
    expect(turns.length).toBeGreaterThan(15);
    expect(each.filter((one) => one.length > 0).length, "they share").toBeGreaterThan(1);
    turns.forEach((at, n) => {
      expect(turns.slice(n).filter((other) => other < at + SECOND).length).toBeLessThanOrEqual(10);
    });
  },
  120_000,
);
