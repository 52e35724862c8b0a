import { getAuthTables } from "better-auth/db";
import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { authOptions } from "./auth";

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
beforeAll(async () => {
  scratch = await scratchDatabase();
});
afterAll(() => scratch.drop());

type Column = { type: string; required: boolean; unique: boolean };

/** The tables better-auth works on, by our names, each with its columns. */
function wantedTables() {
  const options = authOptions(scratch.db, { appUrl: "http://localhost:3000", secret: "s".repeat(40) });
  return Object.values(getAuthTables(options)).map((table) => {
    const columns = Object.entries(table.fields).map(([name, field]): [string, Column] => [
      field.fieldName ?? name,
      { type: String(field.type), required: field.required ?? true, unique: field.unique ?? false },
    ]);
    return { name: table.modelName, columns: Object.fromEntries(columns) };
  });
}

function ourColumns(table: PgTable, names: string[]) {
  const columns = getTableColumns(table);
  return Object.fromEntries(
    names.map((name) => {
      const column = columns[name];
      if (!column) return [name, "missing"];
      return [name, { type: column.dataType, required: column.notNull, unique: column.isUnique }];
    }),
  );
}

test("the tables have the columns that better-auth works on, of its types, as required and as unique", () => {
  const tables = wantedTables();
  expect(tables.map((table) => table.name).sort()).toEqual([
    "account",
    "invitation",
    "member",
    "rateLimit",
    "session",
    "user",
    "verification",
    "workspace",
  ]);
  const byName = new Map(Object.entries(schema));
  for (const { name, columns } of tables) {
    const ours = ourColumns(byName.get(name) as PgTable, Object.keys(columns));
    expect({ name, ...ours }).toEqual({ name, ...columns });
  }
});
