import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { takeDelivery } from "@/app/api/webhooks/resend/take-delivery";
import { funnelResults } from "@/db/queries/results";
import { contact, deliveryReport, message, suppression } from "@/db/schema";
import { fold } from "@/lib/engine/fold";
import { type DeliveryReport, deliveryOf } from "@/lib/mail/delivery";
import { DAY, HOUR, MINUTE, SECOND, submit } from "../engine/kit";
import { recount } from "../engine/recount";
import { signed } from "../fake-resend/sign";
import { faults } from "../fake-resend/start";
import { SECRET } from "./child";
import { crowd, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { forAll } from "./rig";
import { type Chance, newChance, size } from "./size";
import { stand } from "./stand";

const PEOPLE = size("F7_PEOPLE", { short: 40, long: 3_500 });

type Kind = "sent" | "delayed" | "delivered" | "bounced" | "complained";
type Told = { id: string; kind: Kind; at: number };

/** What Resend may have to say about one mail. */
const stories: Kind[][] = [
  ["sent", "delivered"],
  ["sent", "delivered"],
  ["sent", "delayed", "delivered"],
  ["sent", "delivered", "complained"],
  ["sent", "bounced"],
  ["sent", "delayed", "bounced"],
  [],
];

const NAMES: Record<Kind, string> = {
  sent: "email.sent",
  delayed: "email.delivery_delayed",
  delivered: "email.delivered",
  bounced: "email.bounced",
  complained: "email.complained",
};

const bodyOf = (row: { workspaceId: string; id: string }, { kind, at }: Told) =>
  JSON.stringify({
    type: NAMES[kind],
    created_at: new Date(at).toISOString(),
    data: {
      email_id: `provider-${row.id}`,
      tags: { message_id: row.id, workspace_id: row.workspaceId },
      ...(kind === "bounced" ? { bounce: { type: "Permanent", subType: "General", message: "550" } } : {}),
    },
  });

/** `post` signs it as it goes out: whoever is asked later than five minutes after signing refuses it. */
type Sent = { genuine: boolean; post(): { body: string; headers: Record<string, string> } };

function genuineDelivery(body: string, id: string): Sent {
  return { genuine: true, post: () => ({ body, headers: signed(body, { secret: SECRET, id }) }) };
}

/** A genuine delivery, or one in twenty that was changed on its way. */
function deliveryOfReport(chance: Chance, body: string, id: string): Sent {
  const genuine = genuineDelivery(body, id);
  if (chance.below(20) > 0) return genuine;
  const at = chance.below(body.length);
  const other = body.slice(0, at) + (body[at] === "x" ? "y" : "x") + body.slice(at + 1);
  const which = chance.below(3);
  return {
    genuine: false,
    post() {
      const { headers } = genuine.post();
      if (which === 0) return { body: other, headers };
      if (which === 1) return { body, headers: { ...headers, "svix-id": "another" } };
      const bad = `v1,${Buffer.from(randomUUID()).toString("base64")}`;
      return { body, headers: { ...headers, "svix-signature": bad } };
    },
  };
}

test(`F7: reports about the mails of ${PEOPLE} people come up to five times, in any order, late and corrupted`, async () => {
  const chance = newChance("F7");
  const { time, place, resend, pool } = await stand(twoMails(), { dedupeWindowMs: MINUTE });
  // The answers to some of the calls are lost for good: only a report can settle those mails.
  const lost = crowd(PEOPLE).filter(() => chance.below(6) === 0);
  await resend.script(...lost.map(({ email }) => ({ ...faults.neverAnswer(email), times: -1 })));
  await forAll(crowd(PEOPLE), (who) => submit(time.engine, place.workspaceId, who, "signed up"));
  await time.by(2 * DAY);
  await resend.script();
  const mails = await pool.select().from(message).where(eq(message.workspaceId, place.workspaceId));
  const addressed = mails.filter(({ frozen }) => frozen !== null);
  const unknown = addressed.filter(({ state }) => state === "unknown");
  expect(unknown.length).toBeGreaterThanOrEqual(lost.length);

  const begun = Date.now() - 28 * HOUR;
  const told = new Map<string, Told[]>();
  const deliveries = addressed.flatMap((row) => {
    const story = row.state === "unknown" ? ["sent" as const] : stories[chance.below(stories.length)];
    const reports = (story ?? []).map((kind, n): Told => {
      const at = begun + n * HOUR + chance.below(HOUR);
      return { id: `${row.id}-${n}`, kind, at };
    });
    told.set(row.id, reports);
    return reports.flatMap((one) => {
      const body = bodyOf(row, one);
      const often = 1 + chance.below(5);
      const tries = Array.from({ length: often }, () => deliveryOfReport(chance, body, one.id));
      // What was refused is sent again until it was taken.
      return tries.some(({ genuine }) => genuine) ? tries : [...tries, genuineDelivery(body, one.id)];
    });
  });
  let refused = 0;
  await forAll(chance.shuffled(deliveries), async ({ genuine, post }) => {
    const request = new Request("http://localhost/api/webhooks/resend", { method: "POST", ...post() });
    const { status } = await takeDelivery(request, { secret: SECRET, act: () => time.engine });
    expect(status).toBe(genuine ? 200 : 401);
    if (!genuine) refused += 1;
  });
  expect(refused).toBeGreaterThan(0);

  // The fold of what was told, in the order in which it happened, each once.
  const stopped = new Map<string, string>();
  const wrong: string[] = [];
  const stored = await pool.select().from(deliveryReport);
  for (const row of addressed) {
    const reports = told.get(row.id) ?? [];
    const last = reports.at(-1);
    const mine = stored.filter(({ messageId }) => messageId === row.id);
    if (mine.length !== reports.length) wrong.push(`${row.id}: ${mine.length} of ${reports.length} reports`);
    const stands = deliveryOf(mine as DeliveryReport[]);
    if ((stands?.kind ?? null) !== (last?.kind ?? null))
      wrong.push(`${row.id}: ${stands?.kind}, not ${last?.kind}`);
    const to = row.frozen?.to ?? "";
    if (last?.kind === "complained") stopped.set(to, "complained");
    if (last?.kind === "bounced" && !stopped.has(to)) stopped.set(to, "bounced");
  }
  expect(wrong).toEqual([]);
  const suppressed = await pool.select().from(suppression);
  const pairs = (map: Iterable<readonly [string, string]>) => [...map].toSorted();
  expect(pairs(suppressed.map(({ email, reason }) => [email, reason] as const))).toEqual(pairs(stopped));
  const after = await pool.select().from(message).where(eq(message.workspaceId, place.workspaceId));
  expect(after.filter(({ state }) => state === "unknown")).toEqual([]);
  const people = await pool.select().from(contact);
  const complained = [...stopped].filter(([, reason]) => reason === "complained").map(([email]) => email);
  expect(
    people
      .filter(({ marketing }) => marketing === "unsubscribed")
      .map(({ email }) => email)
      .sort(),
  ).toEqual(complained.sort());
  await time.by(SECOND);
  await fold(pool);
  expect((await funnelResults(pool, place)).nodes).toEqual(await recount(pool, place));
  console.log(`F7: ${deliveries.length} deliveries of ${stored.length} reports, ${refused} refused`);
  await expectClean("F7", { db: pool, place }, await resend.accepted());
});
