import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { funnelResults } from "@/db/queries/results";
import { contact, enrollment, visit } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import type { Engine } from "@/lib/engine/engine";
import { fastForward } from "@/lib/engine/fast-forward";
import { interpret } from "../reference/interpret";
import { anyToken, buy, type Live, MINUTE, MONDAY, makeWorkspace, publishFlow, submit } from "./kit";
import { drawLives, type Life } from "./lives";
import { conversionsOf, enrollmentOf, mailsOf, pathOf, react } from "./look";
import { type RealTime, realTime } from "./real-time";
import { recalled } from "./recalled";

const FLOWS = 20;
const SEED = Number(process.env.AGREEMENT_SEED ?? 3);

type Scratch = Awaited<ReturnType<typeof scratchDatabase>>;
/** One each: to a clock that shows today, whoever lives in the other's March is late and to be hurried along. */
let fast: Scratch;
let slow: Scratch;
let real: RealTime;

beforeAll(async () => {
  fast = await scratchDatabase();
  slow = await scratchDatabase();
  real = await realTime(slow.url);
});
afterAll(async () => {
  await real?.stop();
  await slow?.drop();
  await fast?.drop();
});

type Person = Life & { place: Live };

async function enter(engine: Engine, lives: readonly Life[]): Promise<Person[]> {
  const db = engine.db as Pool;
  const workspaceId = await makeWorkspace(db);
  const people: Person[] = [];
  for (const life of lives) {
    people.push({ ...life, place: await publishFlow(db, workspaceId, life.flow) });
  }
  await Promise.all(people.map(({ who, event, place }) => submit(engine, place.workspaceId, who, event)));
  return people;
}

/**
 * Whoever has come to a step where they are to do something does it, once: on a slow machine they may have gone on
 * already where it makes no difference. Answers who is still on their way, and where.
 */
function reactions(engine: Engine, people: readonly Person[]): () => Promise<string[]> {
  const done = new Set<string>();
  const workspaceId = people[0]?.place.workspaceId ?? "";
  return async () => {
    const visits = await engine.db
      .select({
        email: contact.email,
        nodeId: visit.nodeId,
        isThere: sql<boolean>`${enrollment.status} = 'active' and ${enrollment.visit} = ${visit.visit}`,
      })
      .from(visit)
      .innerJoin(enrollment, eq(enrollment.id, visit.enrollmentId))
      .innerJoin(contact, eq(contact.id, enrollment.contactId))
      .where(eq(visit.workspaceId, workspaceId));
    for (const { email, nodeId } of visits) {
      const person = people.find(({ who }) => who.email === email);
      const what = new Map<string, string>(person?.reactions ?? []).get(nodeId);
      if (!person || !what || done.has(`${email} ${nodeId}`)) continue;
      done.add(`${email} ${nodeId}`);
      const { place, who } = person;
      if (what === "buys") await buy(engine, workspaceId, who);
      else await react(engine, place, who, "hello", what === "opens" ? "opened" : "clicked");
    }
    return visits.filter(({ isThere }) => isThere).map(({ email, nodeId }) => `${email} at ${nodeId}`);
  };
}

/** Everything about a life that must not depend on who drove it. Times and random addresses do. */
async function lived(db: Pool, { place, who }: Person) {
  const row = await enrollmentOf(db, place, who);
  const mails = await mailsOf(db, place, who);
  const plain = (text = "") => text.replace(/\/(c|o|u)\/[\w-]{22}/g, "/$1/…");
  return {
    path: await pathOf(db, place, who),
    ended: row.endReason,
    reached: row.reached,
    mails: mails.map(({ nodeId, visit, state, reason, frozen }) => ({
      step: `${visit} ${nodeId}`,
      state,
      reason,
      to: frozen?.to,
      subject: frozen?.subject,
      text: plain(frozen?.text),
      html: plain(frozen?.html),
      headers: plain(JSON.stringify(frozen?.headers ?? {})),
    })),
    conversions: (await conversionsOf(db, place, who)).map(({ goalNodeId, value, currency }) => ({
      goalNodeId,
      value,
      currency,
    })),
    numbers: (await funnelResults(db, place)).nodes,
  };
}

async function fastForwarded(lives: readonly Life[]): Promise<Person[]> {
  const time = fastForward(fast.db, { start: MONDAY, token: anyToken, appUrl: real.engine.appUrl });
  const people = await enter(time.engine, lives);
  const look = reactions(time.engine, people);
  while (time.now() < MONDAY + 5 * MINUTE) {
    await time.settle();
    if ((await look()).length === 0) return people;
    await time.by(250);
  }
  throw new Error(`Fast-forward left them behind: ${(await look()).join(", ")}`);
}

async function inRealTime(lives: readonly Life[]): Promise<Person[]> {
  const people = await enter(real.engine, lives);
  const look = reactions(real.engine, people);
  const giveUpAt = Date.now() + MINUTE;
  while (Date.now() < giveUpAt) {
    if ((await look()).length === 0) return people;
    await pause(50);
  }
  throw new Error(`Real time left them behind: ${(await look()).join(", ")}`);
}

test(`${FLOWS} flows, each with a wait, a condition and a goal, go the same way in real time as by fast-forward`, {
  timeout: 120_000,
}, async () => {
  const lives = drawLives(FLOWS, SEED);
  for (const { flow } of lives) {
    const types = new Set(flow.nodes.map(({ type }) => type));
    expect([...types]).toEqual(expect.arrayContaining(["wait", "condition", "goal"]));
  }
  const harness = await fastForwarded(lives);
  const begun = performance.now();
  const really = await inRealTime(lives);
  const seconds = (performance.now() - begun) / 1_000;

  const mix: Record<string, number> = {};
  let takeovers = 0;
  const count = (what: string) => {
    mix[what] = (mix[what] ?? 0) + 1;
  };
  for (const [index, person] of really.entries()) {
    const life = await lived(slow.db, person);
    expect(life, `life ${index} of seed ${SEED}`).toEqual(await lived(fast.db, harness[index] ?? person));
    // And both are right: to the millisecond, whatever the machine was busy with.
    const row = await enrollmentOf(slow.db, person.place, person.who);
    takeovers += row.generation - 1;
    const { walked, mailWorld, facts, zoneAt } = await recalled(slow.db, row);
    const entry = facts.find(({ id }) => id === row.entryEventId);
    if (!entry) throw new Error("The entry event is missing.");
    const ids = { contactId: row.contactId ?? "", funnelId: row.funnelId };
    const history = {
      ...ids,
      enteredAt: row.enteredAt,
      entry,
      facts,
      deadlines: row.deadlines ?? {},
      zoneAt,
    };
    expect(walked).toEqual(interpret(person.flow, history, { nodeId: "start" }, Date.now(), mailWorld).path);
    for (const leg of life.path) count(leg.split(":")[1] ?? "ended at an End");
    for (const { state } of life.mails) count(`mail ${state}`);
    count(life.ended ?? "");
  }
  console.log(
    `seed ${SEED}, ${seconds.toFixed(1)} s in real time, ${takeovers} taken over by the sweep:`,
    mix,
  );
  // The sweep may help out on a machine that is too busy. Were wake-ups lost, it would have to at almost every step.
  expect(takeovers).toBeLessThan(FLOWS);
  for (const what of ["yes", "no", "pulled", "mail sent", "mail dropped", "goal not reached"]) {
    expect(mix[what], what).toBeGreaterThan(0);
  }
});
