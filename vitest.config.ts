import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // The guard against importing server files into the browser has nothing to guard in a test.
      { find: "server-only", replacement: `${root}tests/server-only.ts` },
    ],
  },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    // What breaks the built app on purpose runs after the build: tests/faults/vitest.config.ts.
    exclude: ["node_modules", ".next*", ".data*", "tests/faults"],
    globalSetup: ["tests/postgres.setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
