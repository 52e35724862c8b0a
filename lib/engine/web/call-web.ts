import "server-only";
import { lookup as resolve } from "node:dns";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { CallReach } from "@/lib/nodes/call-reach";
import { addressProblem } from "@/lib/nodes/webhook/address";
import { sayDuration } from "@/lib/time/duration";
import { mayConnectTo } from "./may-connect";

/** One signed POST. The body is sent as it is. */
export type WebCall = { url: string; headers: Record<string, string>; body: string };

/** What came of it. `body` is at most 64 KB of text. */
export type WebAnswer =
  | { came: "answer"; status: number; body: string; retryAfterMs: number | null }
  /** Nobody knows whether it arrived, or it surely did not; trying again is harmless either way. */
  | { came: "nothing"; because: string }
  /** It must not be made at all. */
  | { came: "refused"; because: string };

export type CallWeb = (call: WebCall) => Promise<WebAnswer>;

/** How long a connection may take to stand, and the whole call to be over, in milliseconds. */
export type Patience = { connectMs: number; totalMs: number };

const PATIENCE: Patience = { connectMs: 5_000, totalMs: 10_000 };
export const MOST_ANSWER_BYTES = 65_536;

/** Thrown out of the look-up, so that no connection is even begun. */
class NotOpen extends Error {}

/**
 * Makes a call to an address that somebody typed in. It goes nowhere but to the open internet: the name is looked up once,
 * every answer must pass, and the connection goes to what passed, so that a name which changes its mind does not matter.
 * `anywhere` lifts that, for whoever runs the app for themselves. Redirects are not followed. Never throws.
 */
export const webCaller =
  ({ anywhere, home, patience = PATIENCE }: CallReach & { patience?: Patience }): CallWeb =>
  async (call) => {
    const problem = addressProblem(call.url, { anywhere, home });
    if (problem) return { came: "refused", because: problem };
    const url = new URL(call.url);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // Node asks nobody about an address that is one already, so it is looked at here.
    if (!anywhere && isIP(host) !== 0 && !mayConnectTo(host)) return { came: "refused", because: NOT_OPEN };
    try {
      return await post(url, call, { patience, ...(anywhere ? {} : { lookup: openOnly }) });
    } catch (error) {
      if (error instanceof NotOpen) return { came: "refused", because: NOT_OPEN };
      return { came: "nothing", because: plainly(error) };
    }
  };

const PLAIN: Readonly<Record<string, string>> = {
  ENOTFOUND: "Nobody has a server of that name.",
  EAI_AGAIN: "The name of its server could not be looked up.",
  ECONNREFUSED: "Nobody answers at this address.",
  ECONNRESET: "The connection broke off.",
  ETIMEDOUT: "Nobody answered in time.",
  EHOSTUNREACH: "Its server could not be reached.",
  ENETUNREACH: "Its server could not be reached.",
  CERT_HAS_EXPIRED: "Its certificate has run out.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is one that nobody vouches for.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name.",
};

/** Why no answer came, for somebody who knows no error codes. */
function plainly(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (typeof code === "string" && PLAIN[code]) || (typeof message === "string" ? message : String(error));
}

const NOT_OPEN = "This address leads into a private network, where nothing may be called.";

const openOnly: LookupFunction = (name, options, done) => {
  resolve(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "", 0);
    if (found.length === 0 || !found.every(({ address }) => mayConnectTo(address))) {
      return done(new NotOpen(NOT_OPEN), "", 0);
    }
    if (options.all) return done(null, found);
    const [first] = found;
    return done(null, first?.address ?? "", first?.family ?? 0);
  });
};

function post(
  url: URL,
  { headers, body }: WebCall,
  { lookup, patience: { connectMs, totalMs } }: { lookup?: LookupFunction; patience: Patience },
): Promise<WebAnswer> {
  return new Promise((settle, fail) => {
    const { request } = url.protocol === "https:" ? https : http;
    const nobody = new Error(`Nobody answered in ${sayDuration(connectMs)}.`);
    const late = new Error(`No answer in ${sayDuration(totalMs)}.`);
    const over = AbortSignal.timeout(totalMs);
    const sent = request(url, {
      method: "POST",
      // A connection of its own: none that was made under other rules is used again.
      agent: false,
      headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
      signal: over,
      ...(lookup ? { lookup } : {}),
    });
    const connecting = setTimeout(() => sent.destroy(nobody), connectMs);
    sent.on("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    sent.on("close", () => clearTimeout(connecting));
    const broken = (error: Error) => fail(over.aborted ? late : error);
    sent.on("error", broken);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const answer = () =>
        settle({
          came: "answer",
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString("utf8"),
          retryAfterMs: retryAfter(response.headers["retry-after"]),
        });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_ANSWER_BYTES) {
          answer();
          response.destroy();
        }
      });
      response.on("end", answer);
      response.on("error", broken);
    });
    sent.end(body);
  });
}

/** In milliseconds, at most an hour. Only seconds are understood. */
function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header);
  return Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : null;
}

/** For lives that are only played: nobody is called, and whoever would be is well. */
export const pretendsToCall: CallWeb = async () => ({
  came: "answer",
  status: 200,
  body: "",
  retryAfterMs: null,
});
