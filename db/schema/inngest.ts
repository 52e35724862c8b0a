import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

/** State of the embedded Inngest server (`inngest/local`). Nothing else reads or writes these tables. */
export const inngestLocal = pgSchema("inngest_local");

const instant = () => timestamp({ withTimezone: true });

/** The one row holds the key with which the server and the SDK sign to each other. */
export const inngestKeys = inngestLocal.table(
  "keys",
  { id: smallint().primaryKey().default(1), signingKey: text().notNull() },
  (t) => [check("keys_one_row", sql`${t.id} = 1`)],
);

/** A row is a process that executes, alive while its heartbeat is young. */
export const inngestInstances = inngestLocal.table("instances", {
  id: text().primaryKey(),
  heartbeatAt: instant().notNull(),
});

/** A row is a function as the SDK last described it. Retired ones start no runs but finish theirs; none is deleted. */
export const inngestFunctions = inngestLocal.table("functions", {
  id: text().primaryKey(),
  config: json().notNull(),
  eventNames: text().array().notNull(),
  maxAttempts: integer().notNull(),
  retired: boolean().notNull().default(false),
});

/** A row is a cron trigger and the latest fire time that has started a run. */
export const inngestCrons = inngestLocal.table(
  "crons",
  { functionId: text().notNull(), expression: text().notNull(), lastFireAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.functionId, t.expression] })],
);

/** A row is an accepted event. `payload` is what functions receive, `keys` what keyed waits look for. */
export const inngestEvents = inngestLocal.table(
  "events",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    payload: json().notNull(),
    keys: text().array().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [
    // Every registered wait looks here: entries go into the index at once, not onto a list to be searched first.
    index("events_keys").using("gin", t.keys).with({ fastupdate: false }),
    index("events_received_at").on(t.receivedAt),
  ],
);

/** A row says that `key` (an event id or an idempotency key) started this function already. */
export const inngestStarts = inngestLocal.table(
  "starts",
  { functionId: text().notNull(), key: text().notNull(), expiresAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.functionId, t.key] }), index("starts_expires_at").on(t.expiresAt)],
);

/** A row is one run of a function for one event. `planning` asks the SDK to plan steps instead of running them. */
export const inngestRuns = inngestLocal.table(
  "runs",
  {
    id: text().primaryKey(),
    functionId: text().notNull(),
    eventId: text()
      .notNull()
      .references(() => inngestEvents.id),
    status: text({ enum: ["running", "completed", "failed", "cancelled"] })
      .notNull()
      .default("running"),
    planning: boolean().notNull().default(false),
    requestVersion: smallint().notNull().default(-1),
    result: json(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    index("runs_event_id").on(t.eventId),
    index("runs_ended_at").on(t.endedAt).where(sql`${t.endedAt} is not null`),
    check("runs_status", sql`${t.status} in ('running', 'completed', 'failed', 'cancelled')`),
  ],
);

/** A row is a memoised step, in order of completion. `eventId` names the event that ended a wait. */
export const inngestSteps = inngestLocal.table(
  "steps",
  {
    runId: text().notNull(),
    stepId: text().notNull(),
    seq: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    value: json().notNull(),
    eventId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.stepId] }),
    foreignKey({ columns: [t.runId], foreignColumns: [inngestRuns.id] }).onDelete("cascade"),
  ],
);

/**
 * A row is the next thing to do for a run: call it, run one planned step, or end a pause (sleep or wait).
 * A row whose `instance` is set is being executed; its `generation` fences off whoever held it before.
 */
export const inngestJobs = inngestLocal.table(
  "jobs",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: text().notNull(),
    stepId: text().notNull(),
    kind: text({ enum: ["call", "step", "pause", "resume"] }).notNull(),
    dueAt: instant().notNull(),
    attempt: integer().notNull().default(0),
    generation: integer().notNull().default(0),
    instance: text(),
    lane: text(),
  },
  (t) => [
    unique("jobs_run_step").on(t.runId, t.stepId),
    foreignKey({ columns: [t.runId], foreignColumns: [inngestRuns.id] }).onDelete("cascade"),
    index("jobs_due").on(t.dueAt).where(sql`${t.instance} is null`),
    index("jobs_lane_due").on(t.lane, t.dueAt).where(sql`${t.instance} is null`),
    index("jobs_executing").on(t.instance, t.lane).where(sql`${t.instance} is not null`),
    check("jobs_kind", sql`${t.kind} in ('call', 'step', 'pause', 'resume')`),
  ],
);

/** A row is a concurrency key and how many of its jobs may execute at once. */
export const inngestLanes = inngestLocal.table("lanes", {
  name: text().primaryKey(),
  capacity: integer().notNull(),
});

/**
 * A row is an event some run looks out for: the end of a wait, or of the run itself where `stepId` is null.
 * `key` finds it by index; `expression` is what remains to be evaluated.
 */
export const inngestWaits = inngestLocal.table(
  "waits",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: text().notNull(),
    stepId: text(),
    eventName: text().notNull(),
    key: text(),
    expression: text(),
    expiresAt: instant(),
  },
  (t) => [
    foreignKey({ columns: [t.runId], foreignColumns: [inngestRuns.id] }).onDelete("cascade"),
    index("waits_run_id").on(t.runId),
    index("waits_key").on(t.key).where(sql`${t.key} is not null`),
    index("waits_event_name").on(t.eventName).where(sql`${t.key} is null`),
  ],
);
