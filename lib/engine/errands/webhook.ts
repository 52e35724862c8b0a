import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { funnel, workspaceSettings } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { entryOf } from "../load-facts";
import { versionOf } from "../versions";
import { signedCall } from "../web/signed-call";
import type { ErrandKind } from "./run-errands";

const saying = z.strictObject({ url: z.string(), body: z.string() });

/**
 * A signed POST as Standard Webhooks describes it. Whoever is called can tell by `webhook-id` that a call is the same one
 * again: it may come more than once.
 */
export const webhook: ErrandKind = {
  async say(tx, _engine, row, { enrolled, contact }) {
    const [{ flow }, entry, [about]] = await Promise.all([
      versionOf(tx, { workspaceId: row.workspaceId, id: enrolled.versionId }),
      entryOf(tx, enrolled),
      tx
        .select({ name: funnel.name, demo: workspaceSettings.demo })
        .from(funnel)
        .innerJoin(workspaceSettings, eq(workspaceSettings.workspaceId, funnel.workspaceId))
        .where(and(eq(funnel.workspaceId, row.workspaceId), eq(funnel.id, enrolled.funnelId))),
    ]);
    const node = graphOf(flow).node(row.nodeId);
    if (node?.type !== "webhook" || !about) return { because: "This step is gone." };
    if (about.demo) return { because: "The demo workspace calls nobody." };
    const { id, email, name, language, timeZone, tags, fields } = contact;
    const body = JSON.stringify({
      type: "funnel.step",
      timestamp: new Date(row.dueAt).toISOString(),
      data: {
        test: enrolled.test,
        funnel: { id: enrolled.funnelId, name: about.name },
        step: { id: node.id, name: nameOf(flow, node.id) },
        contact: { id, email, name, language, timeZone, tags, fields },
        event: {
          name: entry.name,
          occurredAt: new Date(entry.at).toISOString(),
          value: entry.value,
          currency: entry.currency,
          properties: entry.properties,
        },
      },
    });
    return { said: { url: node.data.url, body } };
  },

  attempt: (engine, { id, workspaceId, said }) =>
    signedCall(engine, { id, workspaceId, ...saying.parse(said) }),
};
