import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { verifyPassword } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWithApiKey } from "@/db/queries/api-keys";
import { findMembership, listMembers } from "@/db/queries/members";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { account, user, workspace } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { firstStart } from "./first-start";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let folder: string;
beforeEach(async () => {
  scratch = await scratchDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), "first-start-"));
});
afterEach(async () => {
  await scratch.drop();
  await rm(folder, { recursive: true });
});

const start = () => firstStart(scratch.db, { folder, baseUrl: "http://localhost:3000" });
const file = () => path.join(folder, "demo.json");
const demo = async () => JSON.parse(await readFile(file(), "utf8")) as Record<string, string>;

async function opens(password: string) {
  const [row] = await scratch.db.select({ hash: account.password }).from(account);
  return verifyPassword({ hash: row!.hash!, password });
}

test("the first start makes an owner, their workspace, the demo workspace and a key, and writes them down", async () => {
  await start();
  const { baseUrl, email, password, apiKey, workspaceId, ...more } = await demo();
  expect({ baseUrl, email, more }).toEqual({
    baseUrl: "http://localhost:3000",
    email: "owner@funnelwright.localhost",
    more: {},
  });
  expect(password).toMatch(/^[a-zA-Z2-9]{16}$/);
  expect(await opens(password!)).toBe(true);
  expect(await openWithApiKey(scratch.db, apiKey!)).toMatchObject({ workspaceId });
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["demo.json"]);
  const all = await scratch.db.select().from(workspace);
  expect(all.map((each) => each.name).sort()).toEqual(["Demo", "My workspace"]);
  for (const { id, name } of all) {
    expect(await listMembers(scratch.db, { workspaceId: id })).toMatchObject([{ email, role: "owner" }]);
    expect(await findWorkspaceSettings(scratch.db, { workspaceId: id })).toMatchObject({
      name,
      postalAddress: "",
      opens: "off",
      demo: name === "Demo",
    });
  }
  const [owner] = await listMembers(scratch.db, { workspaceId: workspaceId! });
  const membership = await findMembership(scratch.db, { userId: owner!.userId, chosen: null });
  expect(membership).toMatchObject({ workspaceId, workspaceName: "My workspace" });
});

test("a second start changes nothing", async () => {
  await start();
  const before = await demo();
  await start();
  expect(await demo()).toEqual(before);
  expect(await scratch.db.select().from(workspace)).toHaveLength(2);
});

test("a start that was killed before the file stood is mended: new password, new key, the old ones dead", async () => {
  await start();
  const lost = await demo();
  await rm(file());
  await writeFile(path.join(folder, "demo.json.1.draft"), "{");
  await start();
  const found = await demo();
  expect(found.workspaceId).toBe(lost.workspaceId);
  expect(await opens(found.password!)).toBe(true);
  expect(await opens(lost.password!)).toBe(false);
  expect(await openWithApiKey(scratch.db, found.apiKey!)).not.toBeNull();
  expect(await openWithApiKey(scratch.db, lost.apiKey!)).toBeNull();
  expect(await scratch.db.select().from(user)).toHaveLength(1);
});

test("an installation whose owner changed their address is left alone", async () => {
  await start();
  await rm(file());
  await scratch.db
    .update(user)
    .set({ email: "anna@example.org" })
    .where(eq(user.email, "owner@funnelwright.localhost"));
  await start();
  await expect(demo()).rejects.toThrow();
});
