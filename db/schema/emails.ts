import { jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { CompiledEmail } from "@/lib/mail/compiled";
import { workspaceId } from "./columns";

/** An email as React Email rendered it at publish, with placeholders. Found by the hash of its content. */
export const compiledEmail = pgTable(
  "compiled_email",
  {
    workspaceId: workspaceId(),
    hash: text().notNull(),
    content: jsonb().$type<CompiledEmail>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hash] })],
);
