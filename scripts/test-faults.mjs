import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildApp } from "./build.mjs";

// The fault runs in their long form, which takes hours: `npm run test:faults`. Words go on to vitest, for example the name
// of a file. `FAULTS=short` runs the forms of `npm test`; sizes and seeds are in docs/guarantees.md.
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const words = process.argv.slice(2);
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", FAULTS: process.env.FAULTS ?? "long" };
// Some of them use the built app; the others need no build.
const needsBuild = words.length === 0 || words.some((word) => /kill|postgres|held/.test(word));
if (needsBuild) {
  await buildApp({
    distDir: ".next-test",
    log: path.join(mkdtempSync(path.join(tmpdir(), "funnelwright-faults-")), "build.log"),
    env,
    onStart: () => console.log("Building the app; this takes about a minute."),
  });
}
const child = spawn(
  path.join("node_modules", ".bin", "vitest"),
  ["run", "--config", "tests/faults/vitest.config.ts", ...words],
  { env, stdio: "inherit", shell: process.platform === "win32" },
);
child.once("close", (code) => process.exit(code ?? 1));
