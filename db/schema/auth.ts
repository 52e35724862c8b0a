import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { workspace } from "./workspaces";

// The shapes better-auth works on; `auth.test.ts` holds them against `getAuthTables`.

const moment = () => timestamp({ withTimezone: true });
const createdAt = moment().notNull().defaultNow();

/** A person who can sign in. */
export const user = pgTable("user", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  createdAt,
  updatedAt: moment().notNull().defaultNow(),
});

/** One signed-in browser. */
export const session = pgTable(
  "session",
  {
    id: text().primaryKey(),
    expiresAt: moment().notNull(),
    token: text().notNull().unique(),
    createdAt,
    updatedAt: moment().notNull().defaultNow(),
    ipAddress: text(),
    userAgent: text(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    activeWorkspaceId: text(),
  },
  (t) => [index().on(t.userId)],
);

/** One way a person signs in; here, their password. */
export const account = pgTable(
  "account",
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt,
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [index().on(t.userId)],
);

/** A secret sent by mail that proves an address, for example to set a new password. */
export const verification = pgTable(
  "verification",
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt,
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [index().on(t.identifier)],
);

/** A person's place in a workspace: owner, editor or viewer. */
export const member = pgTable(
  "member",
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text().notNull(),
    createdAt,
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.userId), index().on(t.userId)],
);

/** An invitation to a workspace that somebody may still accept. */
export const invitation = pgTable(
  "invitation",
  {
    id: text().primaryKey(),
    workspaceId: text()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    email: text().notNull(),
    role: text(),
    status: text().notNull().default("pending"),
    expiresAt: moment().notNull(),
    createdAt,
    inviterId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
  },
  (t) => [index().on(t.workspaceId), index().on(t.email)],
);

/** How often one address has called one entrance lately. */
export const rateLimit = pgTable("rate_limit", {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: "number" }).notNull(),
});
