import { foreignKey, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { workspaceId } from "./columns";
import { funnel } from "./funnels";

/** The address at which another service calls one trigger of a funnel. Its secret is made from its id, and stands nowhere. */
export const hook = pgTable(
  "hook",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    nodeId: text().notNull(),
    /** 128 random bits as base64url. */
    slug: text().notNull().unique(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    unique().on(t.funnelId, t.nodeId),
  ],
);
