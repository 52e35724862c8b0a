import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth";
import { workspaceId } from "./columns";
import { funnel } from "./funnels";

/**
 * A run over many people at one trigger: those who match already enter, or everybody whom a schedule calls; or it is
 * planned when each enters by a date of theirs (`dates`).
 */
export const enrolling = pgTable(
  "enrolling",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    nodeId: text().notNull(),
    kind: text({ enum: ["matching", "schedule", "dates"] }).notNull(),
    /** Of one trigger, what makes a second asking the same one: the press of a button, or the moment of a schedule. */
    key: text().notNull(),
    state: text({ enum: ["running", "done", "stopped"] })
      .notNull()
      .default("running"),
    /** The contact who was looked at last; they are looked at in the order of their ids. */
    cursor: uuid(),
    /** How many matched when it began. */
    total: integer().notNull(),
    entered: integer().notNull().default(0),
    /** Whom the entry rule kept out after all. */
    refused: integer().notNull().default(0),
    /** Why it ended before everybody was looked at. */
    because: text(),
    /** Null: nobody pressed for it. */
    startedBy: text().references(() => user.id, { onDelete: "set null" }),
    /** Instants, ms since the epoch. */
    startedAt: bigint({ mode: "number" }).notNull(),
    endedAt: bigint({ mode: "number" }),
    /** Until when somebody is at work on it, by the clock of the database. */
    leasedUntil: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    unique().on(t.funnelId, t.nodeId, t.key),
    index("enrolling_of_funnel").on(t.funnelId, t.startedAt),
    index("enrolling_running").on(t.leasedUntil).where(sql`state = 'running'`),
    check("kind_known", sql`${t.kind} in ('matching', 'schedule', 'dates')`),
    check("state_known", sql`${t.state} in ('running', 'done', 'stopped')`),
  ],
);
