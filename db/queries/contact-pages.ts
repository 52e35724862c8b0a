import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { contact, suppression } from "@/db/schema";
import { cutPage, type Page } from "./page";

const columns = {
  id: contact.id,
  email: contact.email,
  name: contact.name,
  timeZone: contact.timeZone,
  language: contact.language,
  fields: contact.fields,
  tags: contact.tags,
  marketing: contact.marketing,
  mayMeasure: contact.mayMeasure,
  mayAdvertise: contact.mayAdvertise,
  /** Why the address gets no mail at all. */
  suppressed: suppression.reason,
  createdAt: contact.createdAt,
};

type Asked = { workspaceId: string; limit: number; after?: string | undefined; email?: string | undefined };

/** A page of the workspace's contacts by address (lower case), after that of the page before. */
export async function pageOfContacts(db: Db, { workspaceId, limit, after, email }: Asked) {
  const rows = await db
    .select(columns)
    .from(contact)
    .leftJoin(
      suppression,
      and(eq(suppression.workspaceId, contact.workspaceId), eq(suppression.email, contact.email)),
    )
    .where(
      and(
        eq(contact.workspaceId, workspaceId),
        eq(contact.test, false),
        email === undefined ? undefined : eq(contact.email, email),
        after === undefined ? undefined : gt(contact.email, after),
      ),
    )
    .orderBy(asc(contact.email))
    .limit(limit + 1);
  return cutPage(rows, limit);
}

export type ContactRow = Awaited<ReturnType<typeof pageOfContacts>> extends Page<infer Row> ? Row : never;
