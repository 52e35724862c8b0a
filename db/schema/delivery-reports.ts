import { bigint, foreignKey, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { reportKinds } from "@/lib/mail/delivery";
import { workspaceId } from "./columns";
import { message } from "./messages";

/** What a provider said happened to one message, once per its own id. Where the message stands is folded from these. */
export const deliveryReport = pgTable(
  "delivery_report",
  {
    workspaceId: workspaceId(),
    /** The provider's id of the report: the same however often it is delivered. */
    id: text().notNull(),
    messageId: uuid().notNull(),
    contactId: uuid(),
    kind: text({ enum: reportKinds }).notNull(),
    detail: text(),
    /** When it happened, by the provider's clock; ms since the epoch. */
    at: bigint({ mode: "number" }).notNull(),
    receivedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.messageId],
      foreignColumns: [message.workspaceId, message.id],
    }).onDelete("cascade"),
    index().on(t.messageId),
    index().on(t.contactId, t.at),
  ],
);
