import "server-only";
import type { FrozenMail } from "@/db/schema";

/** What became of one call that carried one mail or several; `Sent` says how an acceptance is told. */
export type Answer<Sent> = (
  | ({ outcome: "sent" } & Sent)
  /** Definitely not sent, and trying again makes sense. Does not count as a failure. */
  | { outcome: "later"; afterMs: number; because: string }
  /** Nobody knows: it may have been accepted. Retried with the same key and bytes. `alive`: the provider did answer. */
  | { outcome: "ambiguous"; because: string; alive?: boolean }
  /** Definitely not sent, and never will be as it is. */
  | { outcome: "refused"; because: string }
  /** The account may not send at all for now: everything waits, nothing is lost. */
  | { outcome: "account"; holdMs: number; because: string }
  /** Definitely not sent because of who sends it: this mail waits until its workspace has mended that. */
  | { outcome: "sender"; because: string }
  /** The key was used for other bytes: whether this was sent can only be found out elsewhere. */
  | { outcome: "conflict"; because: string }
) & {
  /** Calls a second that the provider says it takes. */
  perSecond?: number;
};

/** What became of one attempt to hand a mail over. */
export type Attempt = Answer<{ providerId: string }>;
/** The same for several in one call: all of them or none. Ids are in the order of the mails. */
export type BatchAttempt = Answer<{ providerIds: string[] }>;

/** As many mails as one call may carry. */
export const MOST_IN_BATCH = 100;

export type Transport = {
  /** How long the provider remembers a key, in milliseconds. Past it a lost answer can never be asked for again. */
  dedupeWindowMs: number;
  send(mail: FrozenMail, key: string): Promise<Attempt>;
  /** Hands over 2 to `MOST_IN_BATCH` mails in one call under one key, where the provider can. */
  sendBatch?(mails: readonly FrozenMail[], key: string): Promise<BatchAttempt>;
};

/** One account that mail leaves through. The test inbox has no transport: there, kept is delivered. */
export type MailAccount = { id: string; transport: Transport | null; perSecond: number };

export const INBOX = "inbox";
