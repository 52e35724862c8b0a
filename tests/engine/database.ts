import { afterEach, beforeEach } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";

/** A migrated database for each test of this file: whoever is due in one of them is nobody's business in the next. */
export function ownDatabase(): { readonly db: Pool; readonly url: string } {
  let own: Awaited<ReturnType<typeof scratchDatabase>> | undefined;
  const held = () => {
    if (!own) throw new Error("The database is there while a test runs.");
    return own;
  };
  beforeEach(async () => {
    own = await scratchDatabase();
  });
  afterEach(() => own?.drop());
  return {
    get db() {
      return held().db;
    },
    get url() {
      return held().url;
    },
  };
}
