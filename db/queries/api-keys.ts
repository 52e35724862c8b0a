import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKey } from "@/db/schema";

const PREFIX_LENGTH = 10;

const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");

/** A key of a workspace, as Settings lists it: never the key itself. */
export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

/** Makes a key. `key` is handed out this once; only its hash is kept. */
export async function createApiKey(
  db: Db,
  { workspaceId, name }: { workspaceId: string; name: string },
): Promise<{ id: string; key: string }> {
  const key = `fw_${randomBytes(32).toString("base64url")}`;
  const [row] = await db
    .insert(apiKey)
    .values({ workspaceId, name, prefix: key.slice(0, PREFIX_LENGTH), hash: hashOf(key) })
    .returning({ id: apiKey.id });
  return { id: row!.id, key };
}

/** The keys that work, newest first. */
export function listApiKeys(db: Db, { workspaceId }: { workspaceId: string }): Promise<ApiKeyRow[]> {
  return db
    .select({
      id: apiKey.id,
      name: apiKey.name,
      prefix: apiKey.prefix,
      createdAt: apiKey.createdAt,
      lastUsedAt: apiKey.lastUsedAt,
    })
    .from(apiKey)
    .where(and(eq(apiKey.workspaceId, workspaceId), isNull(apiKey.revokedAt)))
    .orderBy(desc(apiKey.createdAt));
}

/** False when the workspace has no such key, or it was revoked before. */
export async function revokeApiKey(
  db: Db,
  { workspaceId, keyId }: { workspaceId: string; keyId: string },
): Promise<boolean> {
  const rows = await db
    .update(apiKey)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.id, keyId), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  return rows.length > 0;
}

/** The workspace a key opens. Null for an unknown or revoked one. Its last use is noted once a minute at most. */
export async function openWithApiKey(
  db: Db,
  key: string,
): Promise<{ workspaceId: string; keyId: string } | null> {
  const [row] = await db
    .select({ workspaceId: apiKey.workspaceId, keyId: apiKey.id })
    .from(apiKey)
    .where(and(eq(apiKey.hash, hashOf(key)), isNull(apiKey.revokedAt)));
  if (!row) return null;
  await db
    .update(apiKey)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKey.workspaceId, row.workspaceId),
        eq(apiKey.id, row.keyId),
        or(isNull(apiKey.lastUsedAt), lt(apiKey.lastUsedAt, sql`now() - interval '1 minute'`)),
      ),
    );
  return row;
}
