import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Call, Fault } from "./server.mjs";

export type { Call, Fault };

export type AcceptedMail = {
  /** Real time in milliseconds, plus what `forward` has added. */
  at: number;
  key: string | null;
  id: string;
  from: string;
  to: string[];
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
};

export type FakeResend = {
  url: string;
  /** Every mail it has accepted so far, in order, read from its log. */
  accepted(): Promise<AcceptedMail[]>;
  /** Every call, also those that were refused or broken off. */
  calls(): Promise<Call[]>;
  /** What happens to the next calls instead of the usual; replaces what was said before. */
  script(...faults: Fault[]): Promise<void>;
  /** Its clock jumps ahead: keys older than 24 hours are forgotten. */
  forward(ms: number): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the stand-in as a process of its own: it goes on while the app is killed, and ends with the test. */
export async function startFakeResend({ perSecond }: { perSecond?: number } = {}): Promise<FakeResend> {
  const folder = mkdtempSync(path.join(tmpdir(), "fake-resend-"));
  const log = path.join(folder, "accepted.jsonl");
  const program = fileURLToPath(new URL("server.mjs", import.meta.url));
  const words = [program, log, "0", ...(perSecond === undefined ? [] : [String(perSecond)])];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("error", reject);
    child.once("close", () => reject(new Error("The fake Resend has stopped.")));
  });
  const url = `http://127.0.0.1:${port}`;
  const control = async (what: string, body: unknown = null): Promise<Call[]> => {
    const response = await fetch(`${url}/control/${what}`, { method: "POST", body: JSON.stringify(body) });
    return response.json();
  };
  return {
    url,
    async accepted() {
      const lines = readFileSync(log, "utf8").split("\n");
      // The last piece is empty, or a line that is being written.
      return lines.slice(0, -1).map((line) => JSON.parse(line));
    },
    calls: () => control("calls"),
    async script(...faults) {
      await control("faults", faults);
    },
    async forward(ms) {
      await control("forward", { ms });
    },
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const error = (statusCode: number, name: string, message = "As scripted.") => ({ statusCode, name, message });

/** The ways in which a provider fails, as the calls see them. */
export const faults = {
  tooMany: (seconds: number): Fault => ({
    accept: false,
    ends: {
      status: 429,
      body: error(429, "rate_limit_exceeded"),
      headers: { "retry-after": String(seconds) },
    },
  }),
  /** An error in Resend's own words. */
  says: (status: number, name: string, message?: string): Fault => ({
    accept: false,
    ends: { status, body: error(status, name, message) },
  }),
  /** What a proxy in between says. */
  badGateway: (accept = false): Fault => ({
    accept,
    ends: { status: 502, text: "<html><h1>502 Bad Gateway</h1></html>" },
  }),
  /** For ever, whatever carries a mail to this address: strict batches are refused for one of theirs. */
  refuses: (to: string): Fault => ({
    to,
    times: -1,
    accept: false,
    ends: { status: 422, body: error(422, "validation_error", "Invalid `to` field.") },
  }),
  resetBefore: (): Fault => ({ accept: false, ends: "reset" }),
  resetAfter: (): Fault => ({ accept: true, ends: "reset" }),
  /** Neither accepted nor answered. */
  hang: (): Fault => ({ accept: false, ends: "hang" }),
  /** Nothing goes wrong; every answer takes so long, as over a network. */
  slow: (answerMs: number): Fault => ({ answerMs, times: -1 }),
  neverAnswer: (to?: string): Fault => ({ accept: true, ends: "hang", ...(to ? { to } : {}) }),
  truncated: (): Fault => ({ accept: true, ends: "truncate" }),
  garbage: (): Fault => ({ accept: true, ends: "garbage" }),
} satisfies Record<string, (...words: never[]) => Fault>;
