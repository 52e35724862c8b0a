import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "./columns";
import { funnelVersion } from "./funnels";

/** `entered`, `left`, `converted`, `revenue`, `sent`, `opened`, `clicked`: what is counted, in distinct enrollments (revenue: minor units). */
const metric = () =>
  text({ enum: ["entered", "left", "converted", "revenue", "sent", "opened", "clicked"] }).notNull();

const cell = {
  versionId: uuid().notNull(),
  nodeId: text().notNull(),
  /** For `left`: the path, "pulled", "moved", "removed", "left" (by a rule) or "ended". Otherwise empty. */
  exit: text().notNull().default(""),
  metric: metric(),
  /** For `revenue`. Otherwise empty. */
  currency: text().notNull().default(""),
};

/** A change to the numbers, written in the transaction that made it true, not yet added up. */
export const statDelta = pgTable(
  "stat_delta",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    ...cell,
    /** Day of entry of the enrollment, yyyymmdd in the workspace's zone. */
    entryDay: integer().notNull(),
    /** Whole days from entry to this. */
    lag: integer().notNull(),
    n: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    index().on(t.versionId),
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
  ],
);

/** The numbers of one step of one version, over everybody. */
export const statTotal = pgTable(
  "stat_total",
  { workspaceId: workspaceId(), ...cell, n: bigint({ mode: "number" }).notNull() },
  (t) => [
    primaryKey({ columns: [t.versionId, t.nodeId, t.exit, t.metric, t.currency] }),
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
  ],
);

/** The same numbers by day of entry and by how many days later it happened. */
export const statCohort = pgTable(
  "stat_cohort",
  {
    workspaceId: workspaceId(),
    ...cell,
    entryDay: integer().notNull(),
    lag: integer().notNull(),
    n: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.nodeId, t.exit, t.metric, t.currency, t.entryDay, t.lag] }),
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
  ],
);
