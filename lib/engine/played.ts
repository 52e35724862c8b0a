import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { conversion, enrollment, link, message, visit } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { compiledEmailOf } from "./versions";

/** What somebody got and when, and the way they went: one journey per enrollment, in the order of entry. */
export type Played = {
  contactId: string;
  email: string;
  /** Key of their persona. */
  persona: string;
  journeys: {
    enrollmentId: string;
    funnelId: string;
    enteredAt: Instant;
    path: {
      visit: number;
      nodeId: string;
      at: Instant;
      leftAt: Instant | null;
      exit: string | null;
      by: (typeof visit.$inferSelect)["by"];
    }[];
    /** `at`: when it was sent, or when it was settled otherwise; null while it is neither. `subject` of a frozen mail. */
    mails: {
      nodeId: string;
      visit: number;
      subject: string | null;
      at: Instant | null;
      state: (typeof message.$inferSelect)["state"];
      reason: string | null;
    }[];
    /** `value` in minor units of `currency`. */
    conversions: { nodeId: string; at: Instant; value: number | null; currency: string | null }[];
    end: { at: Instant; reason: string } | null;
  }[];
};

type Of = { workspaceId: string; contactId: string };

/** What became of a person, from the database. */
export async function whatBecameOf(
  db: Db,
  { workspaceId, contactId, player }: Of & { player: { email: string; persona: { key: string } } },
): Promise<Played> {
  const enrollments = await db
    .select()
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.contactId, contactId)))
    .orderBy(asc(enrollment.enteredAt), asc(enrollment.entryKey));
  const ids = enrollments.map(({ id }) => id);
  const of = { email: player.email, persona: player.persona.key, contactId };
  if (ids.length === 0) return { ...of, journeys: [] };
  const [visits, mails, conversions] = await Promise.all([
    db
      .select()
      .from(visit)
      .where(and(eq(visit.workspaceId, workspaceId), inArray(visit.enrollmentId, ids)))
      .orderBy(asc(visit.visit)),
    db
      .select({
        enrollmentId: message.enrollmentId,
        nodeId: message.nodeId,
        visit: message.visit,
        subject: sql<string | null>`${message.frozen} ->> 'subject'`,
        at: message.settledAt,
        state: message.state,
        reason: message.reason,
      })
      .from(message)
      .where(and(eq(message.workspaceId, workspaceId), inArray(message.enrollmentId, ids)))
      .orderBy(asc(message.visit)),
    db
      .select()
      .from(conversion)
      .where(and(eq(conversion.workspaceId, workspaceId), inArray(conversion.enrollmentId, ids)))
      .orderBy(asc(conversion.at)),
  ]);
  const mine =
    (id: string) =>
    ({ enrollmentId }: { enrollmentId: string }) =>
      enrollmentId === id;
  return {
    ...of,
    journeys: enrollments.map(({ id, funnelId, enteredAt, endedAt, endReason }) => ({
      enrollmentId: id,
      funnelId,
      enteredAt,
      path: visits.filter(mine(id)).map(({ visit: ordinal, nodeId, enteredAt: at, leftAt, exit, by }) => {
        return { visit: ordinal, nodeId, at, leftAt, exit, by };
      }),
      mails: mails.filter(mine(id)).map(({ enrollmentId: _, ...mail }) => mail),
      conversions: conversions
        .filter(mine(id))
        .map(({ goalNodeId, at, value, currency }) => ({ nodeId: goalNodeId, at, value, currency })),
      end: endedAt === null ? null : { at: endedAt, reason: endReason ?? "finished" },
    })),
  };
}

/** A mail as it lies in somebody's mailbox, with the tokens in it: those of its links by key, in reading order. */
export type LyingMail = {
  enrollmentId: string;
  nodeId: string;
  visit: number;
  at: Instant;
  openToken: string | null;
  unsubscribeToken: string | null;
  links: Map<string, string>;
};

/** Mails that were sent to a person after that instant, in order. */
export async function mailSince(
  db: Db,
  { workspaceId, contactId, after }: Of & { after: Instant },
): Promise<LyingMail[]> {
  const sent = await db
    .select({
      enrollmentId: message.enrollmentId,
      nodeId: message.nodeId,
      visit: message.visit,
      tokens: sql<{ key: string; token: string }[] | null>`(
        select json_agg(json_build_object('key', l.key, 'token', l.token)) from ${link} l
        where l.message_id = ${message.id})`,
      emailHash: message.emailHash,
      at: message.settledAt,
      openToken: message.openToken,
      unsubscribeToken: message.unsubscribeToken,
    })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, workspaceId),
        eq(message.contactId, contactId),
        eq(message.state, "sent"),
        gt(message.settledAt, after),
      ),
    )
    .orderBy(asc(message.settledAt));
  const lying: LyingMail[] = [];
  for (const { emailHash, at, tokens, ...mail } of sent) {
    const { links } = await compiledEmailOf(db, { workspaceId, hash: emailHash });
    const inOrder = links.flatMap(({ key }) => (tokens ?? []).filter((one) => one.key === key));
    lying.push({ ...mail, at: at ?? after, links: new Map(inOrder.map(({ key, token }) => [key, token])) });
  }
  return lying;
}
