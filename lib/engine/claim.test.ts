import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { setPaused } from "@/db/queries/funnels";
import { engagement, event, suppression, workspaceSettings } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent, serviceMail, wait } from "@/tests/engine/drawings";
import {
  buy,
  DAY,
  HOUR,
  MINUTE,
  makeWorkspace,
  publishFlow,
  stage,
  stranger,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf, react, statesOf } from "@/tests/engine/look";
import { advance } from "./advance";
import { deliver } from "./deliver";
import { decideHeld, listHeld } from "./held";
import { unsubscribe } from "./unsubscribe";

const own = ownDatabase();
const ada = subscriber("Ada");

const course = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(DAY),
    receipt: serviceMail("Your receipt"),
    pause2: wait(DAY),
    news: mail("News"),
    bye: end(),
  },
  ["t > hello > pause > receipt > pause2 > news > bye"],
);

/** More than marketing mail is left until the very end. */
const billed = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    pause: wait(DAY),
    receipt: serviceMail("Your receipt"),
    pause2: wait(DAY),
    news: mail("News"),
    bill: serviceMail("Your bill"),
  },
  ["t > hello > pause > receipt > pause2 > news > bill"],
);

async function entered(who = ada, flow = course) {
  const { time, engine, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, who, "signed up");
  return { time, engine, place };
}

describe("who may be mailed", () => {
  test("unsubscribing blocks every later marketing mail at once; service goes on", async () => {
    const { time, engine, place } = await entered(ada, billed);
    await time.by(HOUR);
    const [hello] = await mailsOf(own.db, place, ada);
    const by = { source: "one-click", userAgent: null, ip: null } as const;
    expect(await unsubscribe(engine, { token: hello?.unsubscribeToken ?? "", ...by })).toBe(true);
    expect(await unsubscribe(engine, { token: "unknown", ...by })).toBe(false);
    await time.by(5 * DAY);
    const rows = await mailsOf(own.db, place, ada);
    expect(rows.map(({ nodeId, state, reason }) => [nodeId, state, reason])).toEqual([
      ["hello", "sent", null],
      ["receipt", "sent", null],
      ["news", "dropped", "They have unsubscribed."],
      ["bill", "sent", null],
    ]);
    expect((await pathOf(own.db, place, ada)).slice(-2)).toEqual(["news:next", "bill:next"]);
  });

  test("unsubscribing between queue and claim is in time", async () => {
    const { time, engine, place } = await entered(ada, billed);
    await time.by(DAY + HOUR);
    const [hello] = await mailsOf(own.db, place, ada);
    time.outage(DAY);
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await advance(engine, { ...place, enrollmentId: id, generation });
    expect((await statesOf(own.db, place, ada)).news).toBe("queued");
    const token = hello?.unsubscribeToken ?? "";
    await unsubscribe(engine, { token, source: "one-click", userAgent: null, ip: null });
    // They may have left by it, so they are looked at first.
    await deliver(engine, "inbox");
    expect((await statesOf(own.db, place, ada)).news).toBe("queued");
    await time.settle();
    expect((await statesOf(own.db, place, ada)).news).toBe("dropped");
  });

  test("whoever never agreed gets service mail only, and is walked past the rest with the reason", async () => {
    const bob = stranger("Bob");
    const { time, place } = await entered(bob);
    await time.by(5 * DAY);
    expect((await mailsOf(own.db, place, bob)).map(({ state, reason }) => [state, reason])).toEqual([
      ["dropped", "They never agreed to marketing mail."],
      ["sent", null],
      ["dropped", "They never agreed to marketing mail."],
    ]);
    expect(await enrollmentOf(own.db, place, bob)).toMatchObject({ status: "ended" });
  });

  test("an address that bounced or complained gets nothing at all, not even service", async () => {
    const { time, place } = await entered();
    await own.db
      .insert(suppression)
      .values({ workspaceId: place.workspaceId, email: ada.email, reason: "complained", at: new Date() });
    await time.by(5 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({
      hello: "dropped",
      receipt: "dropped",
      news: "dropped",
    });
  });

  test("a suppression of another workspace is its own", async () => {
    const { time, place } = await entered();
    const other = await makeWorkspace(own.db);
    await own.db
      .insert(suppression)
      .values({ workspaceId: other, email: ada.email, reason: "complained", at: new Date() });
    await time.by(5 * DAY);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent", receipt: "sent", news: "sent" });
  });
});

describe("what a sent mail carries", () => {
  test("marketing: both list headers, an address to unsubscribe, the postal address and a tag to find it by", async () => {
    const { time, place } = await entered();
    await time.by(5 * DAY);
    const [hello, receipt] = await mailsOf(own.db, place, ada);
    const frozen = hello?.frozen;
    const address = `http://localhost:3000/u/${hello?.unsubscribeToken}`;
    expect(frozen?.headers).toEqual({
      "List-Unsubscribe": `<${address}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    for (const words of [frozen?.html, frozen?.text]) {
      expect(words).toContain(address);
      expect(words).toContain("1 Water Street");
      expect(words, "links go through us").not.toContain("https://example.org/look");
    }
    expect(frozen?.to).toBe(ada.email);
    expect(frozen?.tags).toContainEqual({ name: "message_id", value: hello?.id });
    expect(receipt?.frozen?.headers).toEqual({});
    expect(receipt?.unsubscribeToken).toBeNull();
  });

  test.each([
    ["off", false, false],
    ["consent", false, false],
    ["consent", true, true],
    ["all", false, true],
  ] as const)("opens %s, agreed to measuring %s: a pixel %s", async (opens, agreed, pixel) => {
    const { time, engine, ...place } = await stage(own.db, course, { opens });
    const declarations = agreed
      ? [...ada.declarations, { purpose: "measuring" as const, given: true, source: "form:welcome" }]
      : ada.declarations;
    await submit(engine, place.workspaceId, { ...ada, declarations }, "signed up");
    await time.settle();
    const [hello] = await mailsOf(own.db, place, ada);
    expect(hello?.openToken !== null).toBe(pixel);
    expect(hello?.frozen?.html.includes("/o/")).toBe(pixel);
  });

  test("whoever takes back that they may be measured is not from then on, by what has left before", async () => {
    const { time, engine, ...place } = await stage(own.db, course, { opens: "consent" });
    const says = (given: boolean, event: string) => {
      const measuring = { purpose: "measuring" as const, given, source: "form:welcome" };
      const declarations = [...ada.declarations, measuring];
      return submit(engine, place.workspaceId, { ...ada, declarations }, event);
    };
    await says(true, "signed up");
    await time.settle();
    await says(false, "seen");
    await react(engine, place, ada, "hello", "opened");
    expect(await own.db.$count(engagement)).toBe(0);
    await says(true, "seen");
    await react(engine, place, ada, "hello", "opened");
    expect(await own.db.$count(engagement)).toBe(1);
  });
});

describe("pause", () => {
  test("holds moves and queued mail; resuming goes on by itself", async () => {
    const { time, engine, place } = await entered();
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await advance(engine, { ...place, enrollmentId: id, generation });
    await setPaused(own.db, { ...place, paused: true });
    await time.by(5 * HOUR);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    await setPaused(own.db, { ...place, paused: false });
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    await time.by(HOUR);
    await setPaused(own.db, { ...place, paused: true });
    await time.by(10 * DAY);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
    await setPaused(own.db, { ...place, paused: false });
    await time.settle();
    expect((await pathOf(own.db, place, ada)).slice(2, 4)).toEqual(["pause:next", "receipt"]);
  });

  test("facts still count while it is paused, and another funnel goes on", async () => {
    const { time, engine, place } = await entered();
    const other = await publishFlow(own.db, place.workspaceId, course);
    const bea = subscriber("Bea");
    await setPaused(own.db, { ...place, paused: true });
    await submit(engine, place.workspaceId, bea, "signed up");
    await buy(engine, place.workspaceId, bea);
    await time.by(HOUR);
    expect(await pathOf(own.db, place, bea)).toEqual(["t"]);
    expect(await pathOf(own.db, other, bea)).toEqual(["t:next", "hello:next", "pause"]);
  });
});

describe("more than a day late", () => {
  /** The first mail became due, and then nobody came for a while. */
  async function late(ms: number) {
    const { time, engine, place } = await entered();
    const { id, generation } = await enrollmentOf(own.db, place, ada);
    await advance(engine, { ...place, enrollmentId: id, generation });
    time.outage(ms);
    await time.settle();
    const [hello] = await mailsOf(own.db, place, ada);
    return {
      time,
      engine,
      place,
      hello,
      decide: (send: boolean, who: { workspaceId: string; funnelId: string } = place) =>
        decideHeld(engine, { ...who, messageIds: [hello?.id ?? ""], send }),
    };
  }

  test("up to a day late it just goes", async () => {
    const { hello } = await late(DAY - MINUTE);
    expect(hello?.state).toBe("sent");
  });

  test("later it is held, is listed, and stays held", async () => {
    const { time, place, hello } = await late(DAY + MINUTE);
    expect(hello).toMatchObject({ state: "held", reason: "It is more than a day late." });
    await time.by(3 * DAY);
    expect(await listHeld(own.db, place)).toEqual([
      { id: hello?.id, nodeId: "hello", to: ada.email, dueAt: hello?.dueAt, reason: hello?.reason },
    ]);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello"]);
  });

  test("send now: it goes, and they walk on from then", async () => {
    const { time, place, decide } = await late(3 * DAY);
    expect(await decide(true)).toBe(1);
    expect(await decide(true), "decided is decided").toBe(0);
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    const { arrivedAt, nodeId } = await enrollmentOf(own.db, place, ada);
    expect(nodeId).toBe("pause");
    expect(arrivedAt).toBeGreaterThan(time.now() - MINUTE);
  });

  test("skip: it is dropped with the reason, and they walk on", async () => {
    const { time, place, decide } = await late(3 * DAY);
    expect(await decide(false)).toBe(1);
    await time.settle();
    const [hello] = await mailsOf(own.db, place, ada);
    expect(hello).toMatchObject({ state: "dropped", reason: "It was late, and was skipped." });
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "hello:next", "pause"]);
    expect(await listHeld(own.db, place)).toEqual([]);
  });

  test("nobody else decides: neither another workspace nor for another funnel", async () => {
    const { place, decide } = await late(3 * DAY);
    const workspaceId = await makeWorkspace(own.db);
    const sibling = await publishFlow(own.db, place.workspaceId, course);
    expect(await decide(true, { ...place, workspaceId })).toBe(0);
    expect(await decide(false, sibling)).toBe(0);
    expect(await listHeld(own.db, { ...place, workspaceId })).toEqual([]);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "held" });
  });

  test("whoever has unsubscribed meanwhile gets nothing, whatever is decided", async () => {
    const { time, engine, place, decide } = await late(3 * DAY);
    const no = { purpose: "marketing" as const, given: false, source: "api: account page" };
    await submit(engine, place.workspaceId, { ...ada, declarations: [no] }, "seen");
    await decide(true);
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "dropped" });
  });
});

describe("a mail that cannot leave", () => {
  test("because it cannot be made ready is tried again, then held, and keeps nobody else waiting", async () => {
    const { time, engine, place } = await entered();
    const bea = subscriber("Bea");
    await submit(engine, place.workspaceId, bea, "signed up");
    for (const who of [ada, bea]) {
      const { id, generation } = await enrollmentOf(own.db, place, who);
      await advance(engine, { ...place, enrollmentId: id, generation });
    }
    const { entryEventId } = await enrollmentOf(own.db, place, ada);
    const [entry] = await own.db.delete(event).where(eq(event.id, entryEventId)).returning();
    const complaints = vi.spyOn(console, "error").mockImplementation(() => {});
    await time.settle();
    expect(await statesOf(own.db, place, bea)).toEqual({ hello: "sent" });
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
    await time.by(HOUR);
    expect(complaints).toHaveBeenCalledTimes(5);
    complaints.mockRestore();
    const [held] = await listHeld(own.db, place);
    expect(held).toMatchObject({ to: ada.email, reason: expect.stringContaining("could not be made ready") });

    if (entry) await own.db.insert(event).values(entry);
    await decideHeld(engine, { ...place, messageIds: [held?.id ?? ""], send: true });
    await time.settle();
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  });

  test("because the postal address was emptied is held; service mail goes on", async () => {
    const { time, engine, place } = await entered();
    const mine = eq(workspaceSettings.workspaceId, place.workspaceId);
    await own.db.update(workspaceSettings).set({ postalAddress: " " }).where(mine);
    await time.by(HOUR);
    const [held] = await listHeld(own.db, place);
    expect(held?.reason).toContain("no postal address");
    await decideHeld(engine, { ...place, messageIds: [held?.id ?? ""], send: false });
    await time.by(2 * DAY);
    expect(await statesOf(own.db, place, ada)).toMatchObject({ hello: "dropped", receipt: "sent" });
  });
});

test("a demo workspace never leaves the test inbox, whatever account there is", async () => {
  const sent: string[] = [];
  const transport = {
    dedupeWindowMs: 0,
    send: async ({ to }: { to: string }) => {
      sent.push(to);
      return { outcome: "sent" as const, providerId: "p" };
    },
  };
  const account = { id: "resend:test", transport, perSecond: 10 };
  const { time, engine, ...place } = await stage(own.db, course, { demo: true, accounts: [account] });
  await submit(engine, place.workspaceId, ada, "signed up");
  const { id, generation } = await enrollmentOf(own.db, place, ada);
  await advance(engine, { ...place, enrollmentId: id, generation });
  await deliver(engine, account.id);
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "queued" });
  await time.settle();
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  expect(sent).toEqual([]);
  await own.db
    .update(workspaceSettings)
    .set({ demo: false })
    .where(eq(workspaceSettings.workspaceId, place.workspaceId));
  await time.by(5 * DAY);
  expect(sent).toEqual([ada.email, ada.email]);
});

test("an email’s own sender and address for replies stand in its mail, the workspace’s in every other", async () => {
  const flow = drawing(
    {
      t: onEvent("signed up"),
      hello: mail("Hello", {
        sender: { name: "Anna", email: "anna@mill.example" },
        replyTo: "help@mill.example",
      }),
      news: mail("News"),
    },
    ["t > hello > news"],
  );
  const { time, engine, ...place } = await stage(own.db, flow, { replyTo: "office@mill.example" });
  await submit(engine, place.workspaceId, ada, "signed up");
  await time.settle();
  const frozen = (await mailsOf(own.db, place, ada)).map((row) => [row.frozen?.from, row.frozen?.replyTo]);
  expect(frozen).toEqual([
    ['"Anna" <anna@mill.example>', "help@mill.example"],
    ['"Mill & Co" <hello@mill.example>', "office@mill.example"],
  ]);
});
