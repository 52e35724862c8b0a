import { and, count, eq, gt, inArray, isNotNull, max } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
import { ownDatabase } from "@/tests/engine/database";
import { drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import { anyToken, DAY, HOUR, makeWorkspace, publishFlow, submit, subscriber } from "@/tests/engine/kit";
import { everything, mailsOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { startFakeResend } from "@/tests/fake-resend/start";
import { fastForward } from "../fast-forward";
import { resendTransport } from "../transport/resend";
import { type Making, makeDemo } from "./make-demo";

const own = ownDatabase();
const NOW = Date.UTC(2026, 4, 20, 14, 30);
const PEOPLE = 16;

let workspaceId: string;
const make = (more: Partial<Making> = {}) =>
  makeDemo(own.db, {
    workspaceId,
    clock: () => NOW,
    token: anyToken,
    appUrl: "http://localhost:3000",
    people: PEOPLE,
    ...more,
  });

const empty = { postalAddress: "", senderName: "", senderEmail: "", opens: "off", demo: true } as const;
afterEach(() => vi.restoreAllMocks());
beforeEach(async () => {
  workspaceId = await makeWorkspace(own.db, empty);
});

const people = () => own.db.select().from(contact).where(eq(contact.workspaceId, workspaceId));
const funnels = () => own.db.select().from(funnel).where(eq(funnel.workspaceId, workspaceId));

async function numbersAreRight() {
  for (const { id: funnelId } of await funnels()) {
    const results = await funnelResults(own.db, { workspaceId, funnelId });
    expect(results.nodes).toEqual(await recount(own.db, { workspaceId, funnelId }));
  }
}

describe("a demo workspace", () => {
  test("has two live funnels with people part-way through, whose numbers are right and who did nothing in the future", async () => {
    const played = await make();
    expect(played).toHaveLength(PEOPLE);
    expect((await funnels()).map(({ name, status }) => [name, status]).sort()).toEqual([
      ["Abandoned cart", "live"],
      ["Welcome series", "live"],
    ]);
    await numbersAreRight();
    const everybody = await people();
    expect(new Set(everybody.map(({ email }) => email)).size).toBe(PEOPLE);
    for (const { email, lastInstant, createdAt } of everybody) {
      expect(email).toMatch(/@(example\.(org|com|net)|[\w.-]+\.(example|test))$/);
      expect(lastInstant).toBeLessThan(NOW);
      expect(createdAt.getTime()).toBeLessThan(NOW);
    }
    const latest = await Promise.all([
      own.db.select({ at: max(event.visibleAt) }).from(event),
      own.db.select({ at: max(engagement.visibleAt) }).from(engagement),
      own.db.select({ at: max(message.settledAt) }).from(message),
      own.db.select({ at: max(visit.enteredAt) }).from(visit),
      own.db.select({ at: max(conversion.at) }).from(conversion),
    ]);
    for (const [row] of latest) expect(row?.at).toBeLessThan(NOW);
    const active = await own.db.select().from(enrollment).where(eq(enrollment.status, "active"));
    expect(active.length).toBeGreaterThan(PEOPLE / 4);
    expect(active.length).toBeLessThan(PEOPLE);
    for (const { dueAt } of active) expect(dueAt).toBeGreaterThan(NOW - 2_000);
    expect(await own.db.select({ n: count() }).from(message).where(eq(message.state, "queued"))).toEqual([
      { n: 0 },
    ]);
  });

  test("says what everybody got and when", async () => {
    const played = await make();
    const mails = played.flatMap(({ journeys }) => journeys.flatMap((journey) => journey.mails));
    const sent = await own.db.select().from(message).where(eq(message.state, "sent"));
    expect(
      mails
        .filter(({ state }) => state === "sent")
        .map(({ nodeId, at, subject }) => [nodeId, at, subject])
        .sort(),
    ).toEqual(sent.map((row) => [row.nodeId, row.settledAt, row.frozen?.subject]).sort());
    expect(sent.length).toBeGreaterThan(PEOPLE);
    expect(played.some(({ journeys }) => journeys.some((one) => one.conversions.length > 0))).toBe(true);
  });

  test("made twice is made once", async () => {
    await make();
    const before = await everything(own.db);
    expect(await make()).toEqual([]);
    expect(await everything(own.db)).toEqual(before);
    expect(await own.db.select().from(demo)).toMatchObject([{ made: PEOPLE, total: PEOPLE, workspaceId }]);
  });

  test("that was stopped anywhere on the way goes on with whoever is missing, and doubles nobody", async () => {
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
    expect(await own.db.select().from(demo)).toMatchObject([{ made: halfway.length, finishedAt: null }]);
    await numbersAreRight();
    const rest = await make({ clock: () => NOW + HOUR });
    expect(rest).toHaveLength(PEOPLE - halfway.length);
    expect(await people()).toHaveLength(PEOPLE);
    expect(await own.db.select().from(demo).where(isNotNull(demo.finishedAt))).toMatchObject([
      { made: PEOPLE },
    ]);
    await numbersAreRight();
  });

  test("made by two at once is one", async () => {
    await Promise.all([make(), make()]);
    expect(await people()).toHaveLength(PEOPLE);
    expect(await funnels()).toHaveLength(2);
    await numbersAreRight();
    const entries = await own.db.select({ n: count() }).from(enrollment);
    const entered = await own.db
      .select({ n: count() })
      .from(event)
      .where(inArray(event.name, ["form.submitted", "cart.updated"]));
    expect(entries).toEqual(entered);
  });

  test("in which somebody has done something is left as it is", async () => {
    await own.db.insert(contact).values({ workspaceId, email: "ada@example.org" });
    expect(await make()).toEqual([]);
    expect(await funnels()).toEqual([]);
    expect(await own.db.select().from(workspaceSettings)).toMatchObject([empty]);
  });

  test("is carried on by the engine from then on", async () => {
    await make();
    const before = await own.db.select({ n: count() }).from(visit);
    const time = fastForward(own.db, { start: NOW, token: anyToken, only: { workspaceId } });
    await time.by(4 * DAY);
    const [after] = await own.db.select({ n: count() }).from(visit);
    expect(after?.n).toBeGreaterThan((before[0]?.n ?? 0) + 5);
    expect(
      await own.db
        .select()
        .from(message)
        .where(inArray(message.state, ["held", "queued"])),
    ).toEqual([]);
    await numbersAreRight();
  });
});

test("nobody of another workspace moves or is mailed while a demo is made", async () => {
  const other = await makeWorkspace(own.db);
  const live = await publishFlow(
    own.db,
    other,
    drawing({ t: onEvent("joined"), hello: mail("Hello"), pause: wait(HOUR) }, ["t > hello > pause"]),
  );
  const ada = subscriber("Ada");
  const time = fastForward(own.db, { start: NOW - 30 * DAY, token: anyToken, only: { workspaceId: other } });
  await submit(time.engine, other, ada, "joined");
  await make();
  expect(await mailsOf(own.db, { ...live }, ada)).toEqual([]);
  await time.settle();
  expect(await mailsOf(own.db, { ...live }, ada)).toMatchObject([{ state: "sent" }]);
});

describe("with a provider's key", () => {
  let resend: Awaited<ReturnType<typeof startFakeResend>>;
  beforeEach(async () => {
    resend = await startFakeResend();
  });
  afterEach(() => resend.stop());

  test("a demo workspace never leaves the test inbox; any other does", async () => {
    await make();
    const other = await makeWorkspace(own.db);
    const flow = drawing({ t: onEvent("joined"), hello: mail("Hello") }, ["t > hello"]);
    await publishFlow(own.db, other, flow);
    await publishFlow(own.db, workspaceId, flow);
    const account = {
      id: "resend:1",
      transport: resendTransport({ apiKey: "re_1", baseUrl: resend.url }),
      perSecond: 100,
    };
    const time = fastForward(own.db, { start: NOW, token: anyToken, accounts: [account] });
    await submit(time.engine, other, subscriber("Ada"), "joined");
    await submit(time.engine, workspaceId, subscriber("Bob"), "joined");
    await time.by(5 * DAY);
    expect((await resend.accepted()).map(({ to, subject }) => [to, subject])).toEqual([
      [["ada@example.org"], "Hello"],
    ]);
    const kept = await own.db
      .select({ n: count() })
      .from(message)
      .where(
        and(eq(message.workspaceId, workspaceId), eq(message.state, "sent"), gt(message.settledAt, NOW)),
      );
    expect(kept[0]?.n).toBeGreaterThan(2);
  });
});
