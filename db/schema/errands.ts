import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "@/lib/json";
import { instant, workspaceId } from "./columns";
import { contact } from "./contacts";
import { enrollment } from "./enrollments";

/** One thing that a step asked to be done outside the house, other than an email to the person: a web call, a word to a teammate. */
export const errand = pgTable(
  "errand",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    visit: integer().notNull(),
    /** Key of the effect within its visit. */
    key: text().notNull(),
    nodeId: text().notNull(),
    /** The enrollment's, whose being live lets it be done. Null for a member's test, which goes on whatever its funnel does. */
    funnelId: uuid(),
    /** Null once the contact was deleted: nothing is done about them any more. */
    contactId: uuid(),
    kind: text({ enum: ["webhook", "notify"] }).notNull(),
    /** `open` until it is `done`, has `failed` for good, or is not wanted any more (`cancelled`). */
    state: text({ enum: ["open", "done", "failed", "cancelled"] })
      .notNull()
      .default("open"),
    reason: text(),
    /** What was said, frozen at the first attempt: what is tried again is exactly this. */
    said: jsonb().$type<JsonValue>(),
    /** What came back. */
    answer: jsonb().$type<JsonValue>(),
    /** When it should ideally be done. */
    dueAt: instant().notNull(),
    nextAttemptAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    /** Whoever holds it until then; database time. */
    leasedUntil: timestamp({ withTimezone: true }),
    settledAt: instant(),
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
    // By what decides whether it may be done, then by time: what a paused funnel has is not read.
    index("errand_open")
      .on(t.funnelId, t.nextAttemptAt, t.id)
      .where(sql`state = 'open' and contact_id is not null`),
    index().on(t.contactId),
    check("state_known", sql`${t.state} in ('open', 'done', 'failed', 'cancelled')`),
  ],
);
