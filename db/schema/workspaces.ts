import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** One business. Every row of every other table belongs to one. (better-auth's organization.) */
export const workspace = pgTable("workspace", {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  logo: text(),
  metadata: text(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** What a workspace has decided: who it is to its readers and how it treats them. One row each. */
export const workspaceSettings = pgTable(
  "workspace_settings",
  {
    workspaceId: text()
      .primaryKey()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** Printed at the foot of every email. Publish is blocked while a marketing email would lack it. */
    postalAddress: text().notNull().default(""),
    senderName: text().notNull().default(""),
    senderEmail: text().notNull().default(""),
    replyTo: text().notNull().default(""),
    opens: text({ enum: ["off", "consent", "all"] })
      .notNull()
      .default("off"),
    /** When somebody decided it, keeping opens off included. Null: nobody has yet. */
    opensDecidedAt: timestamp({ withTimezone: true }),
    timeZone: text().notNull().default("UTC"),
    /** Never leaves the test inbox, whatever keys are set. */
    demo: boolean().notNull().default(false),
  },
  (t) => [check("opens_known", sql`${t.opens} in ('off', 'consent', 'all')`)],
);

/** A key of the REST API. The key itself is shown once and kept only as a hash. */
export const apiKey = pgTable(
  "api_key",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: text()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** First characters, so that a person can tell keys apart. */
    prefix: text().notNull(),
    /** SHA-256 of the whole key, hex. */
    hash: text().notNull().unique(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    lastUsedAt: timestamp({ withTimezone: true }),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index().on(t.workspaceId)],
);
