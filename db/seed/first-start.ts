import "server-only";
import { randomInt } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Pool, Tx } from "@/db/client";
import { createFirstAccount, findAccountByEmail, setPassword } from "@/db/queries/accounts";
import { createApiKey, listApiKeys, revokeApiKey } from "@/db/queries/api-keys";
import { listMemberships } from "@/db/queries/members";
import { createWorkspace } from "@/db/queries/workspaces";
import { type DemoSignIn, hasDemoFile, writeDemoFile } from "./demo-file";

export const OWNER_EMAIL = "owner@funnelwright.localhost";
const KEY_NAME = "First key";

/**
 * Furnishes an empty embedded database: the owner, their workspace with a REST key, and the demo workspace. What
 * the owner signs in with is written to the data folder. A start that was killed before the file stood is mended
 * by the next one with a new password and a new key; so is a file that somebody removed.
 */
export async function firstStart(
  pool: Pool,
  { folder, baseUrl }: { folder: string; baseUrl: string },
): Promise<void> {
  if (await hasDemoFile(folder)) return;
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const own =
    (await createFirstAccount(pool, { name: "Owner", email: OWNER_EMAIL, passwordHash }, furnish)) ??
    (await renew(pool, passwordHash));
  if (!own) return;
  const signIn: DemoSignIn = {
    baseUrl,
    email: OWNER_EMAIL,
    password,
    apiKey: own.key,
    workspaceId: own.workspaceId,
  };
  await writeDemoFile(folder, signIn);
}

type OwnWorkspace = { workspaceId: string; key: string };

async function furnish(tx: Tx, ownerId: string): Promise<OwnWorkspace> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const workspaceId = await createWorkspace(tx, {
    name: "My workspace",
    ownerId,
    senderName: "My workspace",
    senderEmail: "hello@funnelwright.localhost",
    timeZone,
  });
  await createWorkspace(tx, {
    name: "Demo",
    ownerId,
    senderName: "Demo",
    senderEmail: "demo@funnelwright.localhost",
    timeZone,
    demo: true,
  });
  const { key } = await createApiKey(tx, { workspaceId, name: KEY_NAME });
  return { workspaceId, key };
}

/** Null when the owner of the first start is gone, or has left every workspace: then there is nothing to mend. */
function renew(pool: Pool, passwordHash: string): Promise<OwnWorkspace | null> {
  return pool.transaction(async (tx) => {
    const userId = await findAccountByEmail(tx, { email: OWNER_EMAIL });
    const [own] = userId ? await listMemberships(tx, { userId }) : [];
    if (!userId || !own) return null;
    await setPassword(tx, { userId, passwordHash });
    for (const old of await listApiKeys(tx, { workspaceId: own.id })) {
      if (old.name === KEY_NAME) await revokeApiKey(tx, { workspaceId: own.id, keyId: old.id });
    }
    const { key } = await createApiKey(tx, { workspaceId: own.id, name: KEY_NAME });
    return { workspaceId: own.id, key };
  });
}

/** 16 characters that nobody mistakes for each other, about 93 bits. */
function newPassword(): string {
  const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("");
}
