import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { funnelResults } from "@/db/queries/results";
import {
  consent,
  contact,
  deliveryReport,
  mailRequest,
  message,
  suppression,
  workspaceSettings,
} from "@/db/schema";
import type { Engine } from "@/lib/engine/engine";
import { fold } from "@/lib/engine/fold";
import { resendTransport } from "@/lib/engine/transport/resend";
import { deliveryOf } from "@/lib/mail/delivery";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, HOUR, MINUTE, SECOND, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, everything, mailsOf, statesOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { signed } from "@/tests/fake-resend/sign";
import { type FakeResend, faults, startFakeResend } from "@/tests/fake-resend/start";
import { takeDelivery } from "./take-delivery";

const own = ownDatabase();
let resend: FakeResend;
beforeAll(async () => {
  resend = await startFakeResend();
});
afterAll(() => resend.stop());
beforeEach(() => resend.script());

const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;
const ada = subscriber("Ada");
const flow = drawing(
  { t: onEvent("came"), one: mail("One"), w: wait(DAY), two: mail("Two"), e: end("done") },
  ["t > one > w > two > e"],
);

/** A live funnel that sends through Resend, with Ada's first mail on its way. */
async function sending({ dedupeWindowMs = 23 * HOUR } = {}) {
  const account = {
    id: `resend:${randomUUID()}`,
    transport: {
      ...resendTransport({ apiKey: "re_test", baseUrl: resend.url, patienceMs: 1_000 }),
      dedupeWindowMs,
    },
    perSecond: 9.5,
  };
  const { time, engine, ...place } = await stage(own.db, flow, { accounts: [account] });
  await submit(engine, place.workspaceId, ada, "came");
  await time.by(SECOND);
  const [first] = await mailsOf(own.db, place, ada);
  return { time, engine, place, account, first: first! };
}

type Told = { type: string; at?: number; more?: Record<string, unknown>; tags?: Record<string, string> };

const bodyOf = (row: { workspaceId: string; id: string }, { type, at = Date.now(), more, tags }: Told) =>
  JSON.stringify({
    type: `email.${type}`,
    created_at: new Date(at).toISOString(),
    data: {
      email_id: "5676a1b2",
      created_at: new Date(at).toISOString(),
      from: "Mill <hello@mill.example>",
      to: ["ada@example.org"],
      subject: "One",
      tags: tags ?? { message_id: row.id, workspace_id: row.workspaceId },
      ...more,
    },
  });

async function deliver(engine: Engine, body: string, headers: Record<string, string>) {
  const request = new Request("http://localhost/api/webhooks/resend", { method: "POST", body, headers });
  const response = await takeDelivery(request, { secret, act: () => engine });
  return { status: response.status, body: await response.json() };
}

const tell = (
  engine: Engine,
  row: { workspaceId: string; id: string },
  told: Told,
  id: string = randomUUID(),
) => {
  const body = bodyOf(row, told);
  return deliver(engine, body, signed(body, { secret, id }));
};

const hard = { bounce: { type: "Permanent", subType: "General", message: "550 no such user" } };
const soft = { bounce: { type: "Transient", subType: "MailboxFull", message: "452 mailbox full" } };

describe("who is believed", () => {
  test.each([
    ["a body that was changed", (body: string, headers: Record<string, string>) => [`${body} `, headers]],
    ["another id", (body: string, headers: Record<string, string>) => [body, { ...headers, "svix-id": "x" }]],
    ["no signature", (body: string) => [body, {}]],
    ["nonsense", () => ["{", { "svix-id": "a", "svix-timestamp": "1", "svix-signature": "v1," }]],
  ] as const)("%s is refused and leaves no trace", async (_, change) => {
    const { engine, first } = await sending();
    const body = bodyOf(first, { type: "complained" });
    const [sent, headers] = change(body, signed(body, { secret, id: "one" })) as [
      string,
      Record<string, string>,
    ];
    const before = await everything(own.db);
    expect((await deliver(engine, sent, headers)).status).toBe(401);
    expect(await everything(own.db)).toEqual(before);
    expect(await own.db.select().from(deliveryReport)).toEqual([]);
  });

  test("a signature of another secret, or of six minutes ago, is refused", async () => {
    const { engine, first } = await sending();
    const body = bodyOf(first, { type: "complained" });
    const other = `whsec_${Buffer.from("another secret, just as long as it").toString("base64")}`;
    expect((await deliver(engine, body, signed(body, { secret: other, id: "a" }))).status).toBe(401);
    const old = signed(body, { secret, id: "a", at: Date.now() - 6 * MINUTE });
    expect((await deliver(engine, body, old)).status).toBe(401);
    expect(await own.db.select().from(suppression)).toEqual([]);
  });

  test("without a secret the entrance is closed; too large a body is refused", async () => {
    const request = (body: string) => new Request("http://localhost/", { method: "POST", body });
    expect((await takeDelivery(request("{}"), { secret: "" })).status).toBe(404);
    expect((await takeDelivery(request("x".repeat(300_000)), { secret })).status).toBe(413);
  });

  test("what is about nothing of ours is taken with 200 and changes nothing", async () => {
    const { time, engine, place, first } = await sending();
    // Kept in the test inbox: no provider has ever had it.
    await own.db.update(workspaceSettings).set({ demo: true });
    const bea = subscriber("Bea");
    await submit(engine, place.workspaceId, bea, "came");
    await time.by(SECOND);
    const [kept] = await mailsOf(own.db, place, bea);
    expect(kept).toMatchObject({ state: "sent", requestId: null });
    const before = await everything(own.db);
    const none = { status: 200, body: { result: "unknown" } };
    expect(await tell(engine, kept!, { type: "complained" })).toEqual(none);
    const stranger = { message_id: randomUUID(), workspace_id: first.workspaceId };
    const elsewhere = { message_id: first.id, workspace_id: "another" };
    expect(await tell(engine, first, { type: "complained", tags: stranger })).toEqual(none);
    expect(await tell(engine, first, { type: "complained", tags: elsewhere })).toEqual(none);
    expect(await tell(engine, first, { type: "complained", tags: {} })).toEqual(none);
    expect(await tell(engine, first, { type: "opened" })).toEqual(none);
    expect(await tell(engine, first, { type: "something new" })).toEqual(none);
    expect(await everything(own.db)).toEqual(before);
  });

  test("a database that is away asks for it to come again", async () => {
    const { engine, first } = await sending();
    const body = bodyOf(first, { type: "delivered" });
    const broken = { ...engine, db: undefined as never };
    expect((await deliver(broken, body, signed(body, { secret, id: "a" }))).status).toBe(503);
  });
});

describe("what follows", () => {
  test("the same report twice is one", async () => {
    const { engine, first } = await sending();
    expect((await tell(engine, first, { type: "delivered" }, "a")).body).toEqual({ result: "taken" });
    expect((await tell(engine, first, { type: "delivered" }, "a")).body).toEqual({ result: "duplicate" });
    expect(await own.db.select().from(deliveryReport)).toHaveLength(1);
  });

  test.each([
    ["bounced", hard, "bounced"],
    ["bounced", { bounce: { type: "Permanent", subType: "Suppressed" } }, "provider"],
    ["suppressed", { suppressed: { type: "OnAccountSuppressionList" } }, "provider"],
    ["complained", {}, "complained"],
  ])("%s (%j): the address gets no further mail, and its owner has left", async (type, more, reason) => {
    const { engine, time, place, first } = await sending();
    await tell(engine, first, { type, more });
    expect(await own.db.select().from(suppression)).toMatchObject([{ email: "ada@example.org", reason }]);
    await time.by(2 * DAY);
    expect(await mailsOf(own.db, place, ada)).toHaveLength(1);
    expect((await enrollmentOf(own.db, place, ada)).endReason).toBe(
      reason === "complained" ? "they reported your mail as spam" : "their address bounced",
    );
    expect((await resend.accepted()).filter(({ to }) => to.includes(ada.email)).at(-1)?.subject).toBe("One");
  });

  test("a complaint also takes back consent, and says where from", async () => {
    const { engine, first } = await sending();
    await tell(engine, first, { type: "complained" });
    expect(await own.db.select().from(contact)).toMatchObject([{ marketing: "unsubscribed" }]);
    expect(await own.db.select().from(consent).where(eq(consent.source, "complaint"))).toHaveLength(1);
  });

  test("a delivery, a delay or a soft bounce stops nobody; five soft bounces over three days do", async () => {
    const { engine, first } = await sending();
    const now = Date.now();
    await tell(engine, first, { type: "delivery_delayed", at: now - 9 * DAY });
    await tell(engine, first, { type: "delivered", at: now - 8 * DAY });
    for (const day of [4, 3, 2, 1]) {
      await tell(engine, first, { type: "bounced", more: soft, at: now - day * DAY });
    }
    expect(await own.db.select().from(suppression)).toEqual([]);
    await tell(engine, first, { type: "bounced", more: soft, at: now });
    expect(await own.db.select().from(suppression)).toMatchObject([{ reason: "bounced" }]);
  });

  test("a mail whose answer was lost for good is sent after all once it is reported, and counted once", async () => {
    await resend.script({ times: -1, ends: "reset" });
    const { engine, time, place, first } = await sending({ dedupeWindowMs: MINUTE });
    await time.by(HOUR);
    expect(await statesOf(own.db, place, ada)).toMatchObject({ one: "unknown" });
    await tell(engine, first, { type: "delivered" });
    await tell(engine, first, { type: "sent" });
    expect(await statesOf(own.db, place, ada)).toMatchObject({ one: "sent" });
    const [request] = await own.db.select().from(mailRequest).where(eq(mailRequest.id, first.requestId!));
    expect(request?.state).toBe("sent");
    await fold(own.db);
    const { nodes } = await funnelResults(own.db, place);
    expect(nodes.one?.sent).toBe(1);
    expect(nodes).toEqual(await recount(own.db, place));
  });

  test("a report that overtakes the answer settles the mail, and nobody calls again", async () => {
    await resend.script(faults.resetAfter());
    const { engine, time, place, first } = await sending();
    expect(first.state).toBe("sending");
    await tell(engine, first, { type: "sent" });
    expect(await statesOf(own.db, place, ada)).toMatchObject({ one: "sent" });
    const calls = (await resend.calls()).length;
    await time.by(HOUR);
    expect((await resend.calls()).length).toBe(calls);
  });
});

test("reports in any order, each up to three times, end in the same rows", async () => {
  const { engine, first } = await sending();
  const at = Date.now();
  const told: Told[] = [
    { type: "sent", at },
    { type: "delivery_delayed", at: at + 1 },
    { type: "delivered", at: at + 2 },
    { type: "bounced", more: soft, at: at + 3 },
    { type: "bounced", more: hard, at: at + 4 },
    { type: "complained", at: at + 5 },
  ];
  const states: unknown[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        told.flatMap((one, index) => [0, 1, 2].map(() => ({ one, id: `report-${index}` }))),
        { minLength: 18 },
      ),
      async (deliveries) => {
        await own.db.delete(deliveryReport);
        await own.db.delete(suppression);
        await own.db.delete(consent).where(eq(consent.source, "complaint"));
        for (const { one, id } of deliveries) await tell(engine, first, one, id);
        const { kind, at: when, detail } = deliveryReport;
        const reports = await own.db.select({ kind, at: when, detail }).from(deliveryReport);
        const stopped = await own.db.select({ reason: suppression.reason }).from(suppression);
        const [row] = await own.db
          .select({ state: message.state })
          .from(message)
          .where(eq(message.id, first.id));
        states.push(JSON.stringify([deliveryOf(reports), stopped, row, reports.length]));
      },
    ),
    { numRuns: 8 },
  );
  expect(new Set(states).size).toBe(1);
});
