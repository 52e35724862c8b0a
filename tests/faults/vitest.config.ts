import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests that break the built app on purpose. They run after the build, one at a time, on real time. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["tests/faults/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
