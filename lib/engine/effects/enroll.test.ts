import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { archiveFunnel } from "@/db/queries/archive";
import { findPath } from "@/db/queries/path";
import { event } from "@/db/schema";
import { stepsOf } from "@/lib/flow/path-steps";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import { DAY, HOUR, publishFlow, stage, stranger, submit } from "@/tests/engine/kit";
import { enrollmentOf, enrollmentsOf, mailsOf, pathOf } from "@/tests/engine/look";

const own = ownDatabase();
const ada = stranger("Ada");

const starting = (id: string) =>
  drawing(
    {
      t: onEvent("joined"),
      go: { type: "jump", data: { to: "funnel", funnel: { id, name: "Other" } } },
      pause: wait(DAY),
    },
    ["t > go > pause"],
    { rule: "per-key", property: "cartId" },
  );

async function twoFunnels(entry: Parameters<typeof drawing>[2]) {
  const { engine, time, ...other } = await stage(
    own.db,
    drawing({ t: onEvent("never"), late: wait(HOUR) }, ["t > late"], entry),
  );
  const first = await publishFlow(own.db, other.workspaceId, starting(other.funnelId));
  const join = async (cartId: string, depth = 0) => {
    await submit(engine, other.workspaceId, ada, "joined", { depth, properties: { cartId } });
    await time.settle();
  };
  return { join, other, first, workspaceId: other.workspaceId };
}

const linesOf = async (workspaceId: string, enrollmentId = "") => {
  const path = await findPath(own.db, { workspaceId, enrollmentId });
  return path ? stepsOf(path).flatMap(({ lines }) => lines.map(({ text }) => text)) : [];
};

test("a jump starts another funnel under its entry rule, one deeper, with what started this one", async () => {
  const { join, other, first, workspaceId } = await twoFunnels({ rule: "per-key", property: "cartId" });
  await join("a", 2);
  await join("b", 2);
  const rows = await enrollmentsOf(own.db, other, ada);
  expect(rows.map(({ entryKey }) => entryKey)).toEqual(["key:a", "key:b"]);
  const facts = await own.db
    .select()
    .from(event)
    .where(and(eq(event.workspaceId, workspaceId), eq(event.name, "funnel.started")));
  expect(facts.map(({ depth }) => depth)).toEqual([3, 3]);
  expect(facts.map(({ properties }) => properties.cartId).sort()).toEqual(["a", "b"]);
  // Here they have gone on.
  const here = await enrollmentsOf(own.db, first, ada);
  expect(here.map(({ nodeId }) => nodeId)).toEqual(["pause", "pause"]);
});

test("where nothing is started the path says why", async () => {
  const { join, other, first, workspaceId } = await twoFunnels({ rule: "once" });
  await join("deep", 9);
  expect(await enrollmentsOf(own.db, other, ada)).toHaveLength(0);
  await join("a");
  await join("b");
  expect(await enrollmentsOf(own.db, other, ada)).toHaveLength(1);
  await archiveFunnel(own.db, other);
  await join("c");
  const journeys = await enrollmentsOf(own.db, first, ada);
  const said = await Promise.all(journeys.map(async ({ id }) => (await linesOf(workspaceId, id)).slice(1)));
  const went = "Went on to start “Other”.";
  expect(said).toEqual([
    [went, "“Funnel” was not started. Funnels had started each other 10 times in a row, and there it stops."],
    [went],
    [went, "“Funnel” was not started. They have been in this funnel, and people enter it once, ever."],
    [went, "“Funnel” was not started. It is not published."],
  ]);
});

test("a jump sends people round so often, and their mails go again", async () => {
  const flow = drawing(
    {
      t: onEvent("joined"),
      hi: mail("Hi", { kind: "service", reason: "they asked" }),
      rest: wait(HOUR),
      again: { type: "jump", data: { most: 2 } },
    },
    ["t > hi > rest > again:next > hi"],
  );
  const { engine, time, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "joined");
  await time.by(DAY);
  const round = ["hi:next", "rest:next"];
  expect(await pathOf(own.db, place, ada)).toEqual([
    "t:next",
    ...round,
    "again:next",
    ...round,
    "again:next",
    ...round,
    "again:enough",
  ]);
  expect((await mailsOf(own.db, place, ada)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  expect((await enrollmentOf(own.db, place, ada)).endReason).toBe("finished");
});
