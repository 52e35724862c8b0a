import { readStats } from "@/app/_rest/funnels";
import { apiRoute, notFound } from "@/app/_server/api";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { funnelResults } from "@/db/queries/results";
import type { NodeResults } from "@/lib/flow/results";

export const GET = apiRoute(readStats, async ({ workspaceId, params: { funnelId }, answer }) => {
  const scope = { workspaceId, funnelId };
  const [found, { totals, nodes }] = await Promise.all([findFunnel(db(), scope), funnelResults(db(), scope)]);
  if (!found) return notFound();
  const drawn = (found.liveVersion?.flow ?? found.draft).nodes;
  const types = new Map(drawn.map(({ id, type }) => [id, type]));
  const removed = Object.keys(nodes).filter((id) => !types.has(id));
  return answer(200, {
    funnelId,
    totals,
    nodes: [...types.keys(), ...removed].map((nodeId) => {
      const { sent, opened, clicked, ...all } = nodes[nodeId] ?? NOBODY;
      const mails = types.get(nodeId) === "email" || sent > 0;
      return { nodeId, ...all, ...(mails ? { sent, opened, clicked } : {}) };
    }),
  });
});

/** A step where nobody has been. */
const NOBODY: NodeResults = {
  entered: 0,
  here: 0,
  left: {},
  converted: 0,
  revenue: {},
  sent: 0,
  opened: 0,
  clicked: 0,
};
