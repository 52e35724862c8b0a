import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { MovePlan } from "@/lib/flow/move-plan";
import type { NewEnding } from "@/lib/flow/take-in";
import { user } from "./auth";
import { moment, workspaceId } from "./columns";
import { funnelVersion } from "./funnels";

/**
 * The people of a funnel being taken along to a version that went live. Who is still to be looked at stands in the
 * enrollments: whoever is active, on another version, and later in the order of entry than the cursor.
 */
export const versionMove = pgTable(
  "version_move",
  {
    versionId: uuid().primaryKey(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    plan: jsonb().$type<MovePlan>().notNull(),
    /** Whoever finished by one of these paths goes on at the new step behind it. */
    takeIn: jsonb().$type<NewEnding[]>().notNull().default([]),
    /** Whoever published; null once their account was deleted, or when it was a key. */
    userId: text().references(() => user.id, { onDelete: "set null" }),
    /** How many were in the funnel at publish. */
    people: integer().notNull(),
    /** Everybody up to here was looked at: when they entered (ms since the epoch), then their id. Null before the first. */
    afterEnteredAt: bigint({ mode: "number" }),
    afterId: uuid(),
    /** Along to the version, or elsewhere in it by the plan. */
    moved: integer().notNull().default(0),
    /** On the version they were on. */
    stayed: integer().notNull().default(0),
    /** Out of the funnel. */
    left: integer().notNull().default(0),
    /** Had finished, and went on. */
    takenIn: integer().notNull().default(0),
    /** Whoever could not be moved stays on the version they are on. */
    failed: integer().notNull().default(0),
    /** Transactions that began before this one (a 64-bit id) may still let somebody in by the version before. */
    watermark: text(),
    /** Whoever works on it has it until then; database time. */
    leasedUntil: moment(),
    startedAt: moment().notNull().defaultNow(),
    finishedAt: moment(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
    index().on(t.funnelId, t.startedAt),
    index("version_move_open").on(t.leasedUntil).where(sql`finished_at is null`),
  ],
);
