import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enrollment, funnel, visit } from "@/db/schema";
import { publish } from "@/lib/engine/publish";
import { drawing, mail, onEvent, wait } from "../engine/drawings";
import { SECOND, submit } from "../engine/kit";
import { crowd } from "./journey";
import { expectClean } from "./oracle";
import { forAll, setUp, standing, until } from "./rig";
import { size } from "./size";

const PEOPLE = size("F12_PEOPLE", { short: 30, long: 5_000 });
const RESTARTS = size("F12_RESTARTS", { short: 2, long: 10 });
/** What a slow machine needs for each person. */
const EACH = SECOND / 10;
const PATIENCE = 120 * SECOND + PEOPLE * EACH;
const WAIT = size("F12_WAIT_MS", { short: 15 * SECOND, long: PEOPLE * EACH });

const words = (subject: string) =>
  drawing({ start: onEvent("signed up"), hello: mail("Hello"), rest: wait(WAIT), bye: mail(subject) }, [
    "start > hello > rest > bye",
  ]);

test(`F12: ${RESTARTS} rolling restarts and a new version while ${PEOPLE} people wait`, async () => {
  const rig = await setUp(words("As it was"));
  const { workspaceId, funnelId } = rig.place;
  let child = await rig.run();
  await forAll(crowd(PEOPLE), (who) => submit(rig.web, workspaceId, who, "signed up"));
  const begun = async () => (await rig.db.$count(visit, eq(visit.nodeId, "rest"))) === PEOPLE;
  await until("everybody has begun to wait", begun, { patienceMs: PATIENCE });
  // On a very busy machine the first of them have gone on already.
  const waiting = await rig.db.select().from(enrollment).where(eq(enrollment.nodeId, "rest"));
  expect(waiting.length).toBeGreaterThan(PEOPLE / 4);
  await rig.db
    .update(funnel)
    .set({ draft: words("As it is"), revision: 2 })
    .where(eq(funnel.id, funnelId));
  const input = { workspaceId, funnelId, revision: null, userId: null, now: Date.now(), shortWaits: true };
  expect(await publish(rig.db, input)).toMatchObject({ ok: true });
  for (let n = 0; n < RESTARTS; n++) {
    const next = await rig.run();
    await child.end();
    child = next;
  }
  await until(
    "everybody has come to an end",
    async () => (await standing(rig.db, rig.place)).ended === PEOPLE,
    { patienceMs: WAIT + PATIENCE },
  );
  await child.kill();
  const accepted = await rig.resend.accepted();
  expect(accepted).toHaveLength(2 * PEOPLE);
  // Whoever waited is taken along: a mended word reaches everybody who was not mailed yet.
  const mended = accepted.filter(({ subject }) => subject === "As it is").length;
  console.log(`F12: ${mended} of ${waiting.length} who waited got the new words`);
  expect(mended).toBeGreaterThan(waiting.length / 4);
  await expectClean("F12", rig, accepted);
});
