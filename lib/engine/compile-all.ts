import "server-only";
import type { Tx } from "@/db/client";
import { compiledEmail } from "@/db/schema";
import { compileEmail } from "@/emails/compile";
import type { Flow } from "@/lib/flow/flow";
import type { CompiledEmail } from "@/lib/mail/compiled";

/** The compiled emails of a drawing by the step that sends them. */
export type Emails = ReadonlyMap<string, CompiledEmail>;

/** Compiles every email of a drawing. It takes a moment, so it is done before a transaction begins. */
export async function compileAll(draft: Flow): Promise<Emails> {
  const emails = new Map<string, CompiledEmail>();
  for (const node of draft.nodes) {
    if (node.type === "email") emails.set(node.id, await compileEmail(node.data));
  }
  return emails;
}

/** Stores what is not there yet. Answers step id → hash, as a version keeps it. */
export async function keepEmails(
  tx: Tx,
  workspaceId: string,
  emails: Emails,
): Promise<Record<string, string>> {
  const byHash = new Map([...emails.values()].map((email) => [email.hash, email]));
  if (byHash.size > 0) {
    await tx
      .insert(compiledEmail)
      .values([...byHash].map(([hash, content]) => ({ workspaceId, hash, content })))
      .onConflictDoNothing();
  }
  return Object.fromEntries([...emails].map(([nodeId, email]) => [nodeId, email.hash]));
}
