import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "./columns";
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
    /** When they were first in a file for an ad network. Whoever is to come off there must have been. */
    sharedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.audience, t.contactId] }),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    check("state_known", sql`${t.state} in ('on', 'off')`),
  ],
);
