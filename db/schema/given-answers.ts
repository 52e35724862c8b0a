import { index, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { JsonValue } from "@/lib/json";
import { workspaceId } from "./columns";

/** What the REST API answered to a request that carries an Idempotency-Key: whoever asks again within a day gets it again. */
export const givenAnswer = pgTable(
  "given_answer",
  {
    workspaceId: workspaceId(),
    /** As the caller chose it. */
    key: text().notNull(),
    /** SHA-256, in hex, of what was asked for. */
    asked: text().notNull(),
    /** Null only within the transaction that does what was asked. */
    answer: jsonb().$type<JsonValue>(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] }), index().on(t.workspaceId, t.createdAt)],
);
