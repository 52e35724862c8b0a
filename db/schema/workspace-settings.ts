import { sql } from "drizzle-orm";
import { bigint, boolean, check, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { GoneOn } from "@/lib/mail/backlog";
import type { MailRules } from "@/lib/mail/mail-rules";
import { user } from "./auth";
import { workspace } from "./workspaces";

/** What a workspace has decided: who it is to its readers and how it treats them. One row each. */
export const workspaceSettings = pgTable(
  "workspace_settings",
  {
    workspaceId: text()
      .primaryKey()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** Printed at the foot of every email. Publish is blocked while a marketing email would lack it. */
    postalAddress: text().notNull().default(""),
    senderName: text().notNull().default(""),
    senderEmail: text().notNull().default(""),
    replyTo: text().notNull().default(""),
    opens: text({ enum: ["off", "consent", "all"] })
      .notNull()
      .default("off"),
    /** When somebody decided it, keeping opens off included. Null: nobody has yet. */
    opensDecidedAt: timestamp({ withTimezone: true }),
    timeZone: text().notNull().default("UTC"),
    /** Never leaves the test inbox, whatever keys are set. */
    demo: boolean().notNull().default(false),
    /** Who may be sent marketing email, and when, over all funnels; what is left out is not limited. */
    rules: jsonb().$type<Partial<MailRules>>().notNull().default({}),
    rulesChangedAt: timestamp({ withTimezone: true }),
    /** Null also once the member's account was deleted. */
    rulesChangedBy: text().references(() => user.id, { onDelete: "set null" }),
    /** Since when nothing is sent at all, ms since the epoch; null: mail leaves. */
    heldAt: bigint({ mode: "number" }),
    heldBy: text().references(() => user.id, { onDelete: "set null" }),
    /** What was decided about the mail that had come together when sending last went on. */
    goneOn: jsonb().$type<GoneOn>(),
  },
  (t) => [check("opens_known", sql`${t.opens} in ('off', 'consent', 'all')`)],
);
