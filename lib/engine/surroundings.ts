import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { member, user, workspaceSettings } from "@/db/schema";
import type { Flow } from "@/lib/flow/flow";
import { NO_RULES } from "@/lib/mail/mail-rules";
import type { MemberRole } from "@/lib/member-role";
import { type CallReach, OPEN_INTERNET } from "@/lib/nodes/call-reach";
import type { Surroundings } from "@/lib/nodes/contract";
import { firstZone } from "@/lib/time/zone";
import { nearbyOf } from "./nearby";

/** What a check of a drawing must know of its workspace. */
export async function surroundingsOf(
  db: Db,
  {
    workspaceId,
    funnelId = null,
    shortWaits,
    callReach = OPEN_INTERNET,
    now,
  }: {
    workspaceId: string;
    funnelId?: string | null;
    shortWaits: boolean;
    callReach?: CallReach;
    now: number;
  },
): Promise<Surroundings> {
  const [[row], members] = await Promise.all([
    db.select().from(workspaceSettings).where(eq(workspaceSettings.workspaceId, workspaceId)),
    db
      .select({ email: user.email })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.workspaceId, workspaceId))
      .orderBy(user.email),
  ]);
  return {
    postalAddress: row?.postalAddress ?? "",
    sender: row?.senderName && row.senderEmail ? { name: row.senderName, email: row.senderEmail } : null,
    opens: row?.opens ?? "off",
    mailRules: { ...NO_RULES, ...row?.rules },
    shortWaits,
    callReach,
    members: members.map(({ email }) => email.toLowerCase()),
    timeZone: firstZone(row?.timeZone),
    now,
    funnelId,
    funnels: await nearbyOf(db, workspaceId, funnelId),
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
