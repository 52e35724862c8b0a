import "server-only";
import { Webhook } from "standardwebhooks";
import { type JsonValue, unstorable } from "@/lib/json";
import type { Engine } from "../engine";

/** What came of one attempt. */
export type Came =
  | { came: "done"; answer: JsonValue }
  | { came: "failed"; because: string; answer?: JsonValue }
  /** Worth another attempt, after at least that long. */
  | { came: "later"; because: string; afterMs: number | null };

/** One call. `id`: the same for whatever is the same call again. */
export type SignedCall = { id: string; workspaceId: string; url: string; body: string };

/** A POST that is signed as Standard Webhooks describes it with the workspace's key. Never throws for what the other side does. */
export async function signedCall(engine: Engine, { id, workspaceId, url, body }: SignedCall): Promise<Came> {
  const at = new Date(engine.clock());
  const signature = new Webhook(engine.webhookSecret(workspaceId)).sign(id, at, body);
  const answer = await engine.callWeb({
    url,
    body,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Funnelwright",
      "webhook-id": id,
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
}

const STATUS: Partial<Record<number, string>> = {
  401: " (not signed in)",
  403: " (not allowed)",
  404: " (nothing is there)",
  410: " (gone)",
  429: " (too many calls)",
};

/** Deeper than anybody answers: whoever reads it would run out of stack. */
const DEEPEST = 100;

const isTooDeep = (value: JsonValue, left = DEEPEST): boolean =>
  left === 0 ||
  (value !== null &&
    typeof value === "object" &&
    Object.values(value).some((inner) => isTooDeep(inner, left - 1)));

/** JSON as it is; anything else as text. What cannot be kept is left out: it was an answer all the same. */
function readable(body: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    value = body.replaceAll("\0", "");
  }
  return isTooDeep(value) || unstorable(value) ? null : value;
}
