import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { invitation, member, user, workspace } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { createAccountByInvitation, createAccountWithWorkspace, createFirstAccount } from "./accounts";
import { findOpenInvitation, listInvitations, revokeInvitation } from "./invitations";
import { changeMemberRole, findMembership, listMembers, listMemberships, removeMember } from "./members";
import { createWorkspace } from "./workspaces";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
beforeAll(async () => {
  scratch = await scratchDatabase();
});
afterAll(() => scratch.drop());
beforeEach(async () => {
  await scratch.db.delete(workspace);
  await scratch.db.delete(user);
});

const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org`, passwordHash: "x" });

/** A workspace with one owner. */
async function newWorkspace(name: string) {
  const userId = await createAccountWithWorkspace(scratch.db, { ...person(name), workspaceName: name });
  const [own] = await listMemberships(scratch.db, { userId: userId! });
  return { userId: userId!, workspaceId: own!.id };
}

async function join(workspaceId: string, name: string, role: string) {
  const { userId } = await newWorkspace(name);
  const memberId = randomUUID();
  await scratch.db.insert(member).values({ id: memberId, workspaceId, userId, role });
  return { userId, memberId };
}

async function invited(
  workspaceId: string,
  inviterId: string,
  more: { email?: string; expiresAt?: Date } = {},
) {
  const id = randomUUID();
  const expiresAt = new Date(Date.now() + 60_000);
  await scratch.db
    .insert(invitation)
    .values({ id, workspaceId, inviterId, email: "new@example.org", role: "editor", expiresAt, ...more });
  return id;
}

const memberIdOf = async (workspaceId: string, userId: string) =>
  (await listMembers(scratch.db, { workspaceId })).find((each) => each.userId === userId)!.memberId;

test("of several first visitors at once, one gets the owner account", async () => {
  const made = await Promise.all(
    ["Ann", "Bob", "Cid", "Dee"].map((name) =>
      createFirstAccount(scratch.db, person(name), (tx, ownerId) => createWorkspace(tx, { name, ownerId })),
    ),
  );
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await scratch.db.select().from(user)).toHaveLength(1);
  expect(await scratch.db.select().from(workspace)).toHaveLength(1);
});

test("an address has one account, however often it is asked for at once", async () => {
  const asked = { ...person("Ann"), workspaceName: "Ann" };
  const made = await Promise.all([1, 2, 3].map(() => createAccountWithWorkspace(scratch.db, asked)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await scratch.db.select().from(workspace)).toHaveLength(1);
});

test("an invitation makes one account for the invited address, in that workspace, with that role", async () => {
  const { userId, workspaceId } = await newWorkspace("Ann");
  const invitationId = await invited(workspaceId, userId);
  const asked = { invitationId, name: "New", passwordHash: "x" };
  const made = await Promise.all([1, 2].map(() => createAccountByInvitation(scratch.db, asked)));
  expect(made).toEqual(expect.arrayContaining([{ email: "new@example.org" }, "gone"]));
  const members = await listMembers(scratch.db, { workspaceId });
  expect(members.map(({ email, role }) => ({ email, role }))).toEqual([
    { email: "ann@example.org", role: "owner" },
    { email: "new@example.org", role: "editor" },
  ]);
});

test("an invitation that was revoked, has expired or never was makes nothing", async () => {
  const { userId, workspaceId } = await newWorkspace("Ann");
  const revoked = await invited(workspaceId, userId);
  expect(await revokeInvitation(scratch.db, { workspaceId, invitationId: revoked })).toBe(true);
  const expired = await invited(workspaceId, userId, { expiresAt: new Date(Date.now() - 1) });
  for (const invitationId of [revoked, expired, "nobody"]) {
    expect(await findOpenInvitation(scratch.db, { invitationId })).toBeNull();
    expect(
      await createAccountByInvitation(scratch.db, { invitationId, name: "New", passwordHash: "x" }),
    ).toBe("gone");
  }
  expect(await listInvitations(scratch.db, { workspaceId })).toEqual([]);
});

test("an invited address that has an account is asked to sign in, and the invitation stays open", async () => {
  const { userId, workspaceId } = await newWorkspace("Ann");
  await newWorkspace("Bob");
  const invitationId = await invited(workspaceId, userId, { email: "bob@example.org" });
  expect(await findOpenInvitation(scratch.db, { invitationId })).toMatchObject({ hasAccount: true });
  expect(await createAccountByInvitation(scratch.db, { invitationId, name: "Bob", passwordHash: "x" })).toBe(
    "taken",
  );
  expect(await listInvitations(scratch.db, { workspaceId })).toHaveLength(1);
});

test("another workspace cannot revoke an invitation, change a role or remove a member", async () => {
  const ann = await newWorkspace("Ann");
  const bob = await newWorkspace("Bob");
  const invitationId = await invited(ann.workspaceId, ann.userId);
  const memberId = await memberIdOf(ann.workspaceId, ann.userId);
  const foreign = { workspaceId: bob.workspaceId, memberId };
  expect(await revokeInvitation(scratch.db, { workspaceId: bob.workspaceId, invitationId })).toBe(false);
  expect(await changeMemberRole(scratch.db, { ...foreign, role: "viewer" })).toBe("gone");
  expect(await removeMember(scratch.db, foreign)).toBe("gone");
  expect(await findMembership(scratch.db, { userId: ann.userId, chosen: bob.workspaceId })).toMatchObject({
    workspaceId: ann.workspaceId,
    role: "owner",
  });
});

test("the last owner stays, and two owners who remove each other at once leave one", async () => {
  const { userId, workspaceId } = await newWorkspace("Ann");
  const ann = await memberIdOf(workspaceId, userId);
  expect(await removeMember(scratch.db, { workspaceId, memberId: ann })).toBe("last-owner");
  expect(await changeMemberRole(scratch.db, { workspaceId, memberId: ann, role: "editor" })).toBe(
    "last-owner",
  );
  const bob = await join(workspaceId, "Bob", "owner");
  const done = await Promise.all([
    removeMember(scratch.db, { workspaceId, memberId: ann }),
    changeMemberRole(scratch.db, { workspaceId, memberId: bob.memberId, role: "viewer" }),
  ]);
  expect(done.sort()).toEqual(["done", "last-owner"]);
  const owners = (await listMembers(scratch.db, { workspaceId })).filter((each) => each.role === "owner");
  expect(owners).toHaveLength(1);
});

test("who was removed works in the next workspace they belong to, and an unknown role opens none", async () => {
  const { workspaceId } = await newWorkspace("Ann");
  const bob = await join(workspaceId, "Bob", "editor");
  const chosen = { userId: bob.userId, chosen: workspaceId };
  expect(await findMembership(scratch.db, chosen)).toMatchObject({ workspaceId, role: "editor" });
  await scratch.db.update(member).set({ role: "admin" }).where(eq(member.id, bob.memberId));
  expect(await findMembership(scratch.db, chosen)).toBeNull();
  await removeMember(scratch.db, { workspaceId, memberId: bob.memberId });
  expect(await findMembership(scratch.db, chosen)).toMatchObject({ workspaceName: "Bob", role: "owner" });
});
