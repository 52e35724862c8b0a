import "server-only";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { findHook } from "@/db/queries/hooks";
import { graphOf } from "@/lib/flow/graph";
import { type JsonValue, properties } from "@/lib/json";
import { detail } from "@/lib/nodes/trigger/settings";
import { HOOK_RECEIVED, MADE_FOR, triggerKey } from "@/lib/nodes/trigger/ways";
import { ok, problem, type Result } from "@/lib/result";
import { valuesAt } from "@/lib/rules/property-filter";
import type { Engine } from "./engine";
import { emailAddress, personName } from "./fact-input";
import { ingest } from "./ingest";
import { versionOf } from "./versions";

/** The secret with which calls of an address are signed: "whsec_…". It follows from the app's own secret. */
export const hookSecret = (appSecret: string, hookId: string): string =>
  `whsec_${createHmac("sha256", appSecret).update(`hook ${hookId}`).digest("base64")}`;

export type HookProblem = "unknown" | "not-live" | "not-signed" | "not-fitting";

type Call = { slug: string; raw: string; headers: Headers; appSecret: string };

/**
 * Takes one call of another service: believed when it is signed (Standard Webhooks) or carries the secret, then an event
 * of the person it names, which starts the trigger. The same call again, by its id, changes nothing.
 */
export async function takeHook(
  engine: Engine,
  { slug, raw, headers, appSecret }: Call,
): Promise<Result<{ duplicate: boolean }, HookProblem>> {
  const found = await findHook(engine.db, slug);
  if (!found || found.archivedAt) return problem("unknown", "There is no such address.");
  if (!isBelieved(raw, headers, hookSecret(appSecret, found.id))) {
    return problem(
      "not-signed",
      "Sign the call with this address’s secret, or send the secret as a bearer token.",
    );
  }
  const { workspaceId, funnelId, nodeId } = found;
  const version = found.versionId ? await versionOf(engine.db, { workspaceId, id: found.versionId }) : null;
  const node = version ? graphOf(version.flow).node(nodeId) : undefined;
  if (node?.type !== "trigger" || node.data.on !== "webhook") {
    return problem(
      "not-live",
      "This funnel is not published with this trigger. Publish it, then send this again.",
    );
  }
  const said = parsed(raw);
  if (!said) {
    return problem("not-fitting", "Send a JSON object of at most 100 properties, five levels deep.");
  }
  const way = detail.hook(node.data);
  const email = emailAddress.safeParse(textAt(said, way.email));
  if (!email.success) {
    return problem(
      "not-fitting",
      `There is no email address at “${way.email}”. Name another place in the trigger.`,
    );
  }
  const name = personName.safeParse(way.contactName === "" ? "" : textAt(said, way.contactName)).data;
  const taken = await ingest(engine, {
    workspaceId,
    input: {
      id: `hook:${found.id}:${idOf(said, headers, way.id)}`,
      name: HOOK_RECEIVED,
      email: email.data,
      contact: name ? { name } : {},
      properties: { ...said, [MADE_FOR]: triggerKey({ funnelId, nodeId, formId: null }) },
    },
  });
  return taken.ok ? ok({ duplicate: taken.value.duplicate }) : problem("not-fitting", taken.message);
}

function isBelieved(raw: string, headers: Headers, secret: string): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) return equal(bearer, secret);
  try {
    new Webhook(secret).verify(raw, Object.fromEntries(headers));
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    // Reading comes after verifying: it is signed, and no JSON.
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

/** Compared by their digests, in a time that says nothing about either. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compared").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function parsed(raw: string): Record<string, JsonValue> | null {
  try {
    return properties.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null;
  }
}

function textAt(said: Record<string, JsonValue>, path: string): string {
  const [value] = path === "" ? [] : valuesAt(said, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What tells one call from another. Where nobody says, each call is one of its own. */
function idOf(said: Record<string, JsonValue>, headers: Headers, path: string): string {
  return (textAt(said, path) || headers.get("webhook-id") || randomUUID()).slice(0, 120);
}
