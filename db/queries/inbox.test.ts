import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { findInboxMail, listInbox } from "@/db/queries/inbox";
import { user } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { ensureAccount } from "@/lib/engine/account";
import type { MailAccount } from "@/lib/engine/transport/transport";
import { tryOnMe } from "@/lib/engine/try-on-me";
import { drawing, mail, onEvent } from "@/tests/engine/drawings";
import { HOUR, MINUTE, makeWorkspace, stage, submit, subscriber } from "@/tests/engine/kit";
import { mailsOf, react } from "@/tests/engine/look";

let db: Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
});
afterAll(() => drop());

const flow = drawing({ t: onEvent("came"), hello: mail("100% off_today") }, ["t > hello"]);
const people = ["Ada", "Bob", "Cem"].map((name) => subscriber(name));

async function sent() {
  const { time, engine, ...place } = await stage(db, flow);
  for (const who of people) {
    await submit(engine, place.workspaceId, who, "came");
    await time.by(MINUTE);
  }
  await time.by(HOUR);
  const list = (search?: string) =>
    listInbox(db, { workspaceId: place.workspaceId, ...(search === undefined ? {} : { search }) });
  return { ...place, engine, time, list };
}

test("sent mail is listed newest first, as it was frozen", async () => {
  const { list } = await sent();
  const rows = await list();
  expect(rows.map(({ to }) => to)).toEqual(["cem@example.org", "bob@example.org", "ada@example.org"]);
  expect(rows[0]).toMatchObject({
    subject: "100% off_today",
    from: expect.stringContaining("hello@mill.example"),
    kind: "marketing",
    funnelName: "Funnel",
  });
});

test("mail that did not go out is not in the inbox", async () => {
  const { list, engine, time, workspaceId } = await sent();
  await submit(engine, workspaceId, { ...subscriber("Dora"), declarations: [] }, "came");
  await time.by(HOUR);
  expect((await list()).map(({ to }) => to)).not.toContain("dora@example.org");
});

test.each([
  ["ada", ["ada@example.org"]],
  ["OFF_TODAY bob", ["bob@example.org"]],
  ["100% cem", ["cem@example.org"]],
  ["off today", ["cem@example.org", "bob@example.org", "ada@example.org"]],
  ["offxtoday", []],
  ["%", ["cem@example.org", "bob@example.org", "ada@example.org"]],
  ["a%a", []],
  ["\\", []],
])("search for “%s” takes every letter as it is", async (search, found) => {
  const { list } = await sent();
  expect((await list(search)).map(({ to }) => to)).toEqual(found);
});

test("a mail opens with what arrived and what happened to it", async () => {
  const place = await sent();
  const [ada] = people;
  if (!ada) throw new Error("Ada takes part.");
  const [row] = await mailsOf(db, place, ada);
  const messageId = row?.id ?? "";
  await react(place.engine, place, ada, "hello", "opened");
  await react(place.engine, place, ada, "hello", "clicked");
  const mail = await findInboxMail(db, { workspaceId: place.workspaceId, messageId, plays: true });
  expect(mail).toMatchObject({ to: "ada@example.org", state: "sent" });
  expect(mail?.html).toContain("Words of 100% off_today.");
  expect(mail?.headers).toMatchObject({ To: "ada@example.org", Subject: "100% off_today" });
  expect(mail?.happened.map(({ kind, url }) => [kind, url])).toEqual([
    ["opened", null],
    ["clicked", "https://example.org/look"],
  ]);
});

describe("looking at a mail", () => {
  const PIXEL = /<img[^>]*\/o\/[^>]*>/;

  test("opens it once, in the test inbox, for whoever plays its recipient", async () => {
    const place = await sent();
    const [row] = await place.list();
    const look = async (plays: boolean) =>
      (await findInboxMail(db, { workspaceId: place.workspaceId, messageId: row?.id ?? "", plays }))?.html;
    expect(await look(false), "a viewer only looks on").not.toMatch(PIXEL);
    expect(await look(true)).toMatch(PIXEL);
    await react(place.engine, place, subscriber("Cem"), "hello", "opened");
    const again = await look(true);
    expect(again).not.toMatch(PIXEL);
    expect(again).toContain("Words of 100% off_today.");
  });

  test("that went out by a provider is not its recipient's opening it", async () => {
    const account: MailAccount = {
      id: "resend:inbox",
      perSecond: 10,
      transport: { dedupeWindowMs: 0, send: async () => ({ outcome: "sent", providerId: "p1" }) },
    };
    const { time, engine, ...place } = await stage(db, flow, { accounts: [account] });
    await ensureAccount(db, account);
    await submit(engine, place.workspaceId, subscriber("Ada"), "came");
    await time.by(MINUTE);
    const [row] = await listInbox(db, { workspaceId: place.workspaceId });
    const scope = { workspaceId: place.workspaceId, messageId: row?.id ?? "", plays: true };
    const mail = await findInboxMail(db, scope);
    expect(mail?.left).toBe(true);
    expect(mail?.html).not.toMatch(PIXEL);
  });
});

test("another workspace sees none of it", async () => {
  const place = await sent();
  const stranger = await makeWorkspace(db);
  const [row] = await place.list();
  expect(row).toBeDefined();
  expect(await listInbox(db, { workspaceId: stranger })).toEqual([]);
  expect(
    await findInboxMail(db, { workspaceId: stranger, messageId: row?.id ?? "", plays: true }),
  ).toBeNull();
});

test("members' tests are among it, marked, and can be left out or looked at alone", async () => {
  const { engine, time, workspaceId, funnelId } = await sent();
  await db.insert(user).values({ id: workspaceId, name: "Ines", email: `${workspaceId}@example.org` });
  const member = { id: workspaceId, name: "Ines", email: `${workspaceId}@example.org` };
  const begun = await tryOnMe(engine, {
    workspaceId,
    funnelId,
    revision: null,
    member,
    speed: 8_640,
    triggerId: null,
    shortWaits: true,
  });
  expect(begun.ok).toBe(true);
  await time.by(HOUR);
  const seen = async (show: "all" | "real" | "tests") =>
    (await listInbox(db, { workspaceId, show })).map(({ to, test: isTest }) => [to, isTest]);
  const real = ["cem", "bob", "ada"].map((name) => [`${name}@example.org`, false]);
  expect(await seen("tests")).toEqual([[member.email, true]]);
  expect(await seen("real")).toEqual(real);
  expect(await seen("all")).toEqual([[member.email, true], ...real]);
});
