import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "@/lib/json";
import { workspaceId } from "./columns";
import { searchKeysOf } from "./search-keys";

/** What a search for contacts looks at: address and name. */
export const contactKeys = searchKeysOf(sql`email || ' ' || name`);

/** A person who receives. The row is also the one lock of everything that happens to them. */
export const contact = pgTable(
  "contact",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    /** Lower case, trimmed. */
    email: text().notNull(),
    name: text().notNull().default(""),
    timeZone: text(),
    language: text(),
    fields: jsonb().$type<Record<string, JsonValue>>().notNull().default({}),
    /** Each once, in the order in which they came. */
    tags: text().array().notNull().default([]),
    /** When `fields` or `tags` last changed: an instant of the journey, ms since the epoch. 0: never. */
    changedAt: bigint({ mode: "number" }).notNull().default(0),
    /** `none`: never asked. `subscribed`: agreed to marketing email. `unsubscribed`: took it back. */
    marketing: text({ enum: ["none", "subscribed", "unsubscribed"] })
      .notNull()
      .default("none"),
    /** Agreed that opens of their mail are measured. */
    mayMeasure: boolean().notNull().default(false),
    /** Agreed to be in audiences of ad networks. */
    mayAdvertise: boolean().notNull().default(false),
    /** Stands in for a member who tries a funnel: same address, met by nothing but that test, in no list or number. */
    test: boolean().notNull().default(false),
    /** Last instant given out under this row's lock, ms since the epoch: the next one is later. */
    lastInstant: bigint({ mode: "number" }).notNull().default(0),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex().on(t.workspaceId, t.email, t.test),
    unique().on(t.workspaceId, t.id),
    // Entries go into the index at once, not onto a list that every search would have to look through.
    index("contact_searched").using("gin", sql`(${contactKeys})`).with({ fastupdate: false }),
    check("marketing_known", sql`${t.marketing} in ('none', 'subscribed', 'unsubscribed')`),
  ],
);

/** One declaration of one contact: given or taken back, in which words, from where. Never changed. */
export const consent = pgTable(
  "consent",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    contactId: uuid().notNull(),
    purpose: text({ enum: ["marketing", "measuring", "advertising"] }).notNull(),
    given: boolean().notNull(),
    /** For example "form:spring-sale", "api", "unsubscribe". */
    source: text().notNull(),
    /** The sentence that was agreed to. */
    wording: text().notNull().default(""),
    ip: text(),
    userAgent: text(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    index().on(t.contactId),
  ],
);

/**
 * An address that gets no mail at all: it bounced for good, its owner complained, or the `provider` has it on such a
 * list of its own. Outlives the contact.
 */
export const suppression = pgTable(
  "suppression",
  {
    workspaceId: workspaceId(),
    email: text().notNull(),
    reason: text({ enum: ["bounced", "complained", "manual", "provider"] }).notNull(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.email] })],
);

/** A fact about a contact, stored once: the sender's id makes a second delivery a duplicate. */
export const event = pgTable(
  "event",
  {
    workspaceId: workspaceId(),
    /** The sender's id, or one of ours. */
    id: text().notNull(),
    contactId: uuid().notNull(),
    name: text().notNull(),
    /** When it happened. */
    occurredAt: bigint({ mode: "number" }).notNull(),
    /** When we learned of it: an instant of the contact's journey, ms since the epoch. */
    visibleAt: bigint({ mode: "number" }).notNull(),
    /** Minor units of `currency`. */
    value: bigint({ mode: "number" }),
    currency: text(),
    properties: jsonb().$type<Record<string, JsonValue>>().notNull().default({}),
    /** How many funnels caused each other before this fact. */
    depth: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    index().on(t.contactId, t.name, t.visibleAt),
  ],
);
