import "server-only";
import type { Db } from "@/db/client";
import type { Instant } from "@/lib/flow/world";
import type { Hint } from "./hints";
import type { Lag } from "./lag";
import type { MailAccount } from "./transport/transport";
import type { CallWeb } from "./web/call-web";

/** What every act of the engine is given: nothing in these rooms reads a clock, randomness or settings by itself. */
export type Engine = {
  db: Db;
  /** Wall clock in whole milliseconds since the epoch. A test or a simulation hands in its own. */
  clock(): Instant;
  /** Lets time pass. Only for pacing calls to a provider. */
  pause(ms: number): Promise<void>;
  /** 128 random bits as base64url: for addresses that must not be guessed. */
  token(): string;
  /** Tells the durable engine that something is worth a look. Hints may be lost: the sweep finds what they were for. */
  hint(hints: Hint[]): Promise<void>;
  /** How far behind this process is: the sweep leaves alone who is only waiting for their turn. */
  lag: Lag;
  /**
   * How long one process may hold a request of the outbox, in milliseconds. Half of it is for the call itself. After a crash
   * what it held waits so long for another process.
   */
  leaseMs: number;
  /** Accounts that mail can leave through. `inbox` is always there. */
  accounts: MailAccount[];
  /** Calls a web address that somebody typed in, and nothing that it must not reach. */
  callWeb: CallWeb;
  /** What a workspace's web calls are signed with: `whsec_` and base64, as Standard Webhooks writes it. */
  webhookSecret(workspaceId: string): string;
  /** Where people reach the app, without a slash at the end. */
  appUrl: string;
};
