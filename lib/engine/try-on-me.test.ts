import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { countsOfFunnels, listFunnels, setPaused } from "@/db/queries/funnels";
import { funnelResults } from "@/db/queries/results";
import { contact, enrollment, funnel, message, suppression, testFact, user, visit } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { wantedPurchase } from "@/lib/flow/sample-entry";
import { STOPPED } from "@/lib/flow/test-run";
import { NO_ADDRESS } from "@/lib/flow/try-on-me";
import { ownDatabase } from "@/tests/engine/database";
import { clicked, drawing, end, goal, mail, onEvent, serviceMail, wait } from "@/tests/engine/drawings";
import {
  anyToken,
  buy,
  DAY,
  HOUR,
  MONDAY,
  makeWorkspace,
  SECOND,
  stage,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, everything, pathOf } from "@/tests/engine/look";
import { advance } from "./advance";
import { claim } from "./claim";
import { accountsWithWork, deliver } from "./deliver";
import { engage } from "./engage";
import type { Engine } from "./engine";
import { fastForward } from "./fast-forward";
import { fold } from "./fold";
import { listHeld } from "./held";
import { ingest } from "./ingest";
import { countStuck } from "./stuck";
import { sweep } from "./sweep";
import { happenInTest, stopTest } from "./test-under-way";
import { INBOX, type MailAccount } from "./transport/transport";
import { tryOnMe } from "./try-on-me";
import { unsubscribe } from "./unsubscribe";

const own = ownDatabase();
const member = { id: "u1", name: "Ines Müller", email: "Ines@example.org" };
const ines = subscriber("Ines");
const ada = subscriber("Ada");
const SPEED = 8_640;

const course = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(2 * DAY),
    asked: clicked("hello", 2 * DAY),
    thanks: mail("Thank you"),
    bye: end("thanked"),
    again: mail("Once more"),
    buys: goal({ product: "Course", atLeast: 9_900, waitMs: DAY, otherwise: "end" }),
    receipt: serviceMail("Receipt"),
  },
  ["t > hello > pause > asked", "asked:yes > thanks > bye", "asked:no > again", "buys > receipt"],
);

type Place = { workspaceId: string; funnelId: string };

const start = async (engine: Engine, place: Place, more: Partial<Parameters<typeof tryOnMe>[1]> = {}) => {
  const { id, name, email } = { ...member, ...more.member };
  await own.db.insert(user).values({ id, name, email }).onConflictDoNothing();
  return tryOnMe(engine, {
    ...place,
    revision: null,
    member,
    speed: SPEED,
    triggerId: null,
    shortWaits: false,
    ...more,
  });
};

/** A draft that was never published, and a member who tries it. */
async function trying(flow: Flow = course, settings: Parameters<typeof makeWorkspace>[1] = {}) {
  const workspaceId = await makeWorkspace(own.db, settings);
  const time = fastForward(own.db, { start: MONDAY, token: anyToken });
  const [made] = await own.db.insert(funnel).values({ workspaceId, name: "Draft", draft: flow }).returning();
  const place = { workspaceId, funnelId: made?.id ?? "" };
  const begin = async (more: Parameters<typeof start>[2] = {}) => {
    const begun = await start(time.engine, place, more);
    if (!begun.ok) throw new Error(begun.message);
    return begun.value.enrollmentId;
  };
  return { time, engine: time.engine, place, begin };
}

async function seen(enrollmentId: string) {
  const [row] = await own.db.select().from(enrollment).where(eq(enrollment.id, enrollmentId));
  if (!row) throw new Error("There is no such test.");
  const visits = await own.db
    .select()
    .from(visit)
    .where(eq(visit.enrollmentId, enrollmentId))
    .orderBy(visit.visit);
  const mails = await own.db
    .select()
    .from(message)
    .where(eq(message.enrollmentId, enrollmentId))
    .orderBy(message.dueAt);
  return {
    row,
    visits,
    mails,
    path: visits.map((one) => (one.leftAt === null ? one.nodeId : `${one.nodeId}:${one.exit ?? one.by}`)),
    states: Object.fromEntries(mails.map((one) => [one.nodeId, one.state])),
  };
}

async function click(engine: Engine, enrollmentId: string, nodeId: string) {
  const { row, mails } = await seen(enrollmentId);
  const mailed = mails.find((one) => one.nodeId === nodeId);
  await engage(engine, {
    workspaceId: row.workspaceId,
    messageId: mailed?.id ?? "",
    kind: "clicked",
    linkKey: "l",
    userAgent: null,
    ip: null,
  });
}

describe("a draft is walked by the real engine with days shortened", () => {
  test("its mails come within seconds, and a click takes the yes path", async () => {
    const { time, engine, begin } = await trying();
    const id = await begin();
    const began = time.now();
    await time.by(SECOND);
    expect((await seen(id)).path).toEqual(["t:next", "hello:next", "pause"]);
    const { row, mails } = await seen(id);
    expect(mails[0]?.frozen).toMatchObject({ to: "ines@example.org", subject: "Hello" });
    // Two days of the journey are 20 seconds; the wait ends at the very instant of its own clock.
    expect(row.dueAt).toBeGreaterThan(began + 19 * SECOND);
    expect(row.dueAt).toBeLessThanOrEqual(began + 21 * SECOND);
    await time.to((row.dueAt ?? 0) - 1);
    expect((await seen(id)).path.at(-1)).toBe("pause");
    await time.by(1);
    expect((await seen(id)).path.at(-1)).toBe("asked");
    const pause = (await seen(id)).visits.find((one) => one.nodeId === "pause");
    expect((pause?.leftAt ?? 0) - (pause?.enteredAt ?? 0)).toBe(2 * DAY);
    await time.by(5 * SECOND);
    await click(engine, id, "hello");
    await time.by(2 * SECOND);
    const done = await seen(id);
    expect(done.path.slice(3)).toEqual(["asked:yes", "thanks:next", "bye:ended"]);
    expect(done.row).toMatchObject({ status: "ended", endReason: "thanked", dueAt: null });
    expect(time.now() - began).toBeLessThan(30 * SECOND);
  });

  test("without a click it takes the no path when two of its days are over", async () => {
    const { time, begin } = await trying();
    const id = await begin();
    await time.by(39 * SECOND);
    expect((await seen(id)).path.at(-1)).toBe("asked");
    await time.by(5 * SECOND);
    expect((await seen(id)).path.slice(3)).toEqual(["asked:no", "again:next"]);
  });

  test("being late changes when, never which way: a click in time counts although nobody was there", async () => {
    const { time, engine, begin } = await trying();
    const id = await begin();
    await time.by(SECOND);
    time.outage(25 * SECOND);
    await click(engine, id, "hello");
    time.outage(DAY);
    await time.settle();
    await time.settle();
    expect((await seen(id)).path.slice(3)).toEqual(["asked:yes", "thanks:next", "bye:ended"]);
  });

  test("nothing takes less than a second, so that an hour to click can be used", async () => {
    const flow = drawing(
      { t: onEvent("x"), hello: mail("Hello"), asked: clicked("hello", HOUR), yes: end("y"), no: end("n") },
      ["t > hello > asked", "asked:yes > yes", "asked:no > no"],
    );
    const { time, engine, begin } = await trying(flow);
    const id = await begin();
    await time.by(600);
    await click(engine, id, "hello");
    await time.by(SECOND);
    expect((await seen(id)).row.endReason).toBe("y");
  });

  test("whether its funnel is paused or not", async () => {
    const { time, engine, ...live } = await stage(own.db, course);
    await setPaused(own.db, { ...live, paused: true });
    const begun = await start(engine, live);
    await time.by(SECOND);
    expect((await seen(begun.ok ? begun.value.enrollmentId : "")).states).toEqual({ hello: "sent" });
  });

  test("a lost hint is found by the sweep", async () => {
    const { time, engine, place, begin } = await trying();
    const id = await begin();
    time.outage(11 * SECOND);
    expect((await sweep(engine)).enrollments).toBe(1);
    const { row } = await seen(id);
    expect(row.generation).toBe(2);
    const { state } = await advance(engine, { ...place, enrollmentId: id, generation: 2 });
    expect(state).toBe("waiting");
    expect((await seen(id)).path.at(-1)).toBe("hello");
    // And its mail, which nobody rang for.
    expect((await sweep(engine)).accounts).toBe(1);
  });
});

describe("a test is in no number", () => {
  test("not in those of its funnel, nor of any other, and no row of anybody else changes", async () => {
    const { time, engine, ...place } = await stage(own.db, course);
    // The member is a contact too, under way in the very funnel they try.
    for (const who of [ada, ines]) await submit(engine, place.workspaceId, who, "signed up");
    await time.by(DAY);
    await fold(own.db);
    const numbers = async () => ({
      results: await funnelResults(own.db, place),
      counts: await countsOfFunnels(own.db, place),
      funnels: await listFunnels(own.db, place),
      held: await listHeld(own.db, place),
      stuck: await countStuck(own.db, place),
      contacts: await own.db.select().from(contact).where(eq(contact.test, false)),
    });
    const before = await numbers();
    const rows = await everything(own.db);

    const begun = await start(engine, place);
    const id = begun.ok ? begun.value.enrollmentId : "";
    await time.by(SECOND);
    await click(engine, id, "hello");
    await happenInTest(engine, { ...place, userId: member.id }, wantedPurchase(course));
    await time.by(SECOND);
    expect((await seen(id)).row).toMatchObject({ status: "ended", reached: ["buys"] });
    // Whatever goes wrong with a test is the member's business alone.
    await own.db.update(message).set({ state: "held" }).where(eq(message.enrollmentId, id));
    await own.db
      .update(enrollment)
      .set({ status: "active", stuck: true, failures: 5, failure: "no" })
      .where(eq(enrollment.id, id));
    await fold(own.db);

    expect(await numbers()).toEqual(before);
    const mine = await own.db.select().from(message).where(eq(message.enrollmentId, id));
    const ids = [id, ...mine.map((one) => one.id)];
    const after = await everything(own.db);
    for (const table of Object.keys(rows)) {
      const others = after[table]?.filter((row) => !ids.some((one) => row.includes(one)));
      expect([table, others]).toEqual([table, rows[table]]);
    }
  });

  test("what happens in it reaches nobody, and what really happens does not reach it", async () => {
    const { time, engine, ...place } = await stage(own.db, course);
    await submit(engine, place.workspaceId, ines, "signed up");
    const begun = await start(engine, place);
    const id = begun.ok ? begun.value.enrollmentId : "";
    await time.by(SECOND);
    const real = async () => {
      const [row] = await own.db
        .select()
        .from(enrollment)
        .where(and(eq(enrollment.funnelId, place.funnelId), eq(enrollment.test, false)));
      return row;
    };
    await happenInTest(engine, { ...place, userId: member.id }, wantedPurchase(course));
    await time.by(SECOND);
    expect((await seen(id)).path.slice(2)).toEqual(["pause:pulled", "buys:next", "receipt:next"]);
    expect(await real()).toMatchObject({ nodeId: "pause", reached: [] });

    await start(engine, place);
    await time.by(SECOND);
    await buy(engine, place.workspaceId, ines, { value: 9_900, properties: { product: "course" } });
    await time.by(SECOND);
    expect(await real()).toMatchObject({ reached: ["buys"] });
    const [again] = await own.db.select().from(enrollment).where(eq(enrollment.test, true));
    expect(again).toMatchObject({ nodeId: "pause", reached: [] });
  });
});

describe("its mail stays in the test inbox", () => {
  const calls: string[] = [];
  const provider: MailAccount = {
    id: "resend:abc",
    perSecond: 100,
    transport: {
      dedupeWindowMs: 1,
      async send(mailed: { to: string }) {
        calls.push(mailed.to);
        return { outcome: "sent", providerId: "p" };
      },
    } as never,
  };

  test("whatever keys are set", async () => {
    const { time, engine, ...place } = await stage(own.db, course, { accounts: [provider] });
    await submit(engine, place.workspaceId, ada, "signed up");
    const begun = await start(engine, place);
    const id = begun.ok ? begun.value.enrollmentId : "";
    await advance(engine, { ...place, enrollmentId: id, generation: 1 });
    const [queued] = (await seen(id)).mails;
    const ids = {
      workspaceId: place.workspaceId,
      messageId: queued?.id ?? "",
      contactId: queued?.contactId ?? "",
    };
    expect(await claim(engine, provider, ids)).toEqual({ claimed: "no" });
    expect(await accountsWithWork(engine)).toEqual([INBOX]);
    expect((await deliver(engine, provider.id)).worked).toBe(0);
    // However many tests there are, they keep no real mail of the provider's waiting.
    const { id: _, ...more } = queued ?? ({} as never);
    await own.db
      .insert(message)
      .values(Array.from({ length: 50 }, (_none, n) => ({ ...more, key: `${n}`, dueAt: 1 })));
    await advance(engine, {
      ...place,
      enrollmentId: (await enrollmentOf(own.db, place, ada)).id,
      generation: 1,
    });
    await deliver(engine, provider.id);
    expect(calls).toEqual(["ada@example.org"]);
    await own.db.delete(message).where(eq(message.dueAt, 1));
    await time.by(SECOND);
    expect(calls).toEqual(["ada@example.org"]);
    expect((await seen(id)).states).toEqual({ hello: "sent" });
    expect((await seen(id)).mails[0]?.requestId).toBeNull();
  });

  test("without a sender or a postal address, and for an address that gets no other mail", async () => {
    const { time, place, begin } = await trying(course, {
      postalAddress: "",
      senderName: "",
      senderEmail: "",
    });
    await own.db.insert(suppression).values({
      workspaceId: place.workspaceId,
      email: "ines@example.org",
      reason: "bounced",
      at: new Date(),
    });
    const id = await begin();
    await time.by(SECOND);
    const [hello] = (await seen(id)).mails;
    expect(hello?.frozen?.from).toBe('"Ines Müller" <ines@example.org>');
    expect(hello?.frozen?.html).toContain(NO_ADDRESS);
  });

  test("unsubscribing in it stops its marketing, and changes nothing for the real contact", async () => {
    const { time, engine, place, begin } = await trying();
    await submit(engine, place.workspaceId, ines, "something else");
    const id = await begin();
    await time.by(SECOND);
    const [hello] = (await seen(id)).mails;
    await unsubscribe(engine, {
      token: hello?.unsubscribeToken ?? "",
      source: "one-click",
      userAgent: null,
      ip: null,
    });
    await time.by(60 * SECOND);
    expect((await seen(id)).states).toEqual({ hello: "sent", again: "dropped" });
    const people = await own.db.select().from(contact).where(eq(contact.email, "ines@example.org"));
    expect(people.find((one) => !one.test)?.marketing).toBe("subscribed");
    const next = await begin();
    await time.by(SECOND);
    expect((await seen(next)).states).toEqual({ hello: "sent" });
  });
});

describe("starting and stopping", () => {
  test("a stranger becomes no contact, and is enrolled nowhere else", async () => {
    const { time, engine, ...live } = await stage(own.db, course);
    const [other] = await own.db
      .insert(funnel)
      .values({ workspaceId: live.workspaceId, name: "Draft", draft: course })
      .returning();
    const begun = await start(engine, { ...live, funnelId: other?.id ?? "" });
    await time.by(SECOND);
    expect(begun.ok).toBe(true);
    expect(await own.db.select().from(contact).where(eq(contact.test, false))).toEqual([]);
    expect(await own.db.select().from(enrollment).where(eq(enrollment.funnelId, live.funnelId))).toEqual([]);
  });

  test("whoever stands in for them is nobody to whom anything else can happen", async () => {
    const { engine, place, begin } = await trying();
    await begin();
    const [double] = await own.db.select().from(contact).where(eq(contact.test, true));
    const fact = { id: "e1", name: "signed up", contactId: double?.id, properties: {} };
    const answer = await ingest(engine, { workspaceId: place.workspaceId, input: fact });
    expect(answer).toMatchObject({ ok: false, problem: "no-contact" });
    expect((await everything(own.db)).event).toEqual([]);
  });

  test("a new test removes the last one, and leaves other members' and other funnels' alone", async () => {
    const { time, engine, place, begin } = await trying();
    const other = await begin({ member: { id: "u2", name: "Otto", email: "otto@example.org" } });
    const first = await begin();
    await time.by(SECOND);
    const second = await begin();
    expect(await own.db.select().from(enrollment).where(eq(enrollment.id, first))).toEqual([]);
    expect(await own.db.select().from(message).where(eq(message.enrollmentId, first))).toEqual([]);
    expect(await own.db.select().from(testFact).where(eq(testFact.enrollmentId, first))).toEqual([]);
    const rows = await own.db.select().from(enrollment).where(eq(enrollment.funnelId, place.funnelId));
    expect(rows.map(({ id }) => id).toSorted()).toEqual([other, second].toSorted());
    expect(await advance(engine, { ...place, enrollmentId: first, generation: 1 })).toEqual({
      state: "stale",
    });
  });

  test("each test runs the draft as it is when it begins, and goes on with that", async () => {
    const { time, place, begin } = await trying();
    const id = await begin();
    const short = drawing({ t: onEvent("x"), only: mail("Only this") }, ["t > only"]);
    await own.db.update(funnel).set({ draft: short }).where(eq(funnel.id, place.funnelId));
    await time.by(SECOND);
    expect((await seen(id)).path.at(-1)).toBe("pause");
    const next = await begin();
    await time.by(SECOND);
    expect((await seen(next)).path).toEqual(["t:next", "only:next"]);
  });

  test("two starts at once are one test", async () => {
    const { begin } = await trying();
    await begin();
    await Promise.all([begin(), begin(), begin()]);
    expect(await own.db.select().from(enrollment).where(eq(enrollment.test, true))).toHaveLength(1);
  });

  test("the very first two at once, too", async () => {
    const { begin } = await trying();
    const ends = await Promise.allSettled([begin(), begin()]);
    expect(ends.map((one) => one.status)).toEqual(["fulfilled", "fulfilled"]);
    expect(await own.db.select().from(enrollment).where(eq(enrollment.test, true))).toHaveLength(1);
  });

  test("stopped, it sends nothing more", async () => {
    const { time, engine, place, begin } = await trying();
    const id = await begin();
    const scope = { ...place, userId: member.id };
    await advance(engine, { ...place, enrollmentId: id, generation: 1 });
    expect(await stopTest(engine, scope)).toBe(true);
    await time.by(DAY);
    expect((await seen(id)).row).toMatchObject({ status: "ended", endReason: STOPPED });
    expect((await seen(id)).states).toEqual({ hello: "cancelled" });
    expect(await stopTest(engine, scope)).toBe(false);
    expect(await happenInTest(engine, scope, wantedPurchase(course))).toBe(false);
  });

  test("a draft that cannot run says what to mend, and starts nothing", async () => {
    const { begin } = await trying(
      drawing({ t: onEvent("x"), empty: mail("", { body: [] }) }, ["t > empty"]),
    );
    await expect(begin()).rejects.toThrow("Write a subject.\nWrite the text of this email.");
    expect(await own.db.select().from(enrollment)).toEqual([]);
  });

  test("a changed draft, a funnel of somebody else, one that is gone", async () => {
    const { engine, place } = await trying();
    expect(await start(engine, place, { revision: 7 })).toMatchObject({ ok: false, problem: "stale" });
    const workspaceId = await makeWorkspace(own.db);
    expect(await start(engine, { ...place, workspaceId })).toMatchObject({ ok: false, problem: "not-found" });
    await own.db.update(funnel).set({ archivedAt: new Date() }).where(eq(funnel.id, place.funnelId));
    expect(await start(engine, place)).toMatchObject({ ok: false, problem: "not-found" });
  });

  test("what the mails print of the event that starts it is filled in", async () => {
    const cart = drawing(
      {
        t: onEvent("cart.updated"),
        note: mail("Your cart", {
          body: [
            {
              type: "paragraph",
              content: [{ type: "merge", path: "event.cart.total", fallback: "nothing" }],
            },
            { type: "button", label: "Back", link: { path: "event.cartUrl" } },
          ],
        }),
      },
      ["t > note"],
      { rule: "per-key", property: "cartId" },
    );
    const { time, begin } = await trying(cart);
    const id = await begin();
    await time.by(SECOND);
    const [note] = (await seen(id)).mails;
    expect(note?.frozen?.text).toMatch(/^\d+\.\d\d\n/);
    expect(note?.frozen?.html).toMatch(/href="http:\/\/localhost:3000\/c\//);
  });
});

test("nobody else's clock runs faster: the database refuses it", async () => {
  const { time, engine, ...place } = await stage(own.db, course);
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
  const { id } = await enrollmentOf(own.db, place, ada);
  await expect(own.db.update(enrollment).set({ speed: 2 }).where(eq(enrollment.id, id))).rejects.toThrow();
});
