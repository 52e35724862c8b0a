import "server-only";
import type { FrozenMail } from "@/db/schema";

/** What became of one attempt to hand a mail over. */
export type Attempt =
  | { outcome: "sent"; providerId: string }
  /** Definitely not sent, and trying again makes sense. Does not count as a failure. */
  | { outcome: "later"; afterMs: number; because: string }
  /** Nobody knows: it may have been accepted. Retried with the same key and bytes. */
  | { outcome: "ambiguous"; because: string }
  /** Definitely not sent, and never will be as it is. */
  | { outcome: "refused"; because: string }
  /** The account may not send at all for now: everything waits, nothing is lost. */
  | { outcome: "account"; holdMs: number; because: string }
  /** Definitely not sent because of who sends it: this mail waits until its workspace has mended that. */
  | { outcome: "sender"; because: string }
  /** The key was used for other bytes: whether this was sent can only be found out elsewhere. */
  | { outcome: "conflict"; because: string };

export type Transport = {
  /** How long the provider remembers a key, in milliseconds. Past it a lost answer can never be asked for again. */
  dedupeWindowMs: number;
  send(mail: FrozenMail, key: string): Promise<Attempt>;
};

/** One account that mail leaves through. The test inbox has no transport: there, kept is delivered. */
export type MailAccount = { id: string; transport: Transport | null; perSecond: number };

export const INBOX = "inbox";
