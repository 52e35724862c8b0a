import { afterAll, afterEach, beforeEach } from "vitest";
import type { Pool } from "@/db/client";
import { emptied, scratchDatabase } from "@/db/testing";

/**
 * An empty, migrated database for each test of this file: whoever is due in one of them is nobody's business in the next.
 * To empty it is many times faster than to make another; it is made anew after a test that asked for its `url`, whose
 * connections may still be at work, and whenever it cannot be emptied.
 */
export function ownDatabase(): { readonly db: Pool; readonly url: string } {
  let own: Awaited<ReturnType<typeof scratchDatabase>> | undefined;
  let givenAway = false;
  const held = () => {
    if (!own) throw new Error("The database is there while a test runs.");
    return own;
  };
  const dropped = async () => {
    await own?.drop();
    own = undefined;
  };
  beforeEach(async () => {
    own ??= await scratchDatabase();
    givenAway = false;
  });
  afterEach(async () => {
    if (own && (givenAway || !(await emptied(own.db)))) await dropped();
  });
  afterAll(dropped);
  return {
    get db() {
      return held().db;
    },
    get url() {
      givenAway = true;
      return held().url;
    },
  };
}
