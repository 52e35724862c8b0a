import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { contact } from "./contacts";

/** One contact of one ad audience: put on it by a funnel, or taken off again. */
export const audienceMember = pgTable(
  "audience_member",
  {
    workspaceId: workspaceId(),
    /** The audience's name, as the steps write it. */
    audience: text().notNull(),
    contactId: uuid().notNull(),
    state: text({ enum: ["on", "off"] }).notNull(),
    /** An instant of the contact's journey, ms since the epoch. */
    changedAt: bigint({ mode: "number" }).notNull(),
    /** When they were first in a file for an ad network, or told to its address. Whoever is to come off there must have been. */
    sharedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.audience, t.contactId] }),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    index().on(t.contactId),
    check("state_known", sql`${t.state} in ('on', 'off')`),
  ],
);

/** The web address of one ad audience, which is told of everybody who comes on it or goes off. Without a row there is none. */
export const adAudience = pgTable(
  "ad_audience",
  {
    workspaceId: workspaceId(),
    /** The audience's name, as the steps write it. */
    name: text().notNull(),
    url: text().notNull(),
    /** Calls are written for everybody who is on: up to this contact, in the order of their ids… */
    filledTo: uuid(),
    /** …or all of them. */
    filled: boolean().notNull().default(false),
    /** It did not take the last call: until then it is asked about nobody, and then by one call. Null: it did, as far as is known. */
    restsUntil: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.name] }),
    index("ad_audience_to_fill").on(t.workspaceId, t.name).where(sql`not filled`),
  ],
);

/** What the address of an ad audience is told about one person: where they stand now. Before that is told it may be overtaken. */
export const audienceCall = pgTable(
  "audience_call",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    audience: text().notNull(),
    /** Null once the contact was deleted: they are told as removed, and then this row goes, too. */
    contactId: uuid().references(() => contact.id, { onDelete: "set null" }),
    /** SHA-256 of their address, hex: all that is told of who they are. */
    hash: text().notNull(),
    state: text({ enum: ["on", "off"] }).notNull(),
    /** Since when. Later for whatever is told later, so that a receiver can tell which of two calls is the newer. */
    since: instant().notNull(),
    /** Names this telling: the same at each attempt, another for whatever is told next. */
    callId: uuid().notNull().defaultRandom(),
    /** The funnel that asked for it, whose being live lets it be told. Null: it waits for no funnel. */
    funnelId: uuid(),
    /** The receiver, or an ad network by a file, may have them: when they go off, that must be told. */
    known: boolean().notNull(),
    progress: text({ enum: ["open", "done", "failed"] })
      .notNull()
      .default("open"),
    /** What came of the last attempt, unless it went well. */
    reason: text(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant().notNull(),
    /** Whoever holds it until then; database time. */
    leasedUntil: timestamp({ withTimezone: true }),
  },
  (t) => [
    unique().on(t.workspaceId, t.audience, t.contactId),
    // By what decides whether it may be told, then by time: what rests, or a paused funnel has, is not read.
    index("audience_call_open")
      .on(t.workspaceId, t.audience, t.funnelId, t.nextAttemptAt, t.id)
      .where(sql`progress = 'open' and contact_id is not null`),
    index("audience_call_deleted")
      .on(t.nextAttemptAt, t.id)
      .where(sql`contact_id is null and (state = 'on' or progress = 'open')`),
    index().on(t.contactId),
    check("state_known", sql`${t.state} in ('on', 'off')`),
    check("progress_known", sql`${t.progress} in ('open', 'done', 'failed')`),
  ],
);
