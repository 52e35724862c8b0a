import { expect, test } from "vitest";
import { createFunnel } from "@/db/queries/funnels";
import { deliveryReport, funnelVersion, message } from "@/db/schema";
import { drawing, mail, onEvent, wait } from "../engine/drawings";
import { SECOND } from "../engine/kit";
import { signed } from "../fake-resend/sign";
import { faults } from "../fake-resend/start";
import { type Child, type Place, SECRET } from "./child";
import { crowd, enterAll, twoMails } from "./journey";
import { expectClean } from "./oracle";
import { halt, type Rig, setUp, standing, standsStill, until } from "./rig";
import { newChance, size } from "./size";

const TIMES = size("F2_TIMES", { short: 1, long: 50 });
const PEOPLE = size("F2_PEOPLE", { short: 12, long: 12 });

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
    }
  },
  TIMES * 300_000,
);

test("F2: killed in the middle of taking in a report, which then comes again", async () => {
  const rig = await setUp(twoMails());
  const first = await rig.run();
  await enterAll(rig, crowd(1), newChance("F2 report"));
  await until("the mail is there", async () => (await rig.resend.accepted()).length > 0);
  await until("the answer is written down", async () => {
    const rows = await rig.db.select({ state: message.state }).from(message);
    return rows.every(({ state }) => state === "sent");
  });
  const [one] = await rig.resend.accepted();
  const tagOf = (name: string) => one?.tags.find((tag) => tag.name === name)?.value;
  const body = JSON.stringify({
    type: "email.delivered",
    created_at: new Date().toISOString(),
    data: {
      email_id: one?.id,
      tags: { message_id: tagOf("message_id"), workspace_id: tagOf("workspace_id") },
    },
  });
  const order = { do: "report" as const, body, headers: signed(body, { secret: SECRET, id: "report-1" }) };
  const letGo = await halt(rig.db, "delivery_report", { when: "within" });
  first.order(order);
  await until("it stands still", () => standsStill(rig.db), { everyMs: 20 });
  await first.kill();
  await letGo();
  expect(await rig.db.select().from(deliveryReport)).toEqual([]);
  const second = await rig.run();
  second.order(order);
  await second.done;
  expect(await rig.db.select().from(deliveryReport)).toHaveLength(1);
  await until("she is at an end", async () => (await standing(rig.db, rig.place)).ended === 1);
  await second.kill();
  expect(await rig.resend.accepted()).toHaveLength(2);
  await expectClean("F2 report", rig, await rig.resend.accepted());
});

test("F2: killed in the middle of publishing, the old version is live, and then the new one", async () => {
  const rig = await setUp(twoMails());
  const draft = drawing({ start: onEvent("came"), pause: wait(SECOND), hello: mail("Hello") }, [
    "start > pause > hello",
  ]);
  const { workspaceId } = rig.place;
  const { id: funnelId } = await createFunnel(rig.db, { workspaceId, name: "Other", userId: null, draft });
  const input = { workspaceId, funnelId, revision: null, userId: null, shortWaits: true };
  const before = (await rig.db.select().from(funnelVersion)).length;
  const letGo = await halt(rig.db, "funnel_version", { when: "within" });
  const first = await rig.run();
  first.order({ do: "publish", input });
  await until("it stands still", () => standsStill(rig.db), { everyMs: 20 });
  await first.kill();
  await letGo();
  expect(await rig.db.select().from(funnelVersion)).toHaveLength(before);
  const second = await rig.run();
  second.order({ do: "publish", input });
  await second.done;
  expect(await rig.db.select().from(funnelVersion)).toHaveLength(before + 1);
  await second.kill();
});
