import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { compiledEmail, funnelVersion } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import type { CompiledEmail } from "@/lib/mail/compiled";

export type Version = {
  id: string;
  funnelId: string;
  /** Null: a member's test of the draft. */
  number: number | null;
  flow: Flow;
  emails: Record<string, string>;
};

const MOST_KEPT = 200;
// Published versions and compiled emails never change, so they may be kept for as long as there is room.
const versions = new Map<string, Version>();
const emails = new Map<string, CompiledEmail>();

function keep<T>(cache: Map<string, T>, key: string, value: T): T {
  if (cache.size >= MOST_KEPT) {
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }
  cache.set(key, value);
  return value;
}

/** A published version, or the one of a test. Throws when it is gone: enrollments point at it, so that cannot happen by itself. */
export async function versionOf(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<Version> {
  const key = `${workspaceId}:${id}`;
  const kept = versions.get(key);
  if (kept) return kept;
  const [row] = await db
    .select({
      id: funnelVersion.id,
      funnelId: funnelVersion.funnelId,
      number: funnelVersion.number,
      flow: funnelVersion.flow,
      emails: funnelVersion.emails,
    })
    .from(funnelVersion)
    .where(and(eq(funnelVersion.workspaceId, workspaceId), eq(funnelVersion.id, id)));
  if (!row) throw new Error("The version of a funnel is missing.");
  // The next test writes its version anew.
  return row.number === null ? row : keep(versions, key, row);
}

/** An email as it was compiled at publish. */
export async function compiledEmailOf(
  db: Db,
  { workspaceId, hash }: { workspaceId: string; hash: string },
): Promise<CompiledEmail> {
  const key = `${workspaceId}:${hash}`;
  const kept = emails.get(key);
  if (kept) return kept;
  const [row] = await db
    .select({ content: compiledEmail.content })
    .from(compiledEmail)
    .where(and(eq(compiledEmail.workspaceId, workspaceId), eq(compiledEmail.hash, hash)));
  if (!row) throw new Error("A compiled email is missing.");
  return keep(emails, key, row.content);
}
