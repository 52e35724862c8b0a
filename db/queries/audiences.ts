import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, isNotNull, isNull, not, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { audienceMember, contact } from "@/db/schema";

type Scope = { workspaceId: string };

/** People an audience may hold: put on it, and they agree to advertising. */
const isOn = sql<boolean>`(${audienceMember.state} = 'on' and ${contact.mayAdvertise})`;

export type Audience = {
  name: string;
  /** Who is in its files. */
  on: number;
  /** Who is on it but never agreed to advertising, or took it back. */
  silent: number;
  /** Who was in a file before and must come off at the ad network. */
  off: number;
};

/** The workspace's ad audiences by name. */
export async function listAudiences(db: Db, { workspaceId }: Scope): Promise<Audience[]> {
  return db
    .select({
      name: audienceMember.audience,
      on: sql<number>`count(*) filter (where ${isOn})::int`,
      silent: sql<number>`count(*) filter (where ${audienceMember.state} = 'on' and not ${contact.mayAdvertise})::int`,
      off: sql<number>`count(*) filter (where not ${isOn} and ${audienceMember.sharedAt} is not null)::int`,
    })
    .from(audienceMember)
    .innerJoin(contact, sameContact)
    .where(eq(audienceMember.workspaceId, workspaceId))
    .groupBy(audienceMember.audience)
    .orderBy(asc(audienceMember.audience));
}

const sameContact = and(
  eq(contact.workspaceId, audienceMember.workspaceId),
  eq(contact.id, audienceMember.contactId),
);

export type AudienceFile = "meta" | "google" | "removed";

/**
 * One file of an audience as CSV: a header and SHA-256 of each address (lower case, hex), as ad networks take them. Whoever
 * is in a file to be added is noted, so that they can be listed for removal later.
 */
export async function audienceFile(
  db: Db,
  { workspaceId, name, file }: Scope & { name: string; file: AudienceFile },
): Promise<{ rows: number; csv: string }> {
  const header = file === "google" ? "Email" : "email";
  const theirs = and(eq(audienceMember.workspaceId, workspaceId), eq(audienceMember.audience, name));
  const added = and(theirs, sameContact, isOn);
  const rows = await db.execute<{ email: string }>(
    file === "removed"
      ? sql`select ${contact.email} from ${audienceMember}, ${contact}
          where ${and(theirs, sameContact, not(isOn), isNotNull(audienceMember.sharedAt))}`
      : // One statement, which sees one moment: whoever is in the file is noted.
        sql`with noted as (
            update ${audienceMember} set shared_at = now() from ${contact}
            where ${and(added, isNull(audienceMember.sharedAt))}
          )
          select ${contact.email} from ${audienceMember}, ${contact} where ${added}`,
  );
  const lines = rows
    .map(({ email }) => email)
    .sort()
    .map((email) => createHash("sha256").update(email).digest("hex"));
  return { rows: lines.length, csv: `${[header, ...lines].join("\r\n")}\r\n` };
}
