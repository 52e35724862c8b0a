import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { advance } from "@/lib/engine/advance";
import type { Engine } from "@/lib/engine/engine";
import type { Flow } from "@/lib/flow/flow";
import { drawing, end, onEvent, waitUntil } from "../engine/drawings";
import { HOUR, type Live, makeWorkspace, type Persona, publishFlow, submit, subscriber } from "../engine/kit";
import { appFunctions } from "./no-sweep";
import { expectClean } from "./oracle";
import { forAll, standing, until, webEngine } from "./rig";
import { newChance, size } from "./size";

const TRIALS = size("F9_TRIALS", { short: 150, long: 10_000 });
const PAIRS = size("F9_PAIRS", { short: 200, long: 10_000 });

/** Waits for an answer, for an hour at most. */
const answered = (): Flow =>
  drawing(
    {
      start: onEvent("asked"),
      rest: waitUntil({ kind: "event", event: "answer", same: "", since: "arrival", atMostMs: HOUR }),
      yes: end("answered"),
      no: end("silent"),
    },
    ["start > rest", "rest:happened > yes", "rest:timeout > no"],
  );

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let db: Pool;
beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});
afterAll(() => scratch.drop());

test(`F9: an answer comes just before, at and just after a wait is registered, ${TRIALS} times`, async () => {
  const chance = newChance("F9");
  const engine = webEngine(db);
  const place = await publishFlow(db, await makeWorkspace(db), answered());
  const people = Array.from({ length: TRIALS }, (_, n) => subscriber(`trial-${n}`));
  const whose = new Map<string, Persona>();
  const sent = new Set<string>();
  const sending: Promise<unknown>[] = [];
  let within = 0;
  const answer = (enrollmentId: string) => {
    const who = whose.get(enrollmentId);
    if (!who || sent.has(enrollmentId)) return Promise.resolve();
    sent.add(enrollmentId);
    return submit(engine, place.workspaceId, { ...who, declarations: [] }, "answer").then(() => {});
  };
  const server = await appFunctions(scratch.url, db, async (enrollmentId) => {
    const kind = chance.below(3);
    // Exactly in between: the run has advanced, and its wait is not registered before this is through.
    if (kind === 0) {
      within += 1;
      await answer(enrollmentId);
    } else if (kind === 1) await pause(chance.between(0, 30));
    sending.push(pause(chance.between(0, 200)).then(() => answer(enrollmentId)));
  });
  await server.ready;
  await forAll(people, async (who) => {
    const { enrollments } = await submit(engine, place.workspaceId, who, "asked");
    const [id = ""] = enrollments;
    whose.set(id, who);
    // About a fifth of the answers do not wait to be waited for.
    if (chance.below(5) === 0) sending.push(pause(chance.between(0, 60)).then(() => answer(id)));
  });
  await until("every answer was heard", async () => (await standing(db, place)).ended === TRIALS, {
    patienceMs: 30_000 + TRIALS * 20,
  });
  await Promise.all(sending);
  await server.stop();
  console.log(`F9: ${within} of ${TRIALS} answers came between advance and the registration of the wait`);
  expect(within).toBeGreaterThan(TRIALS / 6);
  const ended = await db.query.enrollment.findMany({ columns: { endReason: true } });
  expect(new Set(ended.map(({ endReason }) => endReason))).toEqual(new Set(["answered"]));
  await expectClean("F9", { db, place }, []);
});

test(`one contact is told of an answer and advanced at the very same instant, ${PAIRS} times`, async () => {
  const chance = newChance("ingest and advance");
  const web: Engine = { ...webEngine(db), hint: async () => {} };
  const place: Live = await publishFlow(db, await makeWorkspace(db), answered());
  const { workspaceId } = place;
  const people = Array.from({ length: PAIRS }, (_, n) => subscriber(`pair-${n}`));
  await forAll(
    people,
    async (who) => {
      const early: Engine = { ...web, clock: () => Date.now() - 2 * HOUR };
      const [enrollmentId = ""] = (await submit(early, workspaceId, who, "asked")).enrollments;
      const at = await advance(early, { workspaceId, enrollmentId, generation: 1 });
      const due = at.state === "waiting" ? at.until : null;
      if (due === null) throw new Error("Nobody waits.");
      // The wait ends in this very millisecond; each of the two is begun first about as often.
      const engine: Engine = { ...web, clock: () => due };
      const answers = () => submit(engine, workspaceId, { ...who, declarations: [] }, "answer");
      const advances = () => advance(engine, { workspaceId, enrollmentId, generation: 1 });
      // Advancing has less to do before it takes the lock: now and then it begins a little later.
      const later = () => pause(chance.between(0, 12)).then(advances);
      const both = chance.below(2) === 0 ? [answers, later] : [advances, answers];
      await Promise.all(both.map((one) => one()));
      await advances();
    },
    4,
  );
  const reasons = await db.query.enrollment.findMany({ columns: { endReason: true, funnelId: true } });
  const count = (reason: string) =>
    reasons.filter((one) => one.funnelId === place.funnelId && one.endReason === reason).length;
  const [heard, silent] = [count("answered"), count("silent")];
  console.log(`ingest and advance: ${heard} heard the answer, ${silent} had gone on`);
  expect(heard + silent).toBe(PAIRS);
  // Had one of the two always been first, nothing would have been raced.
  expect(Math.min(heard, silent)).toBeGreaterThan(PAIRS / 50);
  await expectClean("ingest and advance", { db, place }, []);
});
