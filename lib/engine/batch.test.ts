import { and, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { mailRequest, message, suppression } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import {
  HOUR,
  type Live,
  MINUTE,
  type Persona,
  publishFlow,
  SECOND,
  stage,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf, react, statesOf } from "@/tests/engine/look";
import { type FakeResend, faults, startFakeResend } from "@/tests/fake-resend/start";
import { ensureAccount } from "./account";
import { advance } from "./advance";
import { claim } from "./claim";
import { deliver } from "./deliver";
import { finishDissolving } from "./dissolve";
import type { Engine } from "./engine";
import { gather } from "./gather";
import { listHeld } from "./held";
import { holdAll } from "./hold-all";
import { nextWaiting } from "./queue";
import { takeReport } from "./take-report";
import { resendTransport } from "./transport/resend";
import type { MailAccount, Transport } from "./transport/transport";

const own = ownDatabase();
let resend: FakeResend;
beforeAll(async () => {
  resend = await startFakeResend();
});
afterAll(() => resend.stop());
beforeEach(() => resend.script());

const letter = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end("thanked") }, [
  "t > hello > bye",
]);

let accounts = 0;
const overResend = (): Transport => resendTransport({ apiKey: "re_test", baseUrl: resend.url });
const accountOf = (transport: Transport): MailAccount => ({
  id: `resend:batch-${++accounts}`,
  transport,
  perSecond: 3,
});

/** So many people whose mail is queued, and what Resend saw since. */
async function backlog(size = 8, account = accountOf(overResend())) {
  const { time, engine, ...place } = await stage(own.db, letter, { accounts: [account] });
  const people = Array.from({ length: size }, (_, n) => subscriber(`Person${n}`));
  for (const who of people) {
    await submit(engine, place.workspaceId, who, "signed up");
    const { id, generation } = await enrollmentOf(own.db, place, who);
    await advance(engine, { ...place, enrollmentId: id, generation });
  }
  // Two instants of one contact never collide; by now everybody's are past.
  time.outage(SECOND);
  const before = { accepted: (await resend.accepted()).length, calls: (await resend.calls()).length };
  return {
    time,
    engine,
    place,
    people,
    account,
    accepted: async () => (await resend.accepted()).slice(before.accepted),
    calls: async () => (await resend.calls()).slice(before.calls),
    /** How many mails are in which state. */
    states: async () => {
      const rows = await own.db
        .select({ state: message.state, n: sql<number>`count(*)::int` })
        .from(message)
        .groupBy(message.state);
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
    requests: () =>
      own.db
        .select()
        .from(mailRequest)
        .where(eq(mailRequest.workspaceId, place.workspaceId))
        .orderBy(mailRequest.createdAt),
  };
}

const person = (people: Persona[], at: number): Persona => {
  const who = people[at];
  if (!who) throw new Error("Nobody there.");
  return who;
};

type Stop = (engine: Engine, place: Live) => Promise<unknown>;
const stops: [string, Stop][] = [
  ["all sending is held", (engine, { workspaceId }) => holdAll(engine, { workspaceId, userId: null })],
  ["its funnel is paused", (_, place) => setPaused(own.db, { ...place, paused: true })],
];

/** The lease of a process that has died runs out. */
const leasesRunOut = () =>
  own.db.execute(sql`update mail_request set leased_until = now() - interval '1 second'`);

test("a backlog leaves in one call under one key; each mail has its own answer, and everybody walks on", async () => {
  const { time, place, people, accepted, calls, requests } = await backlog();
  await time.settle();
  const made = await calls();
  expect(made.map(({ batch, to }) => [batch, to.length])).toEqual([[true, 8]]);
  const [request] = await requests();
  expect(request).toMatchObject({ state: "sent", attempts: 1 });
  expect(request?.messageIds).toHaveLength(8);
  const mails = await accepted();
  expect(new Set(mails.map(({ key }) => key)).size).toBe(1);
  for (const who of people) {
    const [row] = await mailsOf(own.db, place, who);
    const theirs = mails.filter(({ to }) => to.includes(who.email));
    expect(theirs.map(({ id }) => id)).toEqual([row?.providerId]);
    expect(theirs[0]?.tags).toContainEqual({ name: "message_id", value: row?.id });
    expect(await pathOf(own.db, place, who)).toEqual(["t:next", "hello:next", "bye:ended"]);
  }
});

test("what the account clears within two seconds leaves one by one", async () => {
  const { time, calls } = await backlog(6);
  await time.settle();
  expect((await calls()).map(({ batch }) => batch)).toEqual(Array(6).fill(false));
});

test("over a transport that knows no batches, a backlog leaves one by one", async () => {
  const { sendBatch: _, ...plain } = overResend();
  const { time, calls } = await backlog(7, accountOf(plain));
  await time.settle();
  expect((await calls()).map(({ batch }) => batch)).toEqual(Array(7).fill(false));
});

describe("a batch whose answer was lost", () => {
  test.each([
    ["connection lost after it was accepted", faults.resetAfter()],
    ["connection lost before it was read", faults.resetBefore()],
    ["502 after it was accepted", faults.badGateway(true)],
    ["half an answer", faults.truncated()],
    ["an answer without all ids", { accept: true, ends: { status: 200, body: { data: [{ id: "x" }] } } }],
  ])("%s: the same call again, accepted once", async (_, fault) => {
    const { time, accepted, calls, states, requests } = await backlog();
    await resend.script(fault);
    await time.settle();
    expect(await states()).toEqual({ sending: 8 });
    await time.by(5 * SECOND);
    expect(await states()).toEqual({ sent: 8 });
    expect(await accepted()).toHaveLength(8);
    const made = await calls();
    expect(made).toHaveLength(2);
    expect(new Set(made.map(({ key, hash }) => `${key} ${hash}`)).size).toBe(1);
    expect((await requests()).map(({ state, attempts }) => [state, attempts])).toEqual([["sent", 2]]);
  });

  test("is repeated unchanged although somebody unsubscribed meanwhile: it may have reached them already", async () => {
    const { time, place, people, accepted, calls, states } = await backlog();
    await resend.script(faults.resetAfter());
    await time.settle();
    const { workspaceId } = place;
    const email = person(people, 3).email;
    await own.db.insert(suppression).values({ workspaceId, email, reason: "bounced", at: new Date() });
    await time.by(MINUTE);
    expect(await states()).toEqual({ sent: 8 });
    expect(await accepted()).toHaveLength(8);
    expect(new Set((await calls()).map(({ hash }) => hash)).size).toBe(1);
  });

  test("is unknown past the time in which keys are remembered, and nobody gets it again", async () => {
    const { time, place, people, calls, states, requests } = await backlog();
    await resend.script(faults.resetAfter());
    await time.settle();
    time.outage(23 * HOUR + MINUTE);
    await time.settle();
    expect(await states()).toEqual({ unknown: 8 });
    expect(await requests()).toMatchObject([{ state: "unknown" }]);
    expect(await pathOf(own.db, place, person(people, 0))).toEqual(["t:next", "hello:next", "bye:ended"]);
    await time.by(48 * HOUR);
    expect(await calls()).toHaveLength(1);

    // One of them opens it: it has arrived. What became of the others, that does not say.
    await react(time.engine, place, person(people, 6), "hello", "opened");
    expect(await states()).toEqual({ sent: 1, unknown: 7 });
    expect(await requests()).toMatchObject([{ state: "unknown" }]);
  });

  test("rests while its funnel is paused, and goes on with the same key", async () => {
    const { time, place, calls, states } = await backlog();
    await resend.script(faults.resetAfter());
    await time.settle();
    await setPaused(own.db, { ...place, paused: true });
    await time.by(MINUTE);
    expect(await calls()).toHaveLength(1);
    await setPaused(own.db, { ...place, paused: false });
    await time.by(MINUTE);
    expect(await states()).toEqual({ sent: 8 });
    expect(new Set((await calls()).map(({ key }) => key)).size).toBe(1);
  });

  test("refused at the second call: unknown for all, and no other key", async () => {
    const { time, people, accepted, calls, states } = await backlog();
    await resend.script(faults.resetAfter(), faults.refuses(person(people, 2).email));
    await time.by(HOUR);
    expect(await states()).toEqual({ unknown: 8 });
    expect(await accepted()).toHaveLength(8);
    expect(new Set((await calls()).map(({ key }) => key)).size).toBe(1);
  });

  test("a report about one of its mails settles that one alone, and the others are asked for again", async () => {
    const { time, engine, place, people, calls, states, requests } = await backlog();
    await resend.script(faults.resetAfter());
    await time.settle();
    const [row] = await mailsOf(own.db, place, person(people, 2));
    const report = {
      id: "report",
      workspaceId: place.workspaceId,
      messageId: row?.id ?? "",
      providerId: "from the report",
      kind: "delivered" as const,
      detail: null,
      at: time.now(),
    };
    expect(await takeReport(engine, report)).toBe("taken");
    expect(await states()).toEqual({ sent: 1, sending: 7 });
    await time.by(5 * SECOND);
    expect(await states()).toEqual({ sent: 8 });
    expect(await requests()).toMatchObject([{ state: "sent" }]);
    expect(await calls()).toHaveLength(2);
    const [after] = await mailsOf(own.db, place, person(people, 2));
    expect(after?.providerId).toBe("from the report");
  });

  test("an opened mail is settled at once, the others by the same call again", async () => {
    const { time, engine, place, people, states, requests } = await backlog();
    await resend.script(faults.resetAfter());
    await time.settle();
    await react(engine, place, person(people, 4), "hello", "clicked");
    expect(await states()).toEqual({ sent: 1, sending: 7 });
    expect(await requests()).toMatchObject([{ state: "open" }]);
    await time.by(5 * SECOND);
    expect(await states()).toEqual({ sent: 8 });
    expect(await requests()).toMatchObject([{ state: "sent" }]);
  });
});

describe("a batch that is refused", () => {
  test("for one of its mails dissolves: the bad one fails alone, all others arrive once", async () => {
    const { time, place, people, accepted, calls, states, requests } = await backlog();
    const bad = person(people, 5);
    await resend.script(faults.refuses(bad.email));
    await time.by(MINUTE);
    expect(await states()).toEqual({ sent: 7, failed: 1 });
    const [row] = await mailsOf(own.db, place, bad);
    expect(row).toMatchObject({ state: "failed", reason: expect.stringContaining("Invalid `to` field.") });
    expect((await accepted()).map(({ to }) => to[0]).sort()).toEqual(
      people.flatMap(({ email }) => (email === bad.email ? [] : [email])).sort(),
    );
    const [batch, ...singles] = await calls();
    expect(batch?.batch).toBe(true);
    expect(singles).toHaveLength(8);
    expect(singles.every((one) => !one.batch && one.key !== batch?.key)).toBe(true);
    expect(new Set(singles.map(({ key }) => key)).size).toBe(8);
    expect((await requests())[0]).toMatchObject({ state: "failed", dissolvesInto: "singles" });
  });

  test("for its sender holds all its mail for a person, in one call", async () => {
    const { time, place, calls, states } = await backlog();
    await resend.script(faults.says(403, "validation_error", "The domain is not verified."));
    await time.settle();
    expect(await states()).toEqual({ held: 8 });
    expect((await listHeld(own.db, place))[0]?.reason).toContain("The domain is not verified.");
    expect(await calls()).toHaveLength(1);
  });

  test("for being too much is made anew later: whoever unsubscribed meanwhile is left out", async () => {
    const { time, place, people, accepted, states } = await backlog();
    await resend.script(faults.tooMany(7));
    await time.settle();
    expect(await states()).toEqual({ queued: 8 });
    const { workspaceId } = place;
    const gone = person(people, 3);
    await own.db
      .insert(suppression)
      .values({ workspaceId, email: gone.email, reason: "complained", at: new Date() });
    await time.by(MINUTE);
    expect(await statesOf(own.db, place, gone)).toEqual({ hello: "dropped" });
    expect(await states()).toEqual({ sent: 7, dropped: 1 });
    expect((await accepted()).some(({ to }) => to.includes(gone.email))).toBe(false);
  });

  test("by a process that then dies half way: the rest is set free, and nobody gets it twice", async () => {
    const { time, people, accepted, calls, states } = await backlog();
    await resend.script(faults.refuses(person(people, 5).email));
    // It dies when the first three are free.
    const { engine, account } = { engine: time.engine, account: time.engine.accounts[1] as MailAccount };
    let left = 3;
    const dying = {
      ...engine,
      db: new Proxy(own.db, {
        get(target, name, receiver) {
          if (name !== "transaction") return Reflect.get(target, name, receiver);
          return async (...words: Parameters<typeof target.transaction>) => {
            const [dissolving] = await target
              .select()
              .from(mailRequest)
              .where(eq(mailRequest.state, "dissolving"));
            if (dissolving && left-- <= 0) throw new Error("killed");
            return target.transaction(...words);
          };
        },
      }),
    };
    const quiet = console.error;
    console.error = () => {};
    await deliver(dying, account.id).catch(() => {});
    console.error = quiet;
    const [half] = await own.db.select().from(mailRequest).where(eq(mailRequest.state, "dissolving"));
    expect(half?.messageIds).toHaveLength(8);
    expect(await states()).toEqual({ queued: 3, sending: 5 });
    await leasesRunOut();
    await time.by(MINUTE);
    expect(await states()).toEqual({ sent: 7, failed: 1 });
    expect(await accepted()).toHaveLength(7);
    expect((await calls()).filter(({ batch }) => batch)).toHaveLength(1);
  });
});

describe("while a request is gathered", () => {
  const waiting = async ({ engine, account }: Awaited<ReturnType<typeof backlog>>) =>
    nextWaiting(engine, account, { now: engine.clock(), after: null });

  test("a process that dies has called nobody: everybody is free again once its lease is over", async () => {
    const stand = await backlog();
    const { time, engine, account, calls, states, requests } = stand;
    const members = await waiting(stand);
    await ensureAccount(own.db, account);
    const [made] = await own.db
      .insert(mailRequest)
      .values({
        workspaceId: stand.place.workspaceId,
        accountId: account.id,
        idempotencyKey: "gathering-1",
        messageIds: members.map(({ id }) => id),
        nextAttemptAt: engine.clock(),
        leasedUntil: sql`now() + interval '30 seconds'`,
      })
      .returning();
    const into = made?.id ?? "";
    for (const { id, workspaceId, contactId } of members.slice(0, 3)) {
      await claim(engine, account, { workspaceId, messageId: id, contactId, into });
    }
    expect(await states()).toEqual({ queued: 5, sending: 3 });
    await finishDissolving(engine, into);
    expect(await states(), "its lease still runs").toEqual({ queued: 5, sending: 3 });
    await leasesRunOut();
    await finishDissolving(engine, into);
    expect(await states()).toEqual({ queued: 8 });
    // The process was only stopped: it comes back and finds that nothing of it is its own any more.
    for (const { id, workspaceId, contactId } of members) {
      const late = { workspaceId, messageId: id, contactId, into };
      expect(await claim(engine, account, late)).toEqual({ claimed: "no" });
    }
    await time.settle();
    expect(await states()).toEqual({ sent: 8 });
    expect((await calls()).flatMap(({ to }) => to)).toHaveLength(8);
    expect((await requests()).map(({ id }) => id)).not.toContain(into);
  });

  test("whoever unsubscribes after their claim and before the call is left behind", async () => {
    const stand = await backlog();
    const { engine, account, place, people } = stand;
    const members = await waiting(stand);
    const gone = person(people, 5);
    const { workspaceId } = place;
    await ensureAccount(own.db, account);
    // Each claim ends with its hints: after the last one they complain.
    let claims = 0;
    const watched = {
      ...engine,
      async hint() {
        if (++claims < 8) return;
        await own.db
          .insert(suppression)
          .values({ workspaceId, email: gone.email, reason: "complained", at: new Date() });
      },
    };
    const { requestId } = await gather(watched, account, members, async () => {});
    const [request] = await own.db
      .select()
      .from(mailRequest)
      .where(eq(mailRequest.id, requestId ?? ""));
    const [theirs] = await mailsOf(own.db, place, gone);
    expect(theirs?.state).toBe("queued");
    expect(request?.messageIds).toHaveLength(7);
    expect(request?.messageIds).not.toContain(theirs?.id);
  });

  test.each(stops)("everybody stays behind once %s after their claim", async (_, stop) => {
    const stand = await backlog();
    const { engine, account, place } = stand;
    const members = await waiting(stand);
    await ensureAccount(own.db, account);
    let claims = 0;
    const watched = {
      ...engine,
      async hint() {
        if (++claims === members.length) await stop(engine, place);
      },
    };
    const gathered = await gather(watched, account, members, async () => {});
    expect(claims).toBe(members.length);
    expect(gathered.requestId).toBeNull();
    expect(await stand.states()).toEqual({ queued: 8 });
    expect(await stand.requests()).toEqual([]);
  });
});

test.each(stops)("nobody is claimed any more once %s, although they were listed before", async (_, stop) => {
  const { engine, account, place, states } = await backlog(2);
  const members = await nextWaiting(engine, account, { now: engine.clock(), after: null });
  await stop(engine, place);
  for (const { id: messageId, workspaceId, contactId } of members) {
    expect(await claim(engine, account, { workspaceId, messageId, contactId })).toEqual({ claimed: "no" });
  }
  expect(members).toHaveLength(2);
  expect(await states()).toEqual({ queued: 2 });
});

test("two deliverers at once claim everything once", async () => {
  const { engine, account, people, accepted, calls } = await backlog(16);
  await Promise.all([deliver(engine, account.id), deliver(engine, account.id)]);
  expect((await accepted()).map(({ to }) => to[0]).sort()).toEqual(people.map(({ email }) => email).sort());
  expect((await calls()).flatMap(({ to }) => to)).toHaveLength(16);
});

test("mail of two funnels does not share a request: pausing one stops its own", async () => {
  const stand = await backlog(12);
  const second = await publishFlow(
    own.db,
    stand.place.workspaceId,
    drawing({ t: onEvent("bought"), thanks: mail("Thanks"), bye: end() }, ["t > thanks > bye"]),
  );
  for (const who of stand.people) {
    await submit(stand.engine, stand.place.workspaceId, who, "bought");
    const { id, generation } = await enrollmentOf(own.db, second, who);
    await advance(stand.engine, { ...second, enrollmentId: id, generation });
  }
  stand.time.outage(SECOND);
  await stand.time.settle();
  expect((await stand.calls()).map(({ to }) => to.length)).toEqual([12, 12]);
  for (const { messageIds } of await stand.requests()) {
    const funnels = await own.db
      .selectDistinct({ funnelId: message.funnelId })
      .from(message)
      .where(and(inArray(message.id, messageIds)));
    expect(funnels).toHaveLength(1);
  }
});
