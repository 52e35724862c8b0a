import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { setPaused } from "@/db/queries/funnels";
import { funnelResults } from "@/db/queries/results";
import { contact, event, funnel, funnelTrigger, funnelVersion } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { act, type Wish } from "@/lib/engine/act";
import { engage } from "@/lib/engine/engage";
import { type FastForward, fastForward } from "@/lib/engine/fast-forward";
import { decideHeld } from "@/lib/engine/held";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { allLinks } from "@/lib/mail/links";
import { currencies, person } from "../reference/any-rule";
import { anyFlow } from "../reference/flows";
import { interpret } from "../reference/interpret";
import { drawing, mail, onEvent } from "./drawings";
import {
  anyToken,
  buy,
  DAY,
  HOUR,
  type Live,
  MONDAY,
  makeWorkspace,
  publishFlow,
  SECOND,
  submit,
  subscriber,
} from "./kit";
import { enrollmentOf, mailsOf } from "./look";
import { recalled } from "./recalled";
import { recount } from "./recount";

const FLOWS = Number(process.env.ENGINE_FLOWS ?? 200);
/** The same lives each time, so that a failure is of the change that is tested: `SEED=$RANDOM` looks for others. */
const SEED = Number(process.env.SEED ?? 1);

const ada = subscriber("Ada");
const body = [
  { type: "paragraph", content: [{ type: "text", text: "Hello." }] },
  { type: "button", label: "A", link: "https://example.org/a" },
  { type: "button", label: "B", link: "https://example.org/b" },
];

let db: Pool;
let drop: () => Promise<void>;
let workspaceId: string;
/** Hash of the one email that every email step sends here: compiling is tested elsewhere. */
let emailHash: string;
let linkKeys: { a: string; b: string };
let start = MONDAY;

/**
 * As many lives follow one another in one database: they are all of one contact, some years each, so that more of them would
 * come to years that no date is written with, and each would be looked for among more enrollments.
 */
const IN_ONE_DATABASE = 200;

async function newWorld(): Promise<void> {
  ({ db, drop } = await scratchDatabase());
  start = MONDAY;
  workspaceId = await makeWorkspace(db, { timeZone: "Europe/Berlin" });
  const letter = drawing({ t: onEvent("never"), letter: mail("Letter", { body }) }, ["t > letter"]);
  const { versionId } = await publishFlow(db, workspaceId, letter);
  const [version] = await db.select().from(funnelVersion).where(eq(funnelVersion.id, versionId));
  emailHash = version?.emails.letter ?? "";
  const email = letter.nodes.find((node) => node.type === "email") as FlowNode<"email">;
  const [a, b] = allLinks(email.data.body).map(({ key }) => key);
  linkKeys = { a: a ?? "", b: b ?? "" };
  await db.insert(contact).values({ workspaceId, email: ada.email });
}
beforeAll(newWorld);
afterAll(() => drop());

/** The last is unknown to everybody: then the workspace's counts. */
const ZONES = [
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Asia/Kathmandu",
  "Mars/Base",
];

const length = fc.constantFrom(0, 1, SECOND, HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY);
const moment = fc.record({
  /** How long after the moment before: a length, or around the instant at which the present wait ends. */
  gap: fc.oneof(
    { weight: 3, arbitrary: length },
    {
      weight: 4,
      arbitrary: fc.constantFrom("tie" as const, "tie" as const, "before" as const, "after" as const),
    },
  ),
  /** Whether the engine runs until then, and whether it looks at once. */
  down: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  looks: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  act: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant("buys" as const),
        product: fc.constantFrom("book", "course", "mug", "pen"),
        value: fc.constantFrom(undefined, 999, 1_000, 5_000, 90_000),
        currency: currencies,
        /** How long ago it happened. */
        ago: fc.constantFrom(0, 0, 0, HOUR, 3 * DAY, 40 * DAY),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constantFrom("opens" as const, "clicks" as const),
        mail: fc.nat(20),
        link: fc.constantFrom("a" as const, "b" as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant("is taken in hand" as const),
        wish: fc.constantFrom(
          "skip" as const,
          "skip" as const,
          "move" as const,
          "move" as const,
          "remove" as const,
        ),
        /** Which step, of those there are; and whether a second later it is taken back. */
        to: fc.nat(99),
        back: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constantFrom(
          "nothing" as const,
          "says something else" as const,
          "moves away" as const,
          "moves away" as const,
          "unsubscribes" as const,
          "is paused or let go on" as const,
          "late mail is sent" as const,
          "late mail is skipped" as const,
        ),
      }),
    },
  ),
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

/** The flow with real links, and triggers that two events start. */
function published(flow: Flow): Flow {
  const link = (key: string | null) => (key === "a" || key === "b" ? linkKeys[key] : null);
  let triggers = 0;
  const nodes = flow.nodes.map((node): FlowNode => {
    if (node.type === "trigger") {
      triggers += 1;
      const first = node.data.on === "event" && node.data.event === "purchase" ? "purchase" : "signed up";
      return { ...node, data: { ...node.data, on: "event", event: triggers === 1 ? first : "imported" } };
    }
    if (node.type === "wait" && node.data.until?.kind === "date") {
      // Lives follow one another through the years; the calendar goes with them.
      const day = Date.parse(node.data.until.date) + Math.floor((start - MONDAY) / DAY) * DAY;
      const date = new Date(day).toISOString().replace(/T.*/, "");
      return { ...node, data: { ...node.data, until: { ...node.data.until, date } } };
    }
    if (node.type !== "condition") return node;
    const groups = node.data.rule.groups.map((group) => ({
      ...group,
      tests: group.tests.map((one) => (one.test === "clicked" ? { ...one, link: link(one.link) } : one)),
    }));
    return { ...node, data: { ...node.data, rule: { ...node.data.rule, groups } } };
  });
  // Whoever comes in by a purchase and buys another thing would walk it twice side by side; here one life is looked at.
  const byPurchase = nodes.some(
    ({ type, data }) => type === "trigger" && "event" in data && data.event === "purchase",
  );
  return { ...flow, nodes, ...(byPurchase ? { entry: { rule: "once" as const } } : {}) };
}

async function goLive(flow: Flow): Promise<Live> {
  const [made] = await db
    .insert(funnel)
    .values({ workspaceId, name: "Any", draft: flow, status: "live" })
    .returning();
  const funnelId = made?.id ?? "";
  const emails = Object.fromEntries(
    flow.nodes.filter(({ type }) => type === "email").map(({ id }) => [id, emailHash]),
  );
  const [version] = await db
    .insert(funnelVersion)
    .values({ workspaceId, funnelId, number: 1, flow, emails })
    .returning();
  const versionId = version?.id ?? "";
  const ways = flow.nodes.flatMap(({ id, type, data }) =>
    type === "trigger"
      ? [{ workspaceId, funnelId, versionId, nodeId: id, eventName: (data as { event: string }).event }]
      : [],
  );
  await db.insert(funnelTrigger).values(ways);
  return { workspaceId, funnelId, versionId };
}

/** Whether people were moving when something was done by hand, by the id of the act. */
const wasLive = new Map<string, boolean>();

/** Somebody takes her in hand; what is refused is fine, and changes nothing. */
async function takeInHand(
  time: FastForward,
  place: Live,
  flow: Flow,
  { wish, to, back }: Extract<Moment["act"], { does: "is taken in hand" }>,
): Promise<void> {
  const [row] = await db.select().from(funnel).where(eq(funnel.id, place.funnelId));
  const { id: enrollmentId, visit } = await enrollmentOf(db, place, ada);
  const hand = async (wish: Wish, visit: number | null) => {
    const acting = { ...place, enrollmentId, visit, userId: null, wish };
    const rehearsal = await act(time.engine, acting, { rehearse: true });
    const acted = await act(time.engine, acting);
    expect({ ...rehearsal, actId: "" }).toEqual({ ...acted, actId: "" });
    if (acted.done) wasLive.set(acted.actId, row?.status === "live");
    count(acted.done ? `by hand: ${wish.do}` : `by hand: refused to ${wish.do}`);
    return acted.done ? acted.actId : null;
  };
  const step = flow.nodes[to % flow.nodes.length]?.id ?? "";
  const actId = await hand(wish === "move" ? { do: "move", to: step } : { do: wish }, back ? null : visit);
  time.outage(SECOND);
  if (back && actId) await hand({ do: "return", actId }, null);
}

const mix: Record<string, number> = {};
const count = (what: string, n = 1) => {
  mix[what] = (mix[what] ?? 0) + n;
};

async function happen(time: FastForward, place: Live, flow: Flow, what: Moment["act"]): Promise<void> {
  const { engine } = time;
  switch (what.does) {
    case "is taken in hand":
      return takeInHand(time, place, flow, what);
    case "buys": {
      const { product, value, currency, ago } = what;
      const money = value === undefined ? { value, currency: undefined } : { value, currency };
      const bought = {
        id: `bought ${place.funnelId} ${time.now()}`,
        ...money,
        properties: { product },
        occurredAt: time.now() - ago,
      };
      await buy(engine, workspaceId, ada, bought);
      // Whoever did not hear the answer tells it again.
      expect((await buy(engine, workspaceId, ada, bought)).duplicate).toBe(true);
      return;
    }
    case "opens":
    case "clicks": {
      const sent = (await mailsOf(db, place, ada)).filter(({ state }) => state === "sent");
      const one = sent[what.mail % Math.max(1, sent.length)];
      if (!one) return;
      const kind = what.does === "opens" ? "opened" : "clicked";
      const linkKey = kind === "clicked" ? linkKeys[what.link] : null;
      await engage(engine, { workspaceId, messageId: one.id, kind, linkKey, userAgent: "x", ip: null });
      return;
    }
    case "says something else":
      await submit(engine, workspaceId, { ...ada, declarations: [] }, "viewed");
      return;
    case "moves away": {
      const zone = ZONES[time.now() % ZONES.length];
      await submit(engine, workspaceId, ada, "moved", { contact: { name: ada.name, timeZone: zone } });
      return;
    }
    case "unsubscribes": {
      const no = { purpose: "marketing" as const, given: false, source: "unsubscribe page" };
      await submit(engine, workspaceId, { ...ada, declarations: [no] }, "viewed");
      return;
    }
    case "is paused or let go on": {
      const [row] = await db.select().from(funnel).where(eq(funnel.id, place.funnelId));
      await setPaused(db, { ...place, paused: row?.status === "live" });
      return;
    }
    case "late mail is sent":
    case "late mail is skipped": {
      const messageIds = (await mailsOf(db, place, ada)).map(({ id }) => id);
      if (messageIds.length > 0) {
        await decideHeld(engine, { ...place, messageIds, send: what.does === "late mail is sent" });
      }
    }
  }
}

/** Time passes until the moment, with the engine at work or not, to the very millisecond. */
async function passTo(time: FastForward, place: Live, { gap, down }: Moment): Promise<void> {
  const { until } = await enrollmentOf(db, place, ada);
  const offset = { tie: 0, before: -1, after: 1 };
  const target = typeof gap === "number" ? time.now() + gap : (until ?? time.now() + HOUR) + offset[gap];
  const away = Math.max(0, target - time.now());
  if (!down && away > 1) await time.to(target - 1);
  time.outage(Math.max(0, target - time.now()));
}

const before = fc.record({ person, bought: fc.boolean(), viewed: fc.nat(2) });

/** What she was and did in other lives is nothing to this one, but for what may have been before it. */
async function beginAnew({ person: { tags, fields }, bought, viewed }: Before): Promise<void> {
  await db.delete(event);
  const contacts = await db
    .update(contact)
    .set({ marketing: "none", tags, fields: { ...fields } })
    .returning();
  const earlier = [...(bought ? ["purchase"] : []), ...Array.from({ length: viewed }, () => "viewed")];
  for (const { id: contactId } of contacts) {
    for (const [n, name] of earlier.entries()) {
      const occurredAt = start - (n + 1) * HOUR;
      const properties = { product: "book" };
      await db.insert(event).values({
        workspaceId,
        id: `${start}-${n}`,
        contactId,
        name,
        occurredAt,
        visibleAt: occurredAt,
        properties,
      });
    }
  }
}
type Before = typeof before extends fc.Arbitrary<infer T> ? T : never;

async function live(flow: Flow, moments: readonly Moment[], second: boolean, before: Before) {
  const place = await goLive(flow);
  const time = fastForward(db, { start, token: anyToken });
  const triggers = flow.nodes.filter((node): node is FlowNode<"trigger"> => node.type === "trigger");
  const trigger = triggers[second ? triggers.length - 1 : 0];
  await beginAnew(before);
  await submit(time.engine, workspaceId, ada, trigger?.data.event ?? "", {
    value: 9_000,
    currency: "EUR",
    properties: { product: "book" },
  });
  for (const one of moments) {
    await passTo(time, place, one);
    await happen(time, place, flow, one.act);
    if (one.looks) await time.settle();
  }
  await setPaused(db, { ...place, paused: false });
  await time.by(3 * 365 * DAY);
  return { time, place, nodeId: trigger?.id ?? "" };
}

test(`${FLOWS} random flows and lives go through the database as the reference says`, {
  timeout: 60_000 + FLOWS * 5_000,
}, async () => {
  const property = fc.asyncProperty(
    anyFlow,
    fc.array(moment, { minLength: 2, maxLength: 6, size: "max" }),
    fc.boolean(),
    before,
    async (drawn, moments, second, earlier) => {
      const flow = published(drawn);
      const { time, place, nodeId } = await live(flow, moments, second, earlier);
      start = time.now() + DAY;
      const row = await enrollmentOf(db, place, ada);
      const { walked, mailWorld, facts, mails, told, zoneAt, hands } = await recalled(
        db,
        row,
        (actId) => wasLive.get(actId) ?? true,
      );
      const entry = facts.find(({ id }) => id === row.entryEventId);
      if (!entry) throw new Error("The entry event is missing.");
      const ids = { contactId: row.contactId ?? "", funnelId: row.funnelId };
      const history = {
        ...ids,
        person: earlier.person,
        enteredAt: row.enteredAt,
        entry,
        facts,
        deadlines: row.deadlines ?? {},
        zoneAt,
        hands,
      };
      const expected = interpret(flow, history, { nodeId }, time.now(), mailWorld);
      expect(walked).toEqual(expected.path);
      expect(mails).toEqual(expected.mails);
      expect(told).toEqual(expected.told.map(({ visit: _, ...one }) => one));
      const [is] = await db.select().from(contact).where(eq(contact.email, ada.email));
      expect({ tags: is?.tags, fields: is?.fields }).toEqual(expected.being);
      expect([...row.reached].sort()).toEqual([...expected.reached].sort());
      expect(row.endedAt === null ? null : { at: row.endedAt, reason: row.endReason }).toEqual(
        expected.ended,
      );
      expect((await funnelResults(db, place)).nodes).toEqual(await recount(db, place));
      // Nobody comes for them any more: the next life has the clock to itself.
      await db.update(funnel).set({ status: "paused" }).where(eq(funnel.id, place.funnelId));
      count("visits", walked.length);
      count("pulled", walked.filter(({ exit }) => exit === "pulled").length);
      count("branches", walked.filter(({ exit }) => exit === "yes" || exit === "no").length);
      count("mails", mails.length);
      for (const { name } of told) count(name);
      count("ended", row.endedAt === null ? 0 : 1);
      for (const { exit, nodeId: id, leftAt } of walked) {
        const node = flow.nodes.find((one) => one.id === id);
        if (node?.type === "wait" && node.data.until && leftAt) count(`wait ${node.data.until.kind} ${exit}`);
      }
    },
  );
  // Each life takes a quarter of a second: looking for a smaller one that fails as well would take an hour.
  for (let lived = 0; lived < FLOWS; lived += IN_ONE_DATABASE) {
    if (lived > 0) {
      await drop();
      await newWorld();
    }
    const numRuns = Math.min(IN_ONE_DATABASE, FLOWS - lived);
    await fc.assert(property, { numRuns, seed: SEED + lived / IN_ONE_DATABASE, endOnFailure: true });
  }
  console.log(mix);
  expect(mix.visits).toBeGreaterThan(FLOWS * 2);
  // Some goals only count, or take only those above them.
  expect(mix.pulled).toBeGreaterThan(FLOWS / 100);
  expect(mix.branches).toBeGreaterThan(FLOWS / 4);
});
