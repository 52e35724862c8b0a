import { and, count, eq, gt, inArray, isNotNull, max } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Pool } from "@/db/client";
import { funnelResults } from "@/db/queries/results";
import {
  contact,
  conversion,
  demo,
  engagement,
  enrollment,
  event,
  funnel,
  message,
  visit,
  workspaceSettings,
} from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { drawing, mail, onEvent } from "@/tests/engine/drawings";
import { anyToken, DAY, HOUR, makeWorkspace, publishFlow, submit, subscriber } from "@/tests/engine/kit";
import { everything, mailsOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { startFakeResend } from "@/tests/fake-resend/start";
import { advance } from "../advance";
import { deliver } from "../deliver";
import { fastForward } from "../fast-forward";
import type { Played } from "../played";
import { resendTransport } from "../transport/resend";
import { type Making, makeDemo } from "./make-demo";

const NOW = Date.UTC(2026, 4, 20, 14, 30);
const PEOPLE = 16;
const empty = { postalAddress: "", senderName: "", senderEmail: "", opens: "off", demo: true } as const;

let db: Pool;
let drop: () => Promise<void>;
let workspaceId: string;

async function begin() {
  ({ db, drop } = await scratchDatabase());
  workspaceId = await makeWorkspace(db, empty);
}

const make = (more: Partial<Making> = {}) =>
  makeDemo(db, {
    workspaceId,
    clock: () => NOW,
    token: anyToken,
    appUrl: "http://localhost:3000",
    people: PEOPLE,
    ...more,
  });

const people = () => db.select().from(contact).where(eq(contact.workspaceId, workspaceId));
const funnels = () => db.select().from(funnel).where(eq(funnel.workspaceId, workspaceId));

async function numbersAreRight() {
  for (const { id: funnelId } of await funnels()) {
    const results = await funnelResults(db, { workspaceId, funnelId });
    expect(results.nodes).toEqual(await recount(db, { workspaceId, funnelId }));
  }
}

describe("a demo workspace", () => {
  let played: Played[];
  beforeAll(async () => {
    await begin();
    played = await make();
  });
  afterAll(() => drop());

  test("has two live funnels with people part-way through, whose numbers are right", async () => {
    expect((await funnels()).map(({ name, status }) => [name, status]).sort()).toEqual([
      ["Abandoned cart", "live"],
      ["Welcome series", "live"],
    ]);
    await numbersAreRight();
    const active = await db.select().from(enrollment).where(eq(enrollment.status, "active"));
    expect(active.length).toBeGreaterThan(PEOPLE / 4);
    expect(active.length).toBeLessThan(PEOPLE);
    // The sweep comes for them as soon as they are due.
    for (const { dueAt, armedFor } of active) {
      expect(dueAt).toBeGreaterThan(NOW - 2_000);
      expect(armedFor).toBeNull();
    }
    expect(await db.select().from(message).where(eq(message.state, "queued"))).toEqual([]);
  });

  test("has nobody whom mail could reach, or who did anything in the future", async () => {
    const everybody = await people();
    expect(new Set(everybody.map(({ email }) => email)).size).toBe(PEOPLE);
    for (const { email, lastInstant, createdAt } of everybody) {
      expect(email).toMatch(/@(example\.(org|com|net)|[\w.-]+\.(example|test))$/);
      expect(lastInstant).toBeLessThan(NOW);
      expect(createdAt.getTime()).toBeLessThan(NOW);
    }
    const latest = await Promise.all([
      db.select({ at: max(event.visibleAt) }).from(event),
      db.select({ at: max(engagement.visibleAt) }).from(engagement),
      db.select({ at: max(message.settledAt) }).from(message),
      db.select({ at: max(visit.enteredAt) }).from(visit),
      db.select({ at: max(conversion.at) }).from(conversion),
    ]);
    for (const [row] of latest) expect(row?.at).toBeLessThan(NOW);
  });

  test("says what everybody got and when", async () => {
    expect(played).toHaveLength(PEOPLE);
    const mails = played.flatMap(({ journeys }) => journeys.flatMap((journey) => journey.mails));
    const sent = await db.select().from(message).where(eq(message.state, "sent"));
    const told = mails.filter(({ state }) => state === "sent");
    expect(told.map(({ nodeId, at, subject }) => [nodeId, at, subject]).sort()).toEqual(
      sent.map((row) => [row.nodeId, row.settledAt, row.frozen?.subject]).sort(),
    );
    expect(sent.length).toBeGreaterThan(PEOPLE);
    expect(played.some(({ journeys }) => journeys.some((one) => one.conversions.length > 0))).toBe(true);
  });

  test("made again stays as it is", async () => {
    const before = await everything(db);
    expect(await make({ clock: () => NOW + DAY })).toEqual([]);
    expect(await everything(db)).toEqual(before);
    expect(await db.select().from(demo)).toMatchObject([{ made: PEOPLE, total: PEOPLE, workspaceId }]);
  });

  test("is carried on by the engine, and never leaves the test inbox though there is a provider's key", async () => {
    const resend = await startFakeResend();
    try {
      const other = await makeWorkspace(db);
      const flow = drawing({ t: onEvent("joined"), hello: mail("Hello") }, ["t > hello"]);
      await publishFlow(db, other, flow);
      await publishFlow(db, workspaceId, flow);
      const transport = resendTransport({ apiKey: "re_1", baseUrl: resend.url });
      const time = fastForward(db, {
        start: NOW,
        token: anyToken,
        accounts: [{ id: "resend:1", transport, perSecond: 100 }],
      });
      const { engine } = time;
      await submit(engine, other, subscriber("Ada"), "joined");
      const bob = await submit(engine, workspaceId, subscriber("Bob"), "joined");
      for (const enrollmentId of bob.enrollments) {
        await advance(engine, { workspaceId, enrollmentId, generation: 1 });
      }
      // The provider's turn comes first: the inbox has not taken the mail from under its hands.
      expect((await deliver(engine, "resend:1")).worked).toBe(0);
      await time.by(5 * DAY);
      const accepted = await resend.accepted();
      expect(accepted.map(({ to, subject }) => [to, subject])).toEqual([[["ada@example.org"], "Hello"]]);
    } finally {
      await resend.stop();
    }
    const kept = await db
      .select()
      .from(message)
      .where(and(eq(message.workspaceId, workspaceId), gt(message.settledAt, NOW)));
    expect(kept.length).toBeGreaterThan(2);
    expect(new Set(kept.map(({ state }) => state))).toEqual(new Set(["sent"]));
    await numbersAreRight();
  });
});

describe("the making of a demo", () => {
  beforeEach(begin);
  afterEach(async () => {
    vi.restoreAllMocks();
    await drop();
  });

  test("that is stopped anywhere goes on with whoever is missing, and doubles nobody", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    let tokens = 0;
    // From some moment on every transaction breaks, as if the database were gone.
    const broken = () => {
      if (++tokens > 40) throw new Error("killed");
      return anyToken();
    };
    await expect(make({ token: broken })).rejects.toThrow("killed");
    const halfway = await people();
    expect(halfway.length).toBeGreaterThan(0);
    expect(halfway.length).toBeLessThan(PEOPLE);
    expect(await db.select().from(demo)).toMatchObject([{ made: halfway.length, finishedAt: null }]);
    await numbersAreRight();
    const rest = await make({ clock: () => NOW + HOUR });
    expect(rest).toHaveLength(PEOPLE - halfway.length);
    expect(await people()).toHaveLength(PEOPLE);
    expect(await db.select().from(demo).where(isNotNull(demo.finishedAt))).toMatchObject([{ made: PEOPLE }]);
    await numbersAreRight();
  });

  test("by two at once makes one, and moves and mails nobody of another workspace", async () => {
    const other = await makeWorkspace(db);
    const flow = drawing({ t: onEvent("joined"), hello: mail("Hello") }, ["t > hello"]);
    const live = await publishFlow(db, other, flow);
    const ada = subscriber("Ada");
    const time = fastForward(db, { start: NOW - 30 * DAY, token: anyToken, only: { workspaceId: other } });
    await submit(time.engine, other, ada, "joined");

    const failed = vi.spyOn(console, "error");
    const [one, two] = await Promise.all([make(), make()]);
    expect(one.length + two.length).toBe(PEOPLE);
    expect(failed).not.toHaveBeenCalled();
    expect(await people()).toHaveLength(PEOPLE);
    expect(await funnels()).toHaveLength(2);
    await numbersAreRight();
    const entries = await db
      .select({ n: count() })
      .from(enrollment)
      .where(eq(enrollment.workspaceId, workspaceId));
    const entering = inArray(event.name, ["form.submitted", "cart.updated"]);
    expect(entries).toEqual(await db.select({ n: count() }).from(event).where(entering));

    expect(await mailsOf(db, live, ada)).toEqual([]);
    await time.settle();
    expect(await mailsOf(db, live, ada)).toMatchObject([{ state: "sent" }]);
  });

  test("leaves a workspace alone in which somebody has done something", async () => {
    await db.insert(contact).values({ workspaceId, email: "ada@example.org" });
    expect(await make()).toEqual([]);
    expect(await funnels()).toEqual([]);
    expect(await db.select().from(workspaceSettings)).toMatchObject([empty]);
  });
});
