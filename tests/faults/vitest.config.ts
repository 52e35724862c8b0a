import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));
const long = process.env.FAULTS === "long";

/**
 * Tests that break processes, the database, the provider and the durable engine on purpose, on real time. They run after
 * the build, because some of them break the built app.
 */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: "server-only", replacement: `${root}tests/server-only.ts` },
    ],
  },
  test: {
    include: ["tests/faults/*.test.ts"],
    globalSetup: ["tests/postgres.setup.ts"],
    testTimeout: long ? 3 * 3_600_000 : 600_000,
    hookTimeout: 60_000,
    // They mostly wait, so that two cores carry three. In the long form one: there the figures count.
    maxWorkers: long ? 1 : 3,
  },
});
