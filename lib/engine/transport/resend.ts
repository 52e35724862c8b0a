import "server-only";
import { Resend } from "resend";
import type { FrozenMail } from "@/db/schema";
import { CALL_MS } from "../attempt";
import type { Attempt, Transport } from "./transport";

const HOUR_MS = 3_600_000;

/**
 * Resend through its own SDK, which never throws and never retries. Keys are remembered for 24 hours; we stop
 * asking an hour earlier.
 */
export function resendTransport({
  apiKey,
  baseUrl,
  patienceMs = CALL_MS,
}: {
  apiKey: string;
  baseUrl?: string;
  /** How long one call may take. */
  patienceMs?: number;
}): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  return {
    dedupeWindowMs: 23 * HOUR_MS,
    async send(mail: FrozenMail, key: string): Promise<Attempt> {
      const answer = await resend.emails.send(
        {
          from: mail.from,
          to: mail.to,
          subject: mail.subject,
          html: mail.html,
          text: mail.text,
          headers: mail.headers,
          tags: mail.tags,
          ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
        },
        { idempotencyKey: key, signal: AbortSignal.timeout(patienceMs) },
      );
      if (answer.error) return classify(answer.error, answer.headers ?? {});
      // Accepted is only what has an id; anything else came from something between us and Resend.
      return answer.data?.id
        ? { outcome: "sent", providerId: answer.data.id }
        : { outcome: "ambiguous", because: "The answer had no id." };
    },
  };
}

/** As the SDK hands it on: the body of the answer, which need not be Resend's. */
type Refusal = { name?: unknown; message?: unknown; statusCode?: unknown };

/** By status first and name second: the SDK's own list of names is incomplete. */
export function classify(
  error: Refusal,
  headers: Record<string, string | undefined>,
  now = new Date(),
): Attempt {
  const { name, message, statusCode: status } = error;
  const because = `${status ?? "no answer"}: ${message}`.slice(0, 500);
  // Without a status, a proxy may have answered for Resend after it had taken the mail.
  if (typeof status !== "number" || status >= 500) return { outcome: "ambiguous", because };
  if (status === 429) return tooMuch(name, headers, because, now);
  if (status === 409) {
    return name === "invalid_idempotent_request"
      ? { outcome: "conflict", because }
      : { outcome: "ambiguous", because };
  }
  if (status === 403 && name === "validation_error") {
    return { outcome: "sender", because: `Resend does not accept this sender: ${error.message}` };
  }
  if (status === 401 || status === 403) {
    return {
      outcome: "account",
      holdMs: 5 * 60_000,
      because: `Resend refuses this key or sender: ${message}. Nothing is lost; mend it and sending goes on.`,
    };
  }
  if (status === 404 || status === 405) {
    return {
      outcome: "account",
      holdMs: 5 * 60_000,
      because: `Resend was not found at its address: ${message}`,
    };
  }
  if (status === 408 || status < 400) return { outcome: "ambiguous", because };
  return { outcome: "refused", because: `Resend refused this mail: ${message}` };
}

function tooMuch(
  name: unknown,
  headers: Record<string, string | undefined>,
  because: string,
  now: Date,
): Attempt {
  if (name === "daily_quota_exceeded") {
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
    return {
      outcome: "account",
      holdMs: midnight - now.getTime(),
      because:
        "Resend's daily limit is used up. Sending goes on at midnight UTC; what is more than a day late by then waits for you.",
    };
  }
  if (name === "monthly_quota_exceeded") {
    return {
      outcome: "account",
      holdMs: HOUR_MS,
      because: "Resend's monthly limit is used up. Raise it at Resend; sending goes on by itself.",
    };
  }
  const seconds = Number(headers["retry-after"]);
  return {
    outcome: "later",
    afterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 1_000,
    because,
  };
}
