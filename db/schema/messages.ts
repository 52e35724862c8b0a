import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { contact } from "./contacts";
import { enrollment } from "./enrollments";
import { searchKeysOf } from "./search-keys";

/** Everything that was frozen when a mail was made ready: what arrives is exactly this. */
export type FrozenMail = {
  from: string;
  to: string;
  replyTo: string | null;
  subject: string;
  preview: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
};

/** The account that mail leaves through, with what it allows: one row per provider key, shared by its workspaces. */
export const mailAccount = pgTable("mail_account", {
  /** `inbox`, or `resend:` and the first 16 hex digits of the key's hash. */
  id: text().primaryKey(),
  /** The next call may begin then: whoever makes one moves it on. */
  nextCallAt: instant().notNull().default(0),
  /** Calls a second, as the provider last said; null: as the settings have it. */
  perSecond: real(),
  /** Somebody is at work on this account until then, unless they were killed. */
  busyUntil: instant(),
  /** Nothing is tried before this instant; ms since the epoch. */
  heldUntil: instant(),
  /** Why, in a sentence for the owner; null when it is nothing to tell them. */
  heldBecause: text(),
  /** Calls in a row to which no answer came; enough of them open the breaker. */
  silences: integer().notNull().default(0),
  /** How often in a row the breaker has opened: each time it stays open longer. */
  openings: integer().notNull().default(0),
  /** After a silence one call alone is tried, until then. */
  probeUntil: instant(),
  /** Whose turn it was last: the next workspace in the order of their ids comes now. */
  lastWorkspaceId: text(),
});

/** What a search for mail that went out looks at. */
export const messageKeys = searchKeysOf(sql`searched`);

/** One email to one contact from one visit. */
export const message = pgTable(
  "message",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    visit: integer().notNull(),
    /** Key of the effect within its visit. */
    key: text().notNull(),
    nodeId: text().notNull(),
    /** The enrollment's, whose being live lets it leave. Null for a member's test, which goes whatever its funnel does. */
    funnelId: uuid(),
    contactId: uuid(),
    kind: text({ enum: ["marketing", "service"] }).notNull(),
    emailHash: text().notNull(),
    /**
     * `queued` waits its turn; `held` waits for a person's decision (see `reason`); `sending` belongs to a request;
     * `sent`, `dropped`, `failed`, `unknown` and `cancelled` are final.
     */
    state: text({ enum: ["queued", "held", "sending", "sent", "dropped", "failed", "unknown", "cancelled"] })
      .notNull()
      .default("queued"),
    reason: text(),
    /** When it should ideally leave. */
    dueAt: instant().notNull(),
    /** After this it is not sent any more. */
    usefulUntil: instant(),
    /** The person asked for it: rules about hours and how much do not hold it. */
    askedFor: boolean().notNull().default(false),
    /** A person decided to send it although it is late. */
    lateAllowed: instant(),
    /** How often it could not even be made ready; at 5 it is held. */
    failures: integer().notNull().default(0),
    /** Not tried before this instant; `reason` says why. */
    notBefore: instant(),
    /** What holds it until then: the workspace's rules, or that a backlog is spread. Null: it is tried again. */
    heldBy: text({ enum: ["rules", "spread"] }),
    /** How often a provider said that it was definitely not sent: each time the next call is a new one. */
    refusals: integer().notNull().default(0),
    /** A request that it shared with others was refused for what it carried: it goes by itself now. */
    alone: boolean().notNull().default(false),
    settledAt: instant(),
    /** Who said by hand what became of it, when the provider did not; a user's id. */
    settledBy: text(),
    requestId: uuid(),
    providerId: text(),
    frozen: jsonb().$type<FrozenMail>(),
    /** To whom and about what, for the search: the frozen bytes themselves are too long to be unpacked for it. */
    searched: text().generatedAlwaysAs(sql`(frozen ->> 'to') || ' ' || (frozen ->> 'subject')`),
    /** 128-bit random, in the pixel's address. */
    openToken: text(),
    /** 128-bit random, in the unsubscribe address; it never expires. */
    unsubscribeToken: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contact.workspaceId, contact.id] }),
    uniqueIndex().on(t.enrollmentId, t.visit, t.key),
    unique().on(t.workspaceId, t.id),
    // Whose turn it is among the mails that wait for one contact.
    index("message_queued_for").on(t.contactId).where(sql`state = 'queued'`),
    // What counts towards the caps of one contact, latest first; what is on its way has no `settledAt` yet.
    index("message_counted")
      .on(t.contactId, t.settledAt.desc().nullsFirst())
      .where(sql`kind = 'marketing' and state in ('sending', 'sent', 'unknown')`),
    // The outbox, by what decides whether it may leave: funnel, then service before marketing, then time. Whatever is
    // held until later stands behind what can go now, however long ago it was due.
    index("message_queued")
      .on(t.funnelId, t.kind, sql`greatest(due_at, not_before)`, t.id)
      .where(sql`state = 'queued'`),
    index("message_held").on(t.workspaceId, t.dueAt).where(sql`state = 'held'`),
    index("message_sent").on(t.workspaceId, t.settledAt).where(sql`state in ('sent', 'unknown')`),
    // New entries wait on a short list, so that sending many costs little; every search looks through it.
    index("message_searched")
      .using("gin", sql`(${messageKeys})`)
      .where(sql`state in ('sent', 'unknown')`)
      .with({ fastupdate: true, gin_pending_list_limit: 256 }),
    // The workspace's mail, latest first; and the few that did not go out, without looking at all that did.
    index("message_due").on(t.workspaceId, t.dueAt, t.id),
    index("message_not_sent")
      .on(t.workspaceId, t.state, t.dueAt, t.id)
      .where(sql`state in ('dropped', 'failed', 'unknown', 'cancelled')`),
    index().on(t.contactId),
    uniqueIndex().on(t.openToken),
    uniqueIndex().on(t.unsubscribeToken),
    check("held_by_known", sql`${t.heldBy} in ('rules', 'spread')`),
    check(
      "state_known",
      sql`${t.state} in ('queued', 'held', 'sending', 'sent', 'dropped', 'failed', 'unknown', 'cancelled')`,
    ),
  ],
);

/** One call to a provider: its idempotency key, its frozen bytes, its attempts. What is retried is this, never a message. */
export const mailRequest = pgTable(
  "mail_request",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    accountId: text()
      .notNull()
      .references(() => mailAccount.id),
    idempotencyKey: text().notNull().unique(),
    /** The messages it carries, in order; before the first call, those that were asked whether they come along. */
    messageIds: uuid().array().notNull(),
    /** `dissolving`: certainly not sent and never called again; its messages are being set free. */
    state: text({ enum: ["open", "dissolving", "sent", "failed", "unknown"] })
      .notNull()
      .default("open"),
    /** What its messages become while it dissolves: queued, queued each by itself, or held. */
    dissolvesInto: text({ enum: ["queue", "singles", "held"] }),
    attempts: integer().notNull().default(0),
    /** Set before the first call; from then on an answer may have been lost, and nothing about it changes. */
    firstAttemptAt: instant(),
    nextAttemptAt: instant().notNull(),
    /** Whoever holds it until then; database time. */
    leasedUntil: timestamp({ withTimezone: true }),
    lastError: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("mail_request_open").on(t.accountId, t.nextAttemptAt).where(sql`state in ('open', 'dissolving')`),
  ],
);

/** One link of one message: the destination lives here, never in the address that was sent. */
export const link = pgTable(
  "link",
  {
    /** 128-bit random. */
    token: text().primaryKey(),
    workspaceId: workspaceId(),
    messageId: uuid().notNull(),
    /** The link within its email: the same for every person. */
    key: text().notNull(),
    url: text().notNull(),
    /** When it closes, as it was known when the mail was made ready; null: never. */
    closesAt: instant(),
    /** The date of the funnel that it goes by when that moves; null: by none, as by a deadline of the reader's own. */
    follows: text(),
    /** Where it leads once it has closed; null: to a page that says so. */
    afterwards: text(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.messageId],
      foreignColumns: [message.workspaceId, message.id],
    }).onDelete("cascade"),
    index().on(t.messageId),
  ],
);

/** An open or a click, as it came in. Raw rows are kept and can be judged again. */
export const engagement = pgTable(
  "engagement",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    messageId: uuid().notNull(),
    nodeId: text().notNull(),
    kind: text({ enum: ["opened", "clicked"] }).notNull(),
    linkKey: text(),
    verdict: text({ enum: ["human", "machine", "unsure"] })
      .notNull()
      .default("human"),
    at: instant().notNull(),
    visibleAt: instant().notNull(),
    userAgent: text(),
    /** Shortened to /24 or /48. */
    ip: text(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.messageId],
      foreignColumns: [message.workspaceId, message.id],
    }).onDelete("cascade"),
    index().on(t.enrollmentId, t.nodeId),
    index("engagement_of_step").on(t.workspaceId, t.nodeId, t.kind),
    index().on(t.messageId),
  ],
);
