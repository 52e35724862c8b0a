import { bigint, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { workspace } from "./workspaces";

/** The making of a demo workspace: how far it is. What it was made of stands where everything else does. */
export const demo = pgTable("demo", {
  workspaceId: text()
    .primaryKey()
    .references(() => workspace.id, { onDelete: "cascade" }),
  /** The people whom its funnels are for. */
  total: integer().notNull(),
  /** Of them, how many have lived their lives up to now. */
  made: integer().notNull().default(0),
  /** The moment from which entries are counted back, ms since the epoch: whoever goes on later counts from the same. */
  from: bigint({ mode: "number" }).notNull(),
  welcomeId: uuid().notNull(),
  cartId: uuid().notNull(),
  finishedAt: timestamp({ withTimezone: true }),
});
