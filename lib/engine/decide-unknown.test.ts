import { describe, expect, test } from "vitest";
import { funnelResults } from "@/db/queries/results";
import { countUnknown, listUnknown } from "@/db/queries/unknown-mail";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import { DAY, makeWorkspace, stage, submit, subscriber } from "@/tests/engine/kit";
import { mailsOf, pathOf, react, statesOf } from "@/tests/engine/look";
import { recount } from "@/tests/engine/recount";
import { decideUnknown, type Said } from "./decide-unknown";
import { fold } from "./fold";
import type { MailAccount } from "./transport/transport";

const own = ownDatabase();
const ada = subscriber("Ada");
const bea = subscriber("Bea");
const letter = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);

/** Ada's and Bea's mail was handed over, nobody answered, and the time in which one could ask again is over. */
async function unanswered() {
  let calls = 0;
  const account: MailAccount = {
    id: "resend:unknown",
    perSecond: 9,
    transport: {
      dedupeWindowMs: 0,
      async send() {
        calls++;
        return { outcome: "ambiguous", because: "no answer" };
      },
    },
  };
  const { time, engine, ...place } = await stage(own.db, letter, { accounts: [account] });
  for (const who of [ada, bea]) await submit(engine, place.workspaceId, who, "signed up");
  await time.by(DAY);
  expect(await statesOf(own.db, place, ada)).toEqual({ hello: "unknown" });
  const ids: string[] = [];
  for (const who of [ada, bea]) ids.push((await mailsOf(own.db, place, who))[0]?.id ?? "");
  const say = (said: Said, messageIds = ids.slice(0, 1), more: object = {}) =>
    decideUnknown(engine, { workspaceId: place.workspaceId, messageIds, said, userId: "maya", ...more });
  const sent = async () => {
    await fold(own.db);
    const { nodes } = await funnelResults(own.db, place);
    expect(nodes).toEqual(await recount(own.db, place));
    return nodes.hello?.sent ?? 0;
  };
  return { time, engine, place, ids, say, sent, calls: () => calls };
}

describe("a mail of which nobody knows whether it was sent", () => {
  test("is listed until somebody says so, and nothing is sent by what they say", async () => {
    const { time, place, say, sent, calls } = await unanswered();
    const list = await listUnknown(own.db, place);
    expect(list.map(({ to, subject }) => [to, subject]).sort()).toEqual([
      [ada.email, "Hello"],
      [bea.email, "Hello"],
    ]);
    expect(list[0]?.reason).toContain("may or may not have been sent");
    const before = calls();
    expect(await say("sent")).toBe(1);
    expect(await sent()).toBe(1);
    expect(await countUnknown(own.db, place)).toBe(1);
    expect(
      await say(
        "not sent",
        (await listUnknown(own.db, place)).map(({ id }) => id),
      ),
    ).toBe(1);
    expect(await countUnknown(own.db, place)).toBe(0);
    const [hers] = await mailsOf(own.db, place, bea);
    expect(hers).toMatchObject({ state: "failed", settledBy: "maya" });
    await time.by(2 * DAY);
    expect(calls()).toBe(before);
    for (const who of [ada, bea]) {
      expect(await pathOf(own.db, place, who)).toEqual(["t:next", "hello:next", "bye:ended"]);
    }
    expect(await sent()).toBe(1);
  });

  test("what was said can be taken back, by whoever said it", async () => {
    const { place, say, sent } = await unanswered();
    for (const said of ["sent", "not sent"] as const) {
      await say(said);
      expect(await say("unknown", undefined, { userId: "otto" })).toBe(0);
      expect(await say("unknown")).toBe(1);
      expect(await countUnknown(own.db, place)).toBe(2);
      expect(await sent()).toBe(0);
    }
  });

  test.each(["opened", "clicked"] as const)("is settled as soon as it is %s, counted once", async (kind) => {
    const { engine, place, sent } = await unanswered();
    await react(engine, place, ada, "hello", kind);
    await react(engine, place, ada, "hello", kind);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
    expect(await sent()).toBe(1);
  });

  test("is sent after all when it is opened, although somebody said that it was not", async () => {
    const { engine, place, say, sent } = await unanswered();
    await say("not sent");
    await react(engine, place, ada, "hello", "opened");
    const [mine] = await mailsOf(own.db, place, ada);
    expect(mine).toMatchObject({ state: "sent", reason: null, settledBy: null });
    expect(await sent()).toBe(1);
    expect(await say("unknown"), "it is known now").toBe(0);
  });

  test("is nobody else's business, and a mail that is known is left alone", async () => {
    const { place, ids, say } = await unanswered();
    const workspaceId = await makeWorkspace(own.db);
    expect(await say("not sent", ids, { workspaceId })).toBe(0);
    expect(await listUnknown(own.db, { workspaceId })).toEqual([]);
    await say("sent");
    expect(await say("not sent")).toBe(0);
    expect(await statesOf(own.db, place, ada)).toEqual({ hello: "sent" });
  });
});
