import "server-only";
import { Resend } from "resend";
import type { FrozenMail } from "@/db/schema";
import { CALL_MS } from "../attempt";
import type { Answer, Attempt, BatchAttempt, Transport } from "./transport";

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
  const options = (idempotencyKey: string) => ({
    idempotencyKey,
    signal: AbortSignal.timeout(patienceMs),
  });
  return {
    dedupeWindowMs: 23 * HOUR_MS,
    async send(mail: FrozenMail, key: string): Promise<Attempt> {
      const { data, error, headers } = await resend.emails.send(payloadOf(mail), options(key));
      const told = limitIn(headers ?? {});
      if (error) return { ...classify(error, headers ?? {}), ...told };
      // Accepted is only what has an id; anything else came from something between us and Resend.
      return data?.id
        ? { outcome: "sent", providerId: data.id, ...told }
        : { outcome: "ambiguous", because: "The answer had no id.", ...told };
    },
    async sendBatch(mails: readonly FrozenMail[], key: string): Promise<BatchAttempt> {
      // Strict, as the SDK asks by itself: one bad mail refuses all, so that an answer is always about the whole.
      const { data, error, headers } = await resend.batch.send(mails.map(payloadOf), options(key));
      const told = limitIn(headers ?? {});
      if (error) return { ...classify(error, headers ?? {}), ...told };
      const ids = Array.isArray(data?.data) ? data.data.flatMap((one) => one?.id || []) : [];
      return ids.length === mails.length
        ? { outcome: "sent", providerIds: ids, ...told }
        : { outcome: "ambiguous", because: "The answer did not have an id for every mail.", ...told };
    },
  };
}

const payloadOf = (mail: FrozenMail) => ({
  from: mail.from,
  to: mail.to,
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  headers: mail.headers,
  tags: mail.tags,
  ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
});

type Headers = Record<string, string | undefined>;

const LEAST_PER_SECOND = 0.5;
const MOST_PER_SECOND = 1_000;
/** Keeps us clear of the edges of Resend's windows. */
const OF_THE_LIMIT = 0.9;

/** The limit that every answer carries, in calls a second; nothing when it is not readable. */
function limitIn(headers: Headers): { perSecond?: number } {
  const limit = /^\s*(\d{1,7})/.exec(headers["ratelimit-limit"] ?? "")?.[1];
  const windowS = /\bw=(\d{1,6})/.exec(headers["ratelimit-policy"] ?? "")?.[1];
  const perSecond = (Number(limit) / Number(windowS ?? 1)) * OF_THE_LIMIT;
  if (limit === undefined || !(perSecond > 0) || perSecond > MOST_PER_SECOND) return {};
  return { perSecond: Math.max(LEAST_PER_SECOND, perSecond) };
}

/** As the SDK hands it on: the body of the answer, which need not be Resend's. */
type Refusal = { name?: unknown; message?: unknown; statusCode?: unknown };

/** By status first and name second: the SDK's own list of names is incomplete. */
export function classify(error: Refusal, headers: Headers, now = new Date()): Answer<never> {
  const { name, message, statusCode: status } = error;
  const because = `${status ?? "no answer"}: ${message}`.slice(0, 500);
  // Without a status, a proxy may have answered for Resend after it had taken the mail.
  if (typeof status !== "number" || status >= 500) return { outcome: "ambiguous", because };
  if (status === 429) return tooMuch(name, headers, because, now);
  if (status === 409) {
    return name === "invalid_idempotent_request"
      ? { outcome: "conflict", because }
      : { outcome: "ambiguous", because, alive: true };
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

function tooMuch(name: unknown, headers: Headers, because: string, now: Date): Answer<never> {
  if (name === "daily_quota_exceeded") {
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
    return {
      outcome: "account",
      holdMs: midnight - now.getTime(),
      because:
        "Resend’s daily limit is used up. Sending goes on when their next day begins; what is more than a day late by then waits for you.",
    };
  }
  if (name === "monthly_quota_exceeded") {
    return {
      outcome: "account",
      holdMs: HOUR_MS,
      because: "Resend’s monthly limit is used up. Raise it at Resend; sending goes on by itself.",
    };
  }
  return { outcome: "later", afterMs: secondsIn(headers) * 1_000, because };
}

const MOST_SECONDS = 3_600;

/** How long Resend asks us to wait: `retry-after`, or else when its window begins anew; a second when it does not say. */
function secondsIn(headers: Headers): number {
  for (const name of ["retry-after", "ratelimit-reset"]) {
    const seconds = Number(headers[name]);
    if (Number.isFinite(seconds) && seconds > 0) return Math.min(seconds, MOST_SECONDS);
  }
  return 1;
}
