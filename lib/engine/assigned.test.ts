import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { funnel } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, onEvent, wait } from "@/tests/engine/drawings";
import { HOUR, stage, stranger, submit } from "@/tests/engine/kit";
import { enrollmentsOf } from "@/tests/engine/look";
import { publish } from "./publish";

const own = ownDatabase();

const split = (a: number) =>
  drawing(
    {
      t: onEvent("joined"),
      chance: {
        type: "split",
        data: {
          paths: [
            { id: "a", share: a },
            { id: "b", share: 100 - a },
          ],
        },
      },
      left: wait(HOUR),
      right: wait(HOUR),
    },
    ["t > chance:a > left", "chance:b > right"],
    { rule: "after-end" },
  );

test("whoever was given a path keeps it when the shares change; newcomers go by the new ones", async () => {
  const { engine, time, workspaceId, funnelId } = await stage(own.db, split(100));
  const ada = stranger("Ada");
  const bob = stranger("Bob");
  const whereIs = async (who: typeof ada) =>
    (await enrollmentsOf(own.db, { workspaceId, funnelId }, who)).map(({ nodeId }) => nodeId);
  await submit(engine, workspaceId, ada, "joined");
  await time.by(2 * HOUR);
  await own.db
    .update(funnel)
    .set({ draft: split(0), revision: 7 })
    .where(eq(funnel.id, funnelId));
  const published = await publish(own.db, {
    workspaceId,
    funnelId,
    revision: null,
    userId: null,
    now: Date.now(),
    shortWaits: true,
  });
  expect(published).toMatchObject({ ok: true });
  for (const who of [ada, bob]) await submit(engine, workspaceId, who, "joined");
  await time.settle();
  expect(await whereIs(ada)).toEqual(["left", "left"]);
  expect(await whereIs(bob)).toEqual(["right"]);
});
