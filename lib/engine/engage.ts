import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, getTableColumns, isNotNull } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { engagement, enrollment, link, message, workspaceSettings } from "@/db/schema";
import { listensAt } from "@/lib/flow/listening";
import type { Instant } from "@/lib/flow/world";
import { closeAnswered } from "./close-answered";
import { writeDeltas } from "./deltas";
import { engagementFacts } from "./engagement-fact";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { lockContact } from "./lock-contact";
import { confirmSent } from "./settle";
import { convert, isOpenForGoals, wake } from "./tell-enrollments";
import { versionOf } from "./versions";

/** A link of a sent mail. Null for an address we never sent. */
export async function findLink(db: Db, token: string): Promise<typeof link.$inferSelect | null> {
  const [row] = await db.select().from(link).where(eq(link.token, token));
  return row ?? null;
}

/** The message whose pixel this is. Null for a token we never sent. */
export async function findOpened(
  db: Db,
  token: string,
): Promise<{ messageId: string; workspaceId: string } | null> {
  const [row] = await db
    .select({ messageId: message.id, workspaceId: message.workspaceId })
    .from(message)
    .where(eq(message.openToken, token));
  return row ?? null;
}

export type Engaging = {
  workspaceId: string;
  messageId: string;
  kind: "opened" | "clicked";
  linkKey: string | null;
  userAgent: string | null;
  /** Shortened to /24 or /48 by the caller. */
  ip: string | null;
  /** When it happened, for one that is written later; now without it. */
  at?: Instant;
};

/**
 * Keeps an open or a click and wakes whoever reads it. Every one is kept; the first of its kind at a step counts.
 */
export async function engage(engine: Engine, engaging: Engaging): Promise<void> {
  const { workspaceId, messageId, kind } = engaging;
  const [found] = await engine.db
    .select({ contactId: message.contactId, nodeId: message.nodeId, enrollment })
    .from(message)
    .innerJoin(
      enrollment,
      and(eq(enrollment.workspaceId, message.workspaceId), eq(enrollment.id, message.enrollmentId)),
    )
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)));
  if (!found?.contactId) return;
  const { contactId, nodeId } = found;
  const hints: Hint[] = [];
  await engine.db.transaction(async (tx) => {
    const locked = await lockContact(tx, { workspaceId, contactId, clock: engine.clock });
    if (!locked) return;
    const { instant } = locked;
    const [opens, [mail], earlier, [now]] = await Promise.all([
      opensIn(tx, workspaceId),
      tx
        .select({ ...withoutBytes, made: isNotNull(message.frozen) })
        .from(message)
        .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId))),
      tx
        .select({ kind: engagement.kind })
        .from(engagement)
        .where(
          and(
            eq(engagement.workspaceId, workspaceId),
            eq(engagement.enrollmentId, found.enrollment.id),
            eq(engagement.nodeId, nodeId),
          ),
        ),
      tx
        .select()
        .from(enrollment)
        .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.id, found.enrollment.id))),
    ]);
    // Asked now, not when the mail left: who took back their consent is not measured from that moment on.
    if (kind === "opened" && opens !== "all" && !(opens === "consent" && locked.contact.mayMeasure)) return;
    // Human or machine: whoever opens a mail has it, whatever its provider did not say.
    if (mail?.made && (mail.state !== "sent" || mail.settledBy !== null)) {
      hints.push(...(await confirmSent(tx, mail, mail.providerId, instant)));
      await closeAnswered(tx, mail);
    }
    const had = new Set(earlier.map((one) => one.kind));
    // A click proves the mail was read, so it counts as an open where the picture was blocked.
    const fresh = [
      ...(had.size === 0 ? (["opened"] as const) : []),
      ...(kind === "clicked" && !had.has("clicked") ? (["clicked"] as const) : []),
    ];
    const id = randomUUID();
    const at = Math.min(engaging.at ?? instant, instant);
    const version = now && (await versionOf(tx, { workspaceId, id: now.versionId }));
    const listens =
      now?.status === "active" &&
      version &&
      listensAt(version.flow, now.nodeId, { topic: "engagement", nodeId });
    const [woken] = await Promise.all([
      wake(tx, workspaceId, listens ? [now] : [], instant),
      tx.insert(engagement).values({
        id,
        workspaceId,
        enrollmentId: found.enrollment.id,
        messageId,
        nodeId,
        kind,
        linkKey: engaging.linkKey,
        at,
        visibleAt: instant,
        userAgent: engaging.userAgent?.slice(0, 500) ?? null,
        ip: engaging.ip,
      }),
      writeDeltas(
        tx,
        found.enrollment,
        fresh.map((metric) => ({ nodeId, metric, at: instant })),
      ),
    ]);
    hints.push(...woken);
    if (now && version && isOpenForGoals(now, instant)) {
      const known = {
        id,
        kind,
        nodeId,
        visit: mail?.visit ?? 0,
        link: engaging.linkKey,
        at,
        visibleAt: instant,
      };
      await convert(tx, now, version, { engagement: known }, instant);
    }
    hints.push(
      ...(await engagementFacts(tx, {
        ...engaging,
        contactId,
        nodeId,
        row: found.enrollment,
        at,
        instant,
      })),
    );
  });
  await engine.hint(hints);
}

/** A mail can be long, and every open and click of it comes by here. */
const { frozen: _bytes, searched: _told, ...withoutBytes } = getTableColumns(message);

async function opensIn(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select({ opens: workspaceSettings.opens })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return row?.opens;
}

const RETRY_AFTER_MS = [1_000, 5_000, 20_000];

/** The same, again and again while the database is busy: a lost click would send somebody down the wrong path. */
export async function engageSurely(engine: Engine, engaging: Engaging): Promise<void> {
  const at = engine.clock();
  for (const pauseMs of [...RETRY_AFTER_MS, null]) {
    try {
      return await engage(engine, { ...engaging, at });
    } catch (error) {
      if (pauseMs === null) throw error;
      await engine.pause(pauseMs);
    }
  }
}
