import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
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
import type { Before } from "@/lib/flow/by-hand";
import type { Deadlines } from "@/lib/flow/deadlines";
import type { Refusal } from "@/lib/flow/entry";
import type { NotStarted } from "@/lib/flow/path";
import type { JsonValue } from "@/lib/json";
import type { Evidence, Kept, Place } from "@/lib/nodes/contract";
import { user } from "./auth";
import { instant, workspaceId } from "./columns";
import { contact } from "./contacts";
import { funnel, funnelVersion } from "./funnels";

/** One contact's trip through one funnel. */
export const enrollment = pgTable(
  "enrollment",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    /** The version they walk by now. */
    versionId: uuid().notNull(),
    /** The version they entered with, once they have moved along to another. Numbers are kept by it, all of one person's. */
    enteredVersionId: uuid(),
    /** Null once the contact was deleted: the counts stay. */
    contactId: uuid(),
    /** `once:`, `key:<value>`, `n:<ordinal>` or `test:<user id>`: what makes a second entry the same one. */
    entryKey: text().notNull(),
    /** The event (of a test: the test fact) that started it, kept whole: emails print its properties. */
    entryEventId: text().notNull(),
    enteredAt: instant().notNull(),
    /** When their deadlines are (deadlines of the funnel by name), by the clock of the journey; null: none. Never changed. */
    deadlines: jsonb().$type<Deadlines>(),
    /** Day of entry in the workspace's zone, as yyyymmdd; fixed, because numbers are kept by it. */
    entryDay: integer().notNull(),

    /** A member tries the draft on themselves: mail stays in the test inbox, and no list or number knows of it. */
    test: boolean().notNull().default(false),
    /**
     * How many times faster than real time this journey's clock runs, from `enteredAt` on. Always 1 unless it is a
     * test. Instants of the journey (here and in its visits) are told by this clock, `dueAt` and `armedFor` by the real one.
     */
    speed: integer().notNull().default(1),

    status: text({ enum: ["active", "ended"] })
      .notNull()
      .default("active"),
    nodeId: text().notNull(),
    visit: integer().notNull().default(1),
    arrivedAt: instant().notNull(),
    /** Last instant that was replayed; null before the first. */
    steppedAt: instant(),
    /** When the present wait ends by itself. */
    until: instant(),
    /** Goals reached by moving; conversions count separately. */
    reached: jsonb().$type<string[]>().notNull().default([]),
    /** What the present visit has read that has no history; null before it has read anything. */
    kept: jsonb().$type<Kept>(),
    /** What steps have left with this person for later steps. */
    marks: jsonb().$type<Place["marks"]>().notNull().default([]),
    endedAt: instant(),
    endReason: text(),

    /** When to ask again, ms since the epoch; null when nothing is to be asked. The truth behind every timer. */
    dueAt: instant(),
    /** Which run may advance it. A run with an older one is stale and stops. */
    generation: integer().notNull().default(1),
    /** Grows with every advance; a wake-up names the turn it is for. */
    turn: integer().notNull().default(0),
    /** The `dueAt` a timer was set for. Null: nobody will come by themselves. */
    armedFor: instant(),
    /** Generations that failed in a row. At 5 the person is stuck until somebody retries. */
    failures: integer().notNull().default(0),
    stuck: boolean().notNull().default(false),
    failure: text(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.enteredVersionId],
      foreignColumns: [funnelVersion.workspaceId, funnelVersion.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contact.workspaceId, contact.id] }),
    unique().on(t.workspaceId, t.id),
    uniqueIndex().on(t.funnelId, t.contactId, t.entryKey),
    // One test of a funnel at a time for each member: their entry key is "test:<user id>".
    uniqueIndex("enrollment_test").on(t.funnelId, t.entryKey).where(sql`test`),
    index("enrollment_due").on(t.dueAt).where(sql`status = 'active' and not stuck`),
    index("enrollment_of_contact").on(t.contactId, t.status),
    // Lists of people, last entered first: of a step now, of a whole funnel, of those whom the engine cannot move.
    index("enrollment_in_funnel").on(t.funnelId, t.nodeId, t.enteredAt, t.id).where(sql`status = 'active'`),
    index("enrollment_entered").on(t.funnelId, t.enteredAt, t.id).where(sql`not test`),
    index("enrollment_stuck").on(t.funnelId).where(sql`status = 'active' and stuck`),
    check("status_known", sql`${t.status} in ('active', 'ended')`),
    check("only_tests_hurry", sql`${t.speed} = 1 or (${t.test} and ${t.speed} > 1)`),
  ],
);

/** The last time that a contact could not enter a funnel which something of theirs would have started, and why. */
export const turnedAway = pgTable(
  "turned_away",
  {
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    contactId: uuid().notNull(),
    /** The trigger that would have let them in. */
    nodeId: text().notNull(),
    eventId: text().notNull(),
    eventName: text().notNull(),
    because: jsonb().$type<Refusal>().notNull(),
    at: instant().notNull(),
    /** How often it has come to this. */
    times: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.funnelId, t.contactId] }),
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete("cascade"),
    index("turned_away_last").on(t.funnelId, t.at, t.contactId),
    index("turned_away_of_contact").on(t.contactId),
  ],
);

/** One enrollment at one node: when it came, when and how it left, and the evidence. */
export const visit = pgTable(
  "visit",
  {
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    /** 1, 2, 3… within the enrollment. */
    visit: integer().notNull(),
    nodeId: text().notNull(),
    enteredAt: instant().notNull(),
    /** Put there by hand, or by people moving along: whoever was may walk again over steps from before. */
    taken: boolean().notNull().default(false),
    leftAt: instant(),
    exit: text(),
    /** `walked` by a path, `pulled` by a goal, `moved` or `removed` by a member, `ended` here, `left` by a rule. */
    by: text({ enum: ["walked", "pulled", "moved", "removed", "ended", "left"] }),
    because: jsonb().$type<Evidence>(),
  },
  (t) => [
    primaryKey({ columns: [t.enrollmentId, t.visit] }),
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
    // The few who came to a step, or left it this way, where most of a funnel did not.
    index("visit_of_step").on(t.workspaceId, t.nodeId, t.exit, t.by),
  ],
);

/** An enrollment that met a goal, with the value of the fact that met it. Written once, by ingest. */
export const conversion = pgTable(
  "conversion",
  {
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    goalNodeId: text().notNull(),
    eventId: text().notNull(),
    /** Minor units of `currency`. */
    value: bigint({ mode: "number" }),
    currency: text(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.enrollmentId, t.goalNodeId] }),
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
    index("conversion_of_goal").on(t.workspaceId, t.goalNodeId),
  ],
);

/**
 * What a member did to one person, by hand, by publishing a new version (`versioned`), or by choosing, when a paused
 * funnel went on, that waits start over (`restarted`): kept for ever, as part of their path.
 */
export const act = pgTable(
  "act",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    kind: text({
      enum: ["started", "skipped", "moved", "removed", "retried", "returned", "versioned", "restarted"],
    }).notNull(),
    at: instant().notNull(),
    /** Null once the member's account was deleted. */
    userId: text().references(() => user.id, { onDelete: "set null" }),
    /** The visit that it was done to; of `returned`, the one that it began. */
    visit: integer().notNull(),
    /** Where they were taken. */
    toNodeId: text(),
    /** How they stood before, so that it can be taken back. */
    before: jsonb().$type<Before>(),
    /** Of `versioned`: from which version to which. What they did until then is told by the words of the first. */
    fromVersionId: uuid(),
    toVersionId: uuid(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
    index().on(t.enrollmentId, t.at),
    check(
      "kind_known",
      sql`${t.kind} in ('started', 'skipped', 'moved', 'removed', 'retried', 'returned', 'versioned', 'restarted')`,
    ),
  ],
);

/** A funnel that somebody's step would have started, and did not. */
export const notStarted = pgTable(
  "not_started",
  {
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    /** The visit at that step. */
    visit: integer().notNull(),
    /** The funnel that was to start. It need not exist any more. */
    funnelId: uuid().notNull(),
    because: jsonb().$type<NotStarted>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.enrollmentId, t.visit, t.funnelId] }),
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
    // Where funnels go round in a circle, the owner is told for some days.
    index("not_started_chains").on(t.workspaceId, t.at).where(sql`because ->> 'why' = 'too-deep'`),
  ],
);

/** A fact made for a test. It stands here and not among the events, so that nothing but its own enrollment can read it. */
export const testFact = pgTable(
  "test_fact",
  {
    workspaceId: workspaceId(),
    enrollmentId: uuid().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    /** When we learned of it, which is when it happened: an instant of the real clock, ms since the epoch. */
    visibleAt: instant().notNull(),
    /** Minor units of `currency`. */
    value: bigint({ mode: "number" }),
    currency: text(),
    properties: jsonb().$type<Record<string, JsonValue>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.enrollmentId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.enrollmentId],
      foreignColumns: [enrollment.workspaceId, enrollment.id],
    }).onDelete("cascade"),
  ],
);
