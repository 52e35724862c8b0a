import "server-only";
import { and, eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { funnel, workspaceSettings } from "@/db/schema";
import { graphOf } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { type JsonValue, unstorable } from "@/lib/json";
import { entryOf } from "../load-facts";
import { versionOf } from "../versions";
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

  async attempt(engine, row) {
    const { url, body } = saying.parse(row.said);
    const at = new Date(engine.clock());
    const signature = new Webhook(engine.webhookSecret(row.workspaceId)).sign(row.id, at, body);
    const answer = await engine.callWeb({
      url,
      body,
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Funnelwright",
        "webhook-id": row.id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": signature,
      },
    });
    if (answer.came === "refused") return { came: "failed", because: answer.because };
    if (answer.came === "nothing") return { came: "later", because: answer.because, afterMs: null };
    const { status } = answer;
    if (status >= 200 && status < 300) return { came: "done", answer: readable(answer.body) };
    const because = `It answered with ${status}${STATUS[status] ?? ""}.`;
    const again = status >= 500 || status === 408 || status === 425 || status === 429;
    return again ? { came: "later", because, afterMs: answer.retryAfterMs } : { came: "failed", because };
  },
};

const STATUS: Partial<Record<number, string>> = {
  401: " (not signed in)",
  403: " (not allowed)",
  404: " (nothing is there)",
  410: " (gone)",
  429: " (too many calls)",
};

/** JSON as it is; anything else as text. What PostgreSQL cannot keep is left out. */
function readable(body: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    value = body.replaceAll("\0", "");
  }
  return unstorable(value) ? null : value;
}
