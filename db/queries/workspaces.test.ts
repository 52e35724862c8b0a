import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enrolling, funnelTrigger } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { type Drawn, drawing, wait } from "@/tests/engine/drawings";
import { HOUR, makeWorkspace, publishFlow } from "@/tests/engine/kit";
import { decideOpens, findWorkspaceSettings, updateWorkspaceSettings } from "./workspaces";

const own = ownDatabase();
const decided = async (workspaceId: string) => {
  const settings = await findWorkspaceSettings(own.db, { workspaceId });
  return [settings?.opens, settings?.opensDecidedAt instanceof Date];
};

test("keeping opens off is a decision, of this workspace alone", async () => {
  const workspaceId = await makeWorkspace(own.db, { opens: "off" });
  const other = await makeWorkspace(own.db, { opens: "off" });
  await updateWorkspaceSettings(own.db, { workspaceId, now: Date.now(), senderName: "Mill" });
  expect(await decided(workspaceId)).toEqual(["off", false]);
  await decideOpens(own.db, { workspaceId, opens: "off" });
  expect(await decided(workspaceId)).toEqual(["off", true]);
  await decideOpens(own.db, { workspaceId, opens: "consent" });
  expect(await decided(workspaceId)).toEqual(["consent", true]);
  expect(await decided(other)).toEqual(["off", false]);
});

test("another clock of the workspace moves its schedules, and when people enter by a day of theirs is planned anew", async () => {
  const workspaceId = await makeWorkspace(own.db);
  const by = (data: object) =>
    publishFlow(
      own.db,
      workspaceId,
      drawing({ t: { type: "trigger", data } as Drawn, w: wait(HOUR) }, ["t > w"], { rule: "after-end" }),
    );
  const once = await by({ on: "schedule", schedule: { every: "once", date: "2099-03-03", time: "09:00" } });
  await by({ on: "date", date: { field: "birthday" } });
  const next = async () => {
    const [trigger] = await own.db
      .select()
      .from(funnelTrigger)
      .where(eq(funnelTrigger.funnelId, once.funnelId));
    return trigger?.nextAt;
  };
  await own.db.update(funnelTrigger).set({ nextAt: Date.UTC(2099, 2, 3, 9) });
  await updateWorkspaceSettings(own.db, {
    workspaceId,
    now: Date.now(),
    senderName: "Mill",
    timeZone: "UTC",
  });
  expect([await next(), await own.db.$count(enrolling)]).toEqual([Date.UTC(2099, 2, 3, 9), 1]);
  await updateWorkspaceSettings(own.db, { workspaceId, now: Date.now(), timeZone: "America/New_York" });
  expect([await next(), await own.db.$count(enrolling)]).toEqual([Date.UTC(2099, 2, 3, 14), 2]);
  const over = 8_640_000_000_000_000;
  await own.db.update(funnelTrigger).set({ nextAt: over });
  await updateWorkspaceSettings(own.db, { workspaceId, now: Date.now(), timeZone: "Pacific/Honolulu" });
  expect(await next(), "what was once does not come again").toBe(over);
});
