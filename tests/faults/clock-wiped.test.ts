import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { enrollment, visit } from "@/db/schema";
import { drawing, mail, onEvent, wait } from "../engine/drawings";
import { SECOND, submit } from "../engine/kit";
import { crowd } from "./journey";
import { expectClean } from "./oracle";
import { forAll, setUp, standing, until } from "./rig";
import { size } from "./size";

const PEOPLE = size("F8_PEOPLE", { short: 30, long: 1_000 });
const WAIT = size("F8_WAIT_MS", { short: 15 * SECOND, long: 60 * SECOND });
const WITHIN_MS = 180 * SECOND;

test(`F8: the durable engine forgets everything while ${PEOPLE} people wait, and all go on`, async () => {
  const flow = drawing({ start: onEvent("signed up"), rest: wait(WAIT), hello: mail("Hello") }, [
    "start > rest > hello",
  ]);
  const rig = await setUp(flow);
  const child = await rig.run();
  await forAll(crowd(PEOPLE), (who) => submit(rig.web, rig.place.workspaceId, who, "signed up"));
  await until("everybody has begun to wait", async () => {
    const rows = await rig.db.select().from(visit).where(eq(visit.nodeId, "rest"));
    return rows.length === PEOPLE;
  });
  // Registering the last waits may still be under way.
  await pause(500);
  await rig.db.execute(sql`
    truncate inngest_local.events, inngest_local.runs, inngest_local.steps, inngest_local.jobs,
      inngest_local.waits, inngest_local.starts, inngest_local.lanes`);
  // On a very busy machine the first of them have gone on already.
  const waiting = await rig.db.select().from(enrollment).where(eq(enrollment.nodeId, "rest"));
  expect(waiting.length).toBeGreaterThan(PEOPLE / 4);
  await until(
    "everybody has come to an end",
    async () => (await standing(rig.db, rig.place)).ended === PEOPLE,
    { patienceMs: WAIT + WITHIN_MS },
  );
  await child.kill();
  // When each was really taken up again: the visit's own instants say when it was due.
  const late = await rig.db
    .select({ at: sql<string>`max(${enrollment.endedAt}) - max(${visit.leftAt})` })
    .from(enrollment)
    .innerJoin(visit, eq(visit.enrollmentId, enrollment.id))
    .where(eq(visit.nodeId, "rest"))
    .groupBy(enrollment.id);
  const most = Math.max(...late.map(({ at }) => Number(at)));
  console.log(`F8: the last one was taken up ${(most / SECOND).toFixed(1)} s after they were due`);
  expect(most).toBeLessThan(WITHIN_MS);
  await expectClean("F8", rig, await rig.resend.accepted());
});
