import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, type enrollment, event, message, suppression, workspaceSettings } from "@/db/schema";
import { type Asked, askedFor } from "@/lib/flow/asked";
import { graphOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import type { Journey } from "@/lib/flow/walk";
import { whyNever } from "@/lib/mail/may-go";
import { rulesOf } from "./going";
import type { Version } from "./versions";

/** A mail that somebody gets at once. */
export type PromptMail = {
  nodeId: string;
  /** Name of the step. */
  name: string;
  /** They have had the mail of this step before. */
  again: boolean;
  /** Why it will not go to them after all, in a sentence; null when it will. */
  not: string | null;
};

/** Of the mails just asked for, those that are still wanted: the ones of the visit at which they now are. */
export async function promptMails(
  tx: Tx,
  row: typeof enrollment.$inferSelect,
  version: Version,
  journey: Journey,
  effects: readonly Asked[],
): Promise<PromptMail[]> {
  const wanted = askedFor(effects, "message").filter(
    ({ visit }) => journey.status === "active" && visit === journey.visit,
  );
  if (wanted.length === 0 || row.contactId === null) return [];
  const nodeIds = wanted.map(({ nodeId }) => nodeId);
  const had = await tx
    .select({ nodeId: message.nodeId })
    .from(message)
    .where(
      and(
        eq(message.workspaceId, row.workspaceId),
        eq(message.enrollmentId, row.id),
        inArray(message.nodeId, nodeIds),
        inArray(message.state, ["sent", "sending", "unknown"]),
      ),
    );
  const [person] = await tx
    .select({
      marketing: contact.marketing,
      suppressed: sql<boolean>`exists (
        select 1 from ${suppression}
        where ${suppression.workspaceId} = ${contact.workspaceId} and ${suppression.email} = ${contact.email}
      )`,
      customer: sql<boolean>`${contact.marketing} = 'none' and exists (
        select 1 from ${event}
        where ${event.workspaceId} = ${contact.workspaceId} and ${event.contactId} = ${contact.id}
          and ${event.name} = 'purchase'
      )`,
      rules: workspaceSettings.rules,
    })
    .from(contact)
    .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, contact.workspaceId))
    .where(and(eq(contact.workspaceId, row.workspaceId), eq(contact.id, row.contactId)));
  return nodeIds.map((nodeId) => {
    const node = graphOf(version.flow).node(nodeId);
    const never = person && node?.type === "email" ? whyNever(node.data.kind, person, rulesOf(person)) : null;
    return {
      nodeId,
      name: nameOf(version.flow, nodeId),
      again: had.some((one) => one.nodeId === nodeId),
      not: never,
    };
  });
}
