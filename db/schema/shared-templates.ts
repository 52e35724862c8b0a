import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Flow } from "@/lib/flow/flow";
import { user } from "./auth";
import { moment, workspaceId } from "./columns";
import { funnel } from "./funnels";

/** A link under which anybody sees a funnel as it was when it was shared last. One per funnel at a time. */
export const sharedTemplate = pgTable(
  "shared_template",
  {
    id: uuid().primaryKey().defaultRandom(),
    workspaceId: workspaceId(),
    funnelId: uuid().notNull(),
    /** 128 random bits. Whoever knows it may look. */
    slug: text().notNull().unique(),
    /** What may be shown to anybody, and nothing else: `lib/templates/share.ts` made it. */
    name: text().notNull(),
    flow: jsonb().$type<Flow>().notNull(),
    /** What the drawing does, in a sentence or two. Made once: of a large one it takes a while. */
    about: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
    createdBy: text().references(() => user.id, { onDelete: "set null" }),
    /** When name and flow were taken from the funnel. */
    frozenAt: moment().notNull().defaultNow(),
    revokedAt: moment(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.funnelId],
      foreignColumns: [funnel.workspaceId, funnel.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.funnelId),
    uniqueIndex("shared_template_one_link").on(t.workspaceId, t.funnelId).where(sql`${t.revokedAt} is null`),
  ],
);
