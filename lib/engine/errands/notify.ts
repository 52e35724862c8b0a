import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { funnel, member, user } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { deliverSystemMail } from "../system-mail";
import { versionOf } from "../versions";
import type { ErrandKind } from "./run-errands";

const saying = z.strictObject({
  to: z.string(),
  about: z.string(),
  funnel: z.string(),
  note: z.string(),
  url: z.string(),
});

/** A mail of the app's own to a member of the workspace. It never enters the workspace's inbox. */
export const notify: ErrandKind = {
  async say(tx, engine, row, { enrolled, contact }) {
    const { workspaceId } = row;
    const { flow } = await versionOf(tx, { workspaceId, id: enrolled.versionId });
    const node = graphOf(flow).node(row.nodeId);
    if (node?.type !== "notify") return { because: "This step is gone." };
    const [found] = await tx
      .select({ to: user.email, funnel: funnel.name })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .innerJoin(funnel, and(eq(funnel.workspaceId, member.workspaceId), eq(funnel.id, enrolled.funnelId)))
      .where(and(eq(member.workspaceId, workspaceId), eq(user.email, node.data.to.toLowerCase())));
    if (!found) return { because: `${node.data.to} is not a member of this workspace any more.` };
    const about = contact.name ? `${contact.name} (${contact.email})` : contact.email;
    const url = `${engine.appUrl}/funnels/${enrolled.funnelId}/people/${enrolled.id}`;
    return { said: { ...found, about, note: node.data.note, url } };
  },

  async attempt(_engine, row) {
    const { to, ...props } = saying.parse(row.said);
    const because = await deliverSystemMail({ name: "step-note", to, props }, `errand-${row.id}`);
    return because === null ? { came: "done", answer: null } : { came: "later", because, afterMs: null };
  },
};
