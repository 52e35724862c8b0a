import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Pool } from "@/db/client";
import { findInboxMail, listInbox } from "@/db/queries/inbox";
import { findTestRun } from "@/db/queries/test-runs";
import { funnel, link, user } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { engage, findLink } from "@/lib/engine/engage";
import { happenInTest } from "@/lib/engine/test-under-way";
import { tryOnMe } from "@/lib/engine/try-on-me";
import { wantedPurchase } from "@/lib/flow/sample-entry";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "./drawings";
import { DAY, HOUR, makeWorkspace, SECOND } from "./kit";
import { type RealTime, realTime } from "./real-time";

// In real time through the unmodified SDK and the embedded server: nothing here moves a clock.

let live: RealTime;
let db: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const own = await scratchDatabase();
  ({ db, drop } = own);
  live = await realTime(own.url);
});
afterAll(async () => {
  await live.stop();
  await drop();
});

const member = { id: "u1", name: "Ines", email: "ines@example.org" };
const series = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Welcome"),
    pause: wait(2 * DAY),
    promise: mail("What you can hold us to"),
    asked: clicked("promise", 2 * DAY),
    begin: mail("Where to begin"),
    other: mail("Something else"),
    last: wait(12 * HOUR),
    bye: end("thanked"),
    buys: goal({ product: "Course" }),
    receipt: mail("Your receipt"),
  },
  [
    "t > hello > pause > promise > asked",
    "asked:yes > begin > last > bye",
    "asked:no > other",
    "buys > receipt",
  ],
);

async function begin(speed: number) {
  const workspaceId = await makeWorkspace(db);
  const id = `${workspaceId}-ines`;
  const person = { ...member, id, email: `${id}@example.org` };
  await db.insert(user).values(person);
  const [row] = await db.insert(funnel).values({ workspaceId, name: "Series", draft: series }).returning();
  const scope = { workspaceId, funnelId: row?.id ?? "", userId: id };
  const begun = await tryOnMe(live.engine, {
    ...scope,
    revision: null,
    member: person,
    speed,
    triggerId: null,
    shortWaits: false,
  });
  if (!begun.ok) throw new Error(begun.message);
  const inbox = async () => (await listInbox(db, { workspaceId })).map(({ subject }) => subject).toReversed();
  const path = async () =>
    (await findTestRun(db, scope))?.path.visits.map(
      ({ nodeId, exit, by }) => `${nodeId}:${exit ?? by ?? "here"}`,
    );
  return { scope, inbox, path };
}

test("template-like: two mails within seconds, a click in the second takes the yes path to its end", async () => {
  // A day in a second: the pause is two seconds, and there are two seconds to click.
  const { scope, inbox, path } = await begin(86_400);
  const began = Date.now();
  await vi.waitFor(async () => expect(await inbox()).toEqual(["Welcome", "What you can hold us to"]), {
    timeout: 10 * SECOND,
    interval: 50,
  });
  const took = Date.now() - began;
  expect(took).toBeGreaterThan(1_900);
  const [second] = await listInbox(db, scope);
  const mailed = await findInboxMail(db, { ...scope, messageId: second?.id ?? "", plays: true });
  const [token] = /(?<=\/c\/)[\w-]+/.exec(mailed?.html ?? "") ?? [];
  const found = await findLink(db, token ?? "");
  if (!found) throw new Error("The link of the mail leads nowhere.");
  await engage(live.engine, {
    workspaceId: found.workspaceId,
    messageId: found.messageId,
    kind: "clicked",
    linkKey: found.key,
    userAgent: "Mozilla/5.0",
    ip: null,
  });
  await vi.waitFor(async () => expect((await path())?.at(-1)).toBe("bye:ended"), {
    timeout: 10 * SECOND,
    interval: 50,
  });
  expect(await path()).toEqual([
    "t:next",
    "hello:next",
    "pause:next",
    "promise:next",
    "asked:yes",
    "begin:next",
    "last:next",
    "bye:ended",
  ]);
  expect(await inbox()).toEqual(["Welcome", "What you can hold us to", "Where to begin"]);
  expect(await db.select().from(link).where(eq(link.workspaceId, scope.workspaceId))).toHaveLength(3);
}, 30_000);

test("without a click the no path, and a purchase that is pretended wakes whoever waits", async () => {
  const { scope, inbox, path } = await begin(86_400);
  await vi.waitFor(async () => expect((await path())?.at(-1)).toBe("pause:here"), { timeout: 10 * SECOND });
  const pressed = Date.now();
  expect(await happenInTest(live.engine, scope, wantedPurchase(series))).toBe(true);
  await vi.waitFor(async () => expect(await inbox()).toEqual(["Welcome", "Your receipt"]), {
    timeout: 10 * SECOND,
    interval: 20,
  });
  expect(Date.now() - pressed).toBeLessThan(1_900);
  await vi.waitFor(async () =>
    expect((await path())?.slice(2)).toEqual(["pause:pulled", "buys:next", "receipt:next"]),
  );
}, 30_000);
