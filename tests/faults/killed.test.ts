import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { faults } from "../fake-resend/start";
import { crowd, enterAll, fiveMails, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { type Rig, setUp, standing, until } from "./rig";
import { type Chance, isLong, newChance, size } from "./size";

const PEOPLE = size("F1_PEOPLE", { short: 200, long: 2_000 });
const KILLS = size("F1_KILLS", { short: 10, long: 200 });

/** As over a network: time enough to die between what the provider has done and what it says. */
const ANSWER_MS = 150;

/** Waits for the moment at which a process dies: any, or every other time one in the middle of a call. */
async function momentOfDeath({ resend }: Rig, chance: Chance, amidCall: boolean): Promise<void> {
  if (!amidCall) return pause(chance.between(200, isLong ? 2_000 : 700));
  const before = (await resend.calls()).length;
  await until("a call begins", async () => (await resend.calls()).length > before, {
    everyMs: 10,
    patienceMs: 30_000,
  }).catch(() => {});
  await pause(chance.between(0, ANSWER_MS));
}

test(`F1: ${PEOPLE} people, ${KILLS} kills at random, each of a process that was ready`, async () => {
  const chance = newChance("F1");
  const rig = await setUp(isLong ? fiveMails() : twoMails());
  await rig.resend.script(faults.slow(ANSWER_MS));
  const people = crowd(PEOPLE);
  // In the long form people keep coming for as long as processes are killed.
  const share = isLong ? Math.ceil(PEOPLE / KILLS) : PEOPLE;
  const entering: Promise<void>[] = [];
  let kills = 0;
  for (; kills < KILLS; kills++) {
    entering.push(enterAll(rig, people.splice(0, share), chance));
    const child = await rig.run();
    await momentOfDeath(rig, chance, kills % 2 === 0);
    await child.kill();
  }
  await Promise.all(entering);
  const { ended: before } = await standing(rig.db, rig.place);
  const child = await rig.run();
  const from = performance.now();
  await until(
    "everybody has come to an end",
    async () => (await standing(rig.db, rig.place)).ended === PEOPLE,
    {
      patienceMs: isLong ? 1_200_000 : 400_000,
    },
  );
  const drained = (performance.now() - from) / 1_000;
  await child.kill();
  console.log(
    `F1: ${kills} kills; ${before} at an end at the last one, all ${drained.toFixed(1)} s after it`,
  );
  expect(before, "the kills hit people under way").toBeLessThan(PEOPLE);
  await expectClean("F1", rig, await rig.resend.accepted());
  const again = (await rig.resend.calls()).filter(({ outcome }) => outcome.startsWith("known")).length;
  console.log(`F1: ${again} calls were made again for what had been accepted`);
  expect(again, "somebody died between an acceptance and its answer").toBeGreaterThan(0);
});
