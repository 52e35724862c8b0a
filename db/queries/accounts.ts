import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Db, Pool, Tx } from "@/db/client";
import { account, invitation, member, user } from "@/db/schema";
import { createWorkspace } from "./workspaces";

/** `passwordHash` as better-auth makes it. `email` in lower case. */
export type NewAccount = { name: string; email: string; passwordHash: string };

/** Key of the advisory lock under which the first account is made. */
const FIRST_ACCOUNT = 62_174_001;

/** Makes a person with a password. Null when the address has an account already. */
async function createAccount(tx: Tx, { name, email, passwordHash }: NewAccount): Promise<string | null> {
  const id = randomUUID();
  const [row] = await tx
    .insert(user)
    .values({ id, name, email })
    .onConflictDoNothing({ target: user.email })
    .returning({ id: user.id });
  if (!row) return null;
  await tx.insert(account).values({
    id: randomUUID(),
    accountId: id,
    providerId: "credential",
    userId: id,
    password: passwordHash,
  });
  return id;
}

/** Replaces a person's password. */
export async function setPassword(
  db: Db,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<void> {
  await db
    .update(account)
    .set({ password: passwordHash, updatedAt: sql`now()` })
    .where(and(eq(account.userId, userId), eq(account.providerId, "credential")));
}

export async function hasAccounts(db: Db): Promise<boolean> {
  const [row] = await db.select({ id: user.id }).from(user).limit(1);
  return row !== undefined;
}

export async function findAccountByEmail(db: Db, { email }: { email: string }): Promise<string | null> {
  const [row] = await db.select({ id: user.id }).from(user).where(eq(user.email, email));
  return row?.id ?? null;
}

/**
 * Makes the first account and whatever `furnish` gives it, in one transaction. Null, without calling `furnish`,
 * when somebody has an account: of several at once, one gets it.
 */
export function createFirstAccount<T>(
  pool: Pool,
  account: NewAccount,
  furnish: (tx: Tx, userId: string) => Promise<T>,
): Promise<T | null> {
  return pool.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_ACCOUNT})`);
    if (await hasAccounts(tx)) return null;
    const userId = await createAccount(tx, account);
    return userId === null ? null : furnish(tx, userId);
  });
}

/** Makes an account with a workspace of its own. Null when the address has an account already. */
export function createAccountWithWorkspace(
  pool: Pool,
  { workspaceName, ...account }: NewAccount & { workspaceName: string },
): Promise<string | null> {
  return pool.transaction(async (tx) => {
    const userId = await createAccount(tx, account);
    if (userId === null) return null;
    await createWorkspace(tx, { name: workspaceName, ownerId: userId, senderName: workspaceName });
    return userId;
  });
}

/**
 * Makes an account for whoever was invited, and their place in the workspace, in one transaction. The address is
 * the invitation's. "gone": nobody may accept it any more. "taken": the address has an account; sign in instead.
 */
export function createAccountByInvitation(
  pool: Pool,
  { invitationId, ...person }: { invitationId: string; name: string; passwordHash: string },
): Promise<{ email: string } | "gone" | "taken"> {
  return pool.transaction(async (tx) => {
    const [open] = await tx
      .select({ email: invitation.email, role: invitation.role, workspaceId: invitation.workspaceId })
      .from(invitation)
      .where(
        and(
          eq(invitation.id, invitationId),
          eq(invitation.status, "pending"),
          gt(invitation.expiresAt, sql`now()`),
        ),
      )
      .for("update");
    if (!open?.role) return "gone";
    const userId = await createAccount(tx, { ...person, email: open.email });
    if (userId === null) return "taken";
    await tx
      .insert(member)
      .values({ id: randomUUID(), workspaceId: open.workspaceId, userId, role: open.role });
    await tx.update(invitation).set({ status: "accepted" }).where(eq(invitation.id, invitationId));
    return { email: open.email };
  });
}
