import { bigint, text, timestamp } from "drizzle-orm/pg-core";
import { workspace } from "./workspaces";

/** Whose row it is; gone with its workspace. */
export const workspaceId = () =>
  text()
    .notNull()
    .references(() => workspace.id, { onDelete: "cascade" });

/** An instant of a journey: whole milliseconds since the epoch. */
export const instant = () => bigint({ mode: "number" });

/** A moment by the clock on the wall, with its zone. */
export const moment = () => timestamp({ withTimezone: true });
