import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNotNull, isNull, not, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { adAudience, audienceCall, audienceMember, contact } from "@/db/schema";

type Scope = { workspaceId: string };

/** People an audience may hold: put on it, and they agree to advertising. */
const isOn = sql<boolean>`(${audienceMember.state} = 'on' and ${contact.mayAdvertise})`;

export type Audience = {
  name: string;
  /** Who is in its files. */
  on: number;
  /** Who is on it but never agreed to advertising, or took it back. */
  silent: number;
  /** Who was in a file, or told to its address, before, and must come off at the ad network. */
  off: number;
  /** The web address that is told of it. */
  address: AudienceAddress | null;
};

export type AudienceAddress = {
  url: string;
  /** People who are still to be told of. */
  waiting: number;
  /** People it could not be told of, tried often enough. */
  failed: number;
  /** What it answered when it did not take one of those; null when all went well so far. */
  reason: string | null;
};

/** The workspace's ad audiences by name: those with somebody on or off them, and those with an address. */
export async function listAudiences(db: Db, { workspaceId }: Scope): Promise<Audience[]> {
  const [people, addresses] = await Promise.all([
    db
      .select({
        name: audienceMember.audience,
        on: sql<number>`count(*) filter (where ${isOn})::int`,
        silent: sql<number>`count(*) filter (where ${audienceMember.state} = 'on' and not ${contact.mayAdvertise})::int`,
        off: sql<number>`count(*) filter (where not ${isOn} and ${audienceMember.sharedAt} is not null)::int`,
      })
      .from(audienceMember)
      .innerJoin(contact, sameContact)
      .where(eq(audienceMember.workspaceId, workspaceId))
      .groupBy(audienceMember.audience),
    listAddresses(db, { workspaceId }),
  ]);
  const addressOf = new Map(addresses.map(({ name, ...address }) => [name, address]));
  const empty = addresses.filter(({ name }) => !people.some((one) => one.name === name));
  return [...people, ...empty.map(({ name }) => ({ name, on: 0, silent: 0, off: 0 }))]
    .map((one) => ({ ...one, address: addressOf.get(one.name) ?? null }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

const listAddresses = (db: Db, { workspaceId }: Scope) => {
  const open = sql`${audienceCall.progress} = 'open'`;
  const failed = sql`${audienceCall.progress} = 'failed'`;
  return db
    .select({
      name: adAudience.name,
      url: adAudience.url,
      waiting: sql<number>`count(*) filter (where ${open})::int`,
      failed: sql<number>`count(*) filter (where ${failed})::int`,
      reason: sql<
        string | null
      >`coalesce(max(${audienceCall.reason}) filter (where ${failed}), max(${audienceCall.reason}))`,
    })
    .from(adAudience)
    .leftJoin(
      audienceCall,
      and(eq(audienceCall.workspaceId, adAudience.workspaceId), eq(audienceCall.audience, adAudience.name)),
    )
    .where(eq(adAudience.workspaceId, workspaceId))
    .groupBy(adAudience.name, adAudience.url);
};

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
