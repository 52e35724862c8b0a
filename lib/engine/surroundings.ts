import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { workspaceSettings } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import type { MemberRole } from "@/lib/member-role";
import type { Surroundings } from "@/lib/nodes/contract";
import { firstZone } from "@/lib/time/zone";

/** What a check of a drawing must know of its workspace. */
export async function surroundingsOf(
  db: Db,
  { workspaceId, shortWaits, now = Date.now() }: { workspaceId: string; shortWaits: boolean; now?: number },
): Promise<Surroundings> {
  const [row] = await db
    .select()
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return {
    postalAddress: row?.postalAddress ?? "",
    sender: row?.senderName && row.senderEmail ? { name: row.senderName, email: row.senderEmail } : null,
    opens: row?.opens ?? "off",
    shortWaits,
    timeZone: firstZone(row?.timeZone),
    now,
  };
}

/** What a check must know of the member who publishes. `live`: what people run through now. */
export const publisherOf = (
  role: MemberRole,
  live: Flow | null | undefined,
): NonNullable<Surroundings["publisher"]> => ({
  owner: role === "owner",
  service: (live?.nodes ?? []).flatMap((node) =>
    node.type === "email" && node.data.kind === "service" ? [node.id] : [],
  ),
});

/** The zone in which a workspace tells its days. */
export async function zoneOf(db: Db, workspaceId: string): Promise<string> {
  const [row] = await db
    .select({ timeZone: workspaceSettings.timeZone })
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  return row?.timeZone ?? "UTC";
}
