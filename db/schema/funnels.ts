import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Flow } from "@/lib/flow/flow";
import type { GoneOn } from "@/lib/mail/backlog";
import { user } from "./auth";
import { moment, workspaceId } from "./columns";

/** A named drawing: its draft, and which version is live. */
export const funnel = pgTable(
  "funnel",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    name: text().notNull(),
    /** `draft`: never published. `live` and `paused` have a live version. */
    status: text({ enum: ["draft", "live", "paused"] })
      .notNull()
      .default("draft"),
    draft: jsonb().$type<Flow>().notNull(),
    /** Grows with every saved draft; a save that names an older one is refused. */
    revision: integer().notNull().default(1),
    draftBy: text().references(() => user.id, { onDelete: "set null" }),
    draftAt: moment().notNull().defaultNow(),
    liveVersionId: uuid(),
    /** The draft's revision that the live version was made from. */
    liveRevision: integer(),
    createdAt: moment().notNull().defaultNow(),
    /** Put away: listed apart, not to be opened, and never live. */
    archivedAt: moment(),
    /** Whose email goes first where the workspace's rules do not let all of it go. */
    priority: text({ enum: ["high", "normal", "low"] })
      .notNull()
      .default("normal"),
    /** What was decided about whom and what the last pause had held. */
    goneOn: jsonb().$type<GoneOn>(),
  },
  (t) => [
    unique().on(t.workspaceId, t.id),
    index().on(t.workspaceId, t.createdAt),
    check("status_known", sql`${t.status} in ('draft', 'live', 'paused')`),
    check("priority_known", sql`${t.priority} in ('high', 'normal', 'low')`),
    check("archived_rests", sql`${t.archivedAt} is null or ${t.status} <> 'live'`),
  ],
);

/**
 * An immutable published flow. Enrollments point here, so editing the draft never moves anyone under way. Or, without
 * a number, the draft as a member is trying it: nobody but that test is on it, and the next test writes it anew.
 */
export const funnelVersion = pgTable(
  "funnel_version",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    /** 1, 2, 3… Null: a member's test of the draft. */
    number: integer(),
    flow: jsonb().$type<Flow>().notNull(),
    /** Node id → hash of the compiled email it sends. */
    emails: jsonb().$type<Record<string, string>>().notNull(),
    publishedAt: moment().notNull().defaultNow(),
    publishedBy: text().references(() => user.id, { onDelete: "set null" }),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    uniqueIndex().on(t.funnelId, t.number),
    unique().on(t.workspaceId, t.id),
  ],
);

/** A way into a live version: which event name to look at when a fact comes in. Rewritten by Publish. */
export const funnelTrigger = pgTable(
  "funnel_trigger",
  {
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    versionId: uuid().notNull(),
    nodeId: text().notNull(),
    eventName: text().notNull(),
    /** Of a schedule: when everybody enters next, ms since the epoch. Null until somebody has looked. */
    nextAt: bigint({ mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.funnelId, t.nodeId] }),
    index("funnel_trigger_next").on(t.nextAt).where(sql`event_name = 'schedule.came'`),
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.eventName),
  ],
);

/** A hosted opt-in form, made with its funnel. Its words are the trigger's settings in the live version. */
export const form = pgTable(
  "form",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    slug: text().notNull().unique(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    uniqueIndex().on(t.funnelId),
  ],
);
