import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliveryReport, event, funnel, funnelTrigger, funnelVersion, suppression } from "@/db/schema";
import { BOUNCED } from "@/lib/flow/leave-when";
import { drawing, mail, onEvent, wait } from "../engine/drawings";
import { type Persona, SECOND, submit } from "../engine/kit";
import { signed } from "../fake-resend/sign";
import { faults } from "../fake-resend/start";
import { type Child, type Place, SECRET } from "./child";
import { crowd, enterAll, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { halt, type Rig, setUp, standing, standsStill, until } from "./rig";
import { newChance, size } from "./size";

const TIMES = size("F2_TIMES", { short: 1, long: 50 });
const PEOPLE = size("F2_PEOPLE", { short: 12, long: 12 });
/** Longer than it takes to publish, to be killed and to publish again. */
const WAIT = 30 * SECOND;

/** Somebody is killed there once; `child` is started before people come, so that it is at work. */
type Point = [name: string, strike: (rig: Rig) => Promise<{ child: Child; dead: Promise<unknown> }>];

/** Dies by itself at a place of its own code. */
const byItself = (place: Place) => async (rig: Rig) => {
  const child = await rig.run({ at: { place, how: "SIGKILL" } });
  return { child, dead: child.gone };
};

/** Dies while a statement of its own stands still in the database. */
const inTransaction = (table: string, when: "within" | "at commit") => async (rig: Rig) => {
  const letGo = await halt(rig.db, table, { when });
  const child = await rig.run();
  const dead = until("it stands still", () => standsStill(rig.db), { everyMs: 20 })
    .then(() => child.kill())
    .then(letGo);
  return { child, dead };
};

const points: Point[] = [
  ["before the claim commits", inTransaction("mail_request", "at commit")],
  ["after the claim, before the call", byItself("before the call")],
  [
    "after the provider accepted, before its answer",
    async (rig) => {
      await rig.resend.script(faults.neverAnswer());
      const child = await rig.run();
      const dead = until("one was accepted", async () => (await rig.resend.accepted()).length > 0, {
        everyMs: 20,
      }).then(() => child.kill());
      return { child, dead };
    },
  ],
  ["after the answer, before it is written down", byItself("after the answer")],
  ["after it is written down, before the step is", byItself("after the mark")],
];

test.each(points)(
  "F2: killed %s",
  async (name, strike) => {
    const chance = newChance(`F2 ${name}`);
    for (let time = 0; time < TIMES; time++) {
      const rig = await setUp(twoMails());
      const { dead } = await strike(rig);
      await Promise.all([enterAll(rig, crowd(PEOPLE), chance), dead]);
      const child = await rig.run();
      const allOver = async () => (await standing(rig.db, rig.place)).ended === PEOPLE;
      await until("everybody has come to an end", allOver);
      await child.kill();
      const accepted = await rig.resend.accepted();
      expect(accepted).toHaveLength(2 * PEOPLE);
      await expectClean(`F2 ${name}`, rig, accepted);
      await rig.close();
    }
  },
  TIMES * 300_000,
);

test(
  "F2: killed in the middle of taking in a report, which then comes again",
  async () => {
    for (let time = 0; time < TIMES; time++) await killedAtReport();
  },
  TIMES * 300_000,
);

async function killedAtReport() {
  const rig = await setUp(twoMails());
  const first = await rig.run();
  const [ada] = crowd(1);
  await enterAll(rig, crowd(1), newChance("F2 report"));
  await until("she is at an end", async () => (await standing(rig.db, rig.place)).ended === 1);
  const [one] = await rig.resend.accepted();
  const tagOf = (name: string) => one?.tags.find((tag) => tag.name === name)?.value;
  const body = JSON.stringify({
    type: "email.bounced",
    created_at: new Date().toISOString(),
    data: {
      email_id: one?.id,
      tags: { message_id: tagOf("message_id"), workspace_id: tagOf("workspace_id") },
      bounce: { type: "Permanent", subType: "General", message: "550" },
    },
  });
  const order = { do: "report" as const, body, headers: signed(body, { secret: SECRET, id: "report-1" }) };
  const reports = () => rig.db.select({ kind: deliveryReport.kind }).from(deliveryReport);
  const stopped = () => rig.db.select({ email: suppression.email }).from(suppression);
  const told = () => rig.db.select({ id: event.id }).from(event).where(eq(event.name, BOUNCED));
  // The last thing that is written: whatever came before it would stay, were it not one transaction.
  const letGo = await halt(rig.db, "event", { when: "within" });
  first.order(order);
  await until("it stands still", () => standsStill(rig.db), { everyMs: 20 });
  await first.kill();
  await letGo();
  expect([await reports(), await stopped(), await told()]).toEqual([[], [], []]);
  const second = await rig.run();
  second.order(order);
  await second.done;
  expect(await reports()).toEqual([{ kind: "bounced" }]);
  expect(await stopped()).toEqual([{ email: ada?.email }]);
  expect(await told()).toHaveLength(1);
  await second.kill();
  expect(await rig.resend.accepted()).toHaveLength(2);
  await expectClean("F2 report", rig, await rig.resend.accepted());
  await rig.close();
}

test(
  "F2: killed in the middle of publishing, the old version is live, and then the new one",
  async () => {
    for (let time = 0; time < TIMES; time++) await killedAtPublish();
  },
  TIMES * 300_000,
);

async function killedAtPublish() {
  const written = (subject: string) =>
    drawing({ start: onEvent("signed up"), pause: wait(WAIT), hello: mail(subject) }, [
      "start > pause > hello",
    ]);
  const rig = await setUp(written("As it was"));
  const { workspaceId, funnelId } = rig.place;
  const enter = (who: Persona) => submit(rig.web, workspaceId, who, "signed up");
  const [ada, bea] = crowd(2);
  if (!ada || !bea) throw new Error("Nobody is there.");
  await enter(ada);
  const mine = eq(funnel.id, funnelId);
  await rig.db
    .update(funnel)
    .set({ draft: written("As it is"), revision: 2 })
    .where(mine);
  /** How many versions there are, which one is live, and by which one people come in. */
  const stands = async () => {
    const versions = await rig.db.select({ id: funnelVersion.id }).from(funnelVersion);
    const [row] = await rig.db.select({ live: funnel.liveVersionId }).from(funnel).where(mine);
    const ways = await rig.db.select({ by: funnelTrigger.versionId }).from(funnelTrigger);
    return { versions: versions.length, live: row?.live, ways };
  };
  const before = await stands();
  const input = { workspaceId, funnelId, revision: null, userId: null, now: Date.now(), shortWaits: true };
  // The last thing that is written.
  const letGo = await halt(rig.db, "version_move", { when: "within" });
  const first = await rig.run();
  first.order({ do: "publish", input });
  await until("it stands still", () => standsStill(rig.db), { everyMs: 20 });
  await first.kill();
  await letGo();
  expect(await stands()).toEqual(before);
  await enter(bea);
  const second = await rig.run();
  second.order({ do: "publish", input });
  await second.done;
  const after = await stands();
  expect(after.versions).toBe(before.versions + 1);
  expect(after.live).not.toBe(before.live);
  expect(after.ways).toEqual([{ by: after.live }]);
  await until("both are at an end", async () => (await standing(rig.db, rig.place)).ended === 2);
  await second.kill();
  const accepted = await rig.resend.accepted();
  // Neither was mailed before, so both were taken along.
  expect(accepted.map(({ subject }) => subject)).toEqual(["As it is", "As it is"]);
  await expectClean("F2 publish", rig, accepted);
  await rig.close();
}
