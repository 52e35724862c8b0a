import { and, eq } from "drizzle-orm";
import type { Pool } from "@/db/client";
import { conversion, engagement, enrollment, message, visit } from "@/db/schema";
import type { NodeResults } from "@/lib/flow/results";

/** The numbers of every step of a funnel, counted from what happened, person by person. */
export async function recount(
  db: Pool,
  { workspaceId, funnelId }: { workspaceId: string; funnelId: string },
): Promise<Record<string, NodeResults>> {
  const nodes: Record<string, NodeResults> = {};
  const at = (nodeId: string): NodeResults => {
    nodes[nodeId] ??= {
      entered: 0,
      here: 0,
      left: {},
      converted: 0,
      revenue: {},
      sent: 0,
      opened: 0,
      clicked: 0,
    };
    return nodes[nodeId];
  };
  const people = await db
    .select()
    .from(enrollment)
    .where(and(eq(enrollment.workspaceId, workspaceId), eq(enrollment.funnelId, funnelId)));
  for (const { id } of people) {
    const visits = await db.select().from(visit).where(eq(visit.enrollmentId, id)).orderBy(visit.visit);
    const converted = await db.select().from(conversion).where(eq(conversion.enrollmentId, id));
    const mails = await db.select().from(message).where(eq(message.enrollmentId, id));
    const reactions = await db.select().from(engagement).where(eq(engagement.enrollmentId, id));
    // In order, so that each step stands at its latest visit.
    const latest = new Map(visits.map((one) => [one.nodeId, one]));
    for (const [nodeId, one] of latest) {
      const node = at(nodeId);
      node.entered += 1;
      if (converted.length > 0) node.converted += 1;
      const way = one.exit ?? one.by;
      if (one.leftAt === null) node.here += 1;
      else if (way) node.left[way] = (node.left[way] ?? 0) + 1;
      if (mails.some((mail) => mail.nodeId === nodeId && mail.state === "sent")) node.sent += 1;
      const own = reactions.filter((reaction) => reaction.nodeId === nodeId);
      if (own.length > 0) node.opened += 1;
      if (own.some(({ kind }) => kind === "clicked")) node.clicked += 1;
    }
    for (const { goalNodeId, value, currency } of converted) {
      if (!value || !currency) continue;
      const { revenue } = at(goalNodeId);
      revenue[currency] = (revenue[currency] ?? 0) + value;
    }
  }
  return nodes;
}
