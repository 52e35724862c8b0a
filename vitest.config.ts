import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

// What breaks the built app on purpose runs after the build: tests/faults/vitest.config.ts.
const elsewhere = ["node_modules", ".next*", ".data*", "tests/faults"];

/** Files that change what modules keep for the whole process: settings, the app's pool and engine, the clock, how names are looked up. */
const alone = [
  "app/_server/api.test.ts",
  "components/editor/autosave.test.ts",
  "inngest/**/*.test.ts",
  "lib/engine/repeat-wake-ups.test.ts",
  "lib/engine/system-mail.test.ts",
  "lib/engine/web/call-web.test.ts",
  "tests/engine/{agreement,try-on-me}.test.ts",
  "tests/rest/*.test.ts",
];

const each = { include: ["**/*.test.ts", "**/*.test.tsx"], testTimeout: 30_000, hookTimeout: 60_000 };

const resolve = {
  alias: [
    { find: /^@\//, replacement: root },
    // The guard against importing server files into the browser has nothing to guard in a test.
    { find: "server-only", replacement: `${root}tests/server-only.ts` },
  ],
};

export default defineConfig({
  test: {
    globalSetup: ["tests/postgres.setup.ts"],
    maxWorkers: 2,
    projects: [
      // The files of a worker share the modules they import: loading the engine anew for each took a sixth of the time.
      { resolve, test: { ...each, name: "shared", exclude: [...elsewhere, ...alone], isolate: false } },
      { resolve, test: { ...each, name: "alone", include: alone, exclude: elsewhere } },
    ],
  },
});
