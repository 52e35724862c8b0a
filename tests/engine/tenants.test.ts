import { expect, test } from "vitest";
import { findPath } from "@/db/queries/path";
import { funnelResults } from "@/db/queries/results";
import { act } from "@/lib/engine/act";
import { advance } from "@/lib/engine/advance";
import { claim } from "@/lib/engine/claim";
import { engage } from "@/lib/engine/engage";
import { decideHeld, listHeld } from "@/lib/engine/held";
import { ingest } from "@/lib/engine/ingest";
import { publish } from "@/lib/engine/publish";
import { recordFailure } from "@/lib/engine/record-failure";
import { startByHand } from "@/lib/engine/start-by-hand";
import { countStuck, retryStuck } from "@/lib/engine/stuck";
import { ownDatabase } from "./database";
import { drawing, goal, mail, onEvent } from "./drawings";
import { buy, DAY, makeWorkspace, publishFlow, stage, submit, subscriber } from "./kit";
import { enrollmentOf, everything, mailsOf } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");

test("every id of one workspace is unknown in every other, and nothing is changed by trying", async () => {
  const flow = drawing({ t: onEvent("signed up"), hello: mail("Hello"), buys: goal() }, ["t > hello"]);
  const { time, engine, ...place } = await stage(own.db, flow);
  const workspaceId = await makeWorkspace(own.db);
  await submit(engine, place.workspaceId, ada, "signed up");
  const { id, generation, contactId } = await enrollmentOf(own.db, place, ada);
  await advance(engine, { ...place, enrollmentId: id, generation });
  await buy(engine, place.workspaceId, ada);
  const [hello] = await mailsOf(own.db, place, ada);
  const messageId = hello?.id ?? "";
  time.outage(2 * DAY);
  const before = await everything(own.db);

  const stolen = { ...place, workspaceId };
  expect(await advance(engine, { ...stolen, enrollmentId: id, generation })).toEqual({ state: "stale" });
  const input = { id: "x", name: "purchase", contactId: contactId ?? "", properties: {} };
  expect(await ingest(engine, { workspaceId, input })).toMatchObject({ ok: false, problem: "no-contact" });
  const inbox = engine.accounts[0];
  if (!inbox) throw new Error("There is always the test inbox.");
  const mine = { messageId, contactId: contactId ?? "" };
  expect(await claim(engine, inbox, { workspaceId, ...mine })).toEqual({ claimed: "no" });
  await engage(engine, { workspaceId, messageId, kind: "clicked", linkKey: null, userAgent: null, ip: null });
  expect(await listHeld(own.db, stolen)).toEqual([]);
  expect(await decideHeld(engine, { ...stolen, messageIds: [messageId], send: true })).toBe(0);
  await recordFailure(engine, { workspaceId, enrollmentId: id, generation, message: "no" });
  expect(await countStuck(own.db, stolen)).toBeNull();
  expect(await retryStuck(own.db, { ...stolen, userId: null, now: time.now() })).toEqual([]);
  for (const wish of [{ do: "remove" }, { do: "skip" }, { do: "move", to: "hello" }] as const) {
    const acting = { ...stolen, enrollmentId: id, visit: null, userId: null, wish };
    expect(await act(engine, acting)).toEqual({ done: false, because: "They are not in this funnel." });
  }
  const starting = { userId: null, requestId: "r", key: null, triggerId: null };
  for (const place of [
    stolen,
    { ...stolen, funnelId: (await publishFlow(own.db, workspaceId, flow)).funnelId },
  ]) {
    const answer = await startByHand(engine, { ...place, contactId: contactId ?? "", ...starting });
    expect(answer).toEqual({ done: false, because: "There is no such contact in this workspace." });
  }
  expect(await findPath(own.db, { workspaceId, enrollmentId: id })).toBeNull();
  expect((await funnelResults(own.db, stolen)).nodes).toEqual({});
  const again = await publish(own.db, {
    ...stolen,
    revision: null,
    userId: null,
    now: Date.now(),
    shortWaits: true,
  });
  expect(again).toMatchObject({ ok: false, problem: "not-found" });
  expect(await everything(own.db)).toEqual(before);
});

test("the same person in two workspaces is two people", async () => {
  const flow = drawing({ t: onEvent("signed up"), hello: mail("Hello") }, ["t > hello"]);
  const { time, engine, ...place } = await stage(own.db, flow);
  const workspaceId = await makeWorkspace(own.db);
  const here = await submit(engine, place.workspaceId, ada, "signed up");
  const no = { purpose: "marketing" as const, given: false, source: "unsubscribe page" };
  const there = await submit(engine, workspaceId, { ...ada, declarations: [no] }, "signed up");
  expect(there.contactId).not.toBe(here.contactId);
  expect(there.enrollments).toEqual([]);
  await time.settle();
  expect((await mailsOf(own.db, place, ada)).map(({ state }) => state)).toEqual(["sent"]);
});
