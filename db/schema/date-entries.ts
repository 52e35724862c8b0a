import { bigint, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "./columns";
import { contact } from "./contacts";
import { funnel } from "./funnels";

/**
 * When a contact enters a funnel next by a date of theirs: one row per trigger and contact whose date is known and still
 * to come. Only a plan: what stands in their field is asked again when the moment comes, and moves the plan when it changes.
 */
export const dateEntry = pgTable(
  "date_entry",
  {
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    nodeId: text().notNull(),
    contactId: uuid().notNull(),
    /** ms since the epoch. */
    nextAt: bigint({ mode: "number" }).notNull(),
    /** The day of the calendar that it is for, as "2026-03-02". */
    day: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.funnelId, t.nodeId, t.contactId] }),
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    index("date_entry_next").on(t.nextAt),
    index("date_entry_of_contact").on(t.contactId),
  ],
);
