import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contact, workspaceSettings } from "@/db/schema";
import { type History, NOBODY, type Topic } from "@/lib/flow/world";
import { firstZone } from "@/lib/time/zone";

const ABOUT_THEM: readonly Topic["topic"][] = ["zone", "tag", "field", "measured"];

/** Their zone, or the workspace's where theirs is not known; and what they are. Read only where a step asks for it. */
export async function personOf(
  tx: Tx,
  { workspaceId, contactId }: { workspaceId: string; contactId: string | null },
  topics: readonly Topic[],
): Promise<Pick<History, "zone" | "person">> {
  const about = new Set(topics.map(({ topic }) => topic));
  if (!ABOUT_THEM.some((topic) => about.has(topic))) return { zone: "UTC", person: NOBODY };
  const [found] = await tx
    .select({
      own: contact.timeZone,
      workspace: workspaceSettings.timeZone,
      tags: contact.tags,
      fields: contact.fields,
      changedAt: contact.changedAt,
      opens: workspaceSettings.opens,
      mayMeasure: contact.mayMeasure,
    })
    .from(contact)
    .leftJoin(workspaceSettings, eq(workspaceSettings.workspaceId, contact.workspaceId))
    .where(and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId ?? "")));
  const { tags, fields, changedAt } = found ?? NOBODY;
  const measured = found?.opens === "all" || (found?.opens === "consent" && found.mayMeasure);
  return { zone: firstZone(found?.own, found?.workspace), person: { tags, fields, measured, changedAt } };
}
