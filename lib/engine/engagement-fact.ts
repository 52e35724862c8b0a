import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type enrollment, event, funnelTrigger, link } from "@/db/schema";
import type { Fact, Instant } from "@/lib/flow/world";
import { enrollByFact } from "./enroll";
import type { Hint } from "./hints";
import { tellEnrollments } from "./tell-enrollments";

type Engaged = {
  workspaceId: string;
  contactId: string;
  messageId: string;
  nodeId: string;
  kind: "opened" | "clicked";
  linkKey: string | null;
  row: typeof enrollment.$inferSelect;
  at: Instant;
  instant: Instant;
};

const OPENED = "email.opened";
const CLICKED = "email.clicked";

/**
 * Makes a fact of an open or a click, once per mail and link, where some funnel starts on it: elsewhere nobody asks, and
 * a mailing of a hundred thousand is not to be kept twice. The contact's lock must be held.
 */
export async function engagementFacts(tx: Tx, engaged: Engaged): Promise<Hint[]> {
  const { workspaceId, row, kind } = engaged;
  // What members do in their tests reaches no other funnel.
  if (row.test) return [];
  const names = kind === "clicked" ? [OPENED, CLICKED] : [OPENED];
  const asked = await tx
    .selectDistinct({ name: funnelTrigger.eventName })
    .from(funnelTrigger)
    .where(and(eq(funnelTrigger.workspaceId, workspaceId), inArray(funnelTrigger.eventName, names)));
  const hints: Hint[] = [];
  for (const { name } of asked) hints.push(...(await take(tx, engaged, name)));
  return hints;
}

async function take(tx: Tx, engaged: Engaged, name: string): Promise<Hint[]> {
  const { workspaceId, contactId, row, messageId, nodeId, linkKey, at, instant } = engaged;
  const clicked = name === CLICKED;
  const fact: Fact = {
    id: clicked ? `${name}:${messageId}:${linkKey ?? ""}` : `${name}:${messageId}`,
    name,
    at,
    visibleAt: instant,
    value: null,
    currency: null,
    properties: {
      funnelId: row.funnelId,
      nodeId,
      ...(clicked ? { url: await addressOf(tx, engaged), link: linkKey } : {}),
    },
  };
  const { at: occurredAt, ...kept } = fact;
  const stored = await tx
    .insert(event)
    // A person's own doing comes from outside, whichever funnel wrote to them: a chain begins anew with it.
    .values({ ...kept, workspaceId, contactId, occurredAt, depth: 0 })
    .onConflictDoNothing()
    .returning({ id: event.id });
  if (stored.length === 0) return [];
  const news = { workspaceId, contactId, fact, instant };
  return [...(await tellEnrollments(tx, news)), ...(await enrollByFact(tx, { ...news, depth: 0 })).hints];
}

async function addressOf(tx: Tx, { workspaceId, messageId, linkKey }: Engaged): Promise<string> {
  if (linkKey === null) return "";
  const [row] = await tx
    .select({ url: link.url })
    .from(link)
    .where(and(eq(link.workspaceId, workspaceId), eq(link.messageId, messageId), eq(link.key, linkKey)))
    .limit(1);
  return row?.url ?? "";
}
