import { expect, test } from "vitest";
import { ownDatabase } from "@/tests/engine/database";
import { makeWorkspace } from "@/tests/engine/kit";
import { decideOpens, findWorkspaceSettings, updateWorkspaceSettings } from "./workspaces";

const own = ownDatabase();
const decided = async (workspaceId: string) => {
  const settings = await findWorkspaceSettings(own.db, { workspaceId });
  return [settings?.opens, settings?.opensDecidedAt instanceof Date];
};

test("keeping opens off is a decision, of this workspace alone", async () => {
  const workspaceId = await makeWorkspace(own.db, { opens: "off" });
  const other = await makeWorkspace(own.db, { opens: "off" });
  await updateWorkspaceSettings(own.db, { workspaceId, senderName: "Mill" });
  expect(await decided(workspaceId)).toEqual(["off", false]);
  await decideOpens(own.db, { workspaceId, opens: "off" });
  expect(await decided(workspaceId)).toEqual(["off", true]);
  await decideOpens(own.db, { workspaceId, opens: "consent" });
  expect(await decided(workspaceId)).toEqual(["consent", true]);
  expect(await decided(other)).toEqual(["off", false]);
});
