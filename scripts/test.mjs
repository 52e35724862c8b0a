import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { buildApp } from "./build.mjs";
import { bringChromium } from "./chromium.mjs";
import { missingPlatformPackages } from "./package-lock.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** @typedef {{ passed: number, failed: number, which?: string[] }} Count `which`: the names of those that failed */

const reports = mkdtempSync(path.join(tmpdir(), "funnelwright-tests-"));
const distDir = ".next-test";
const env = cleanEnvironment();
let built = false;

/** In this order. Each is run whatever became of those before it, so that one run tells everything. */
const suites = {
  lint: () => oneCheck("biome", ["ci", `--colors=${process.stdout.isTTY ? "force" : "off"}`, "."]),
  async types() {
    // The routes' types come from the routes, so they are written first.
    if ((await run("next", ["typegen"])) !== 0) return { passed: 0, failed: 1 };
    return oneCheck("tsc", ["--noEmit"]);
  },
  async lock() {
    const missing = missingPlatformPackages(JSON.parse(readFileSync("package-lock.json", "utf8")));
    for (const line of missing) console.error(`package-lock.json: ${line}`);
    return { passed: missing.length > 0 ? 0 : 1, failed: missing.length > 0 ? 1 : 0 };
  },
  unit: () => vitest("unit", []),
  async build() {
    built = false;
    await buildApp({ distDir, log: path.join(reports, "build.log"), env });
    built = true;
    return { passed: 1, failed: 0 };
  },
  async faults() {
    if (!built) throw new Error("There is no build to kill.");
    return vitest("faults", ["--config", "tests/faults/vitest.config.ts"]);
  },
  async browser() {
    if (!built) throw new Error("There is no build to test in a browser.");
    if (!(await bringChromium())) {
      throw new Error("No Chromium was found or could be fetched. Install one, or set CHROMIUM_PATH.");
    }
    const report = path.join(reports, "browser.json");
    const code = await run("playwright", ["test", "--reporter=list,json"], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    const { stats, errors, suites } = JSON.parse(readFileSync(report, "utf8"));
    const count = countOf(stats.expected + stats.flaky, stats.unexpected + errors.length, code);
    return { ...count, which: suites.flatMap(failedIn) };
  },
};

const total = { passed: 0, failed: 0 };
const lines = [];
const failures = [];
for (const [name, suite] of Object.entries(suites)) {
  console.log(`\n── ${name} ──`);
  const begun = performance.now();
  let count;
  try {
    count = await suite();
  } catch (error) {
    console.error(error.message);
    count = { passed: 0, failed: 1 };
  }
  total.passed += count.passed;
  total.failed += count.failed;
  failures.push(...(count.which ?? []).map((which) => `failed   ${name}: ${which}`));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  lines.push(`${name.padEnd(8)} ${count.passed} passed, ${count.failed} failed in ${seconds} s`);
  console.log(lines.at(-1));
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${[...lines, ...failures].join("\n")}\n`);
// Written before the end is asked for, and nothing after it: it is the line that is read.
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`, () =>
  process.exit(total.failed > 0 ? 1 : 0),
);

/** @param {string} name @param {string[]} words @returns {Promise<Count>} */
async function vitest(name, words) {
  const report = path.join(reports, `${name}.json`);
  const code = await run("vitest", [
    "run",
    ...words,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const tests = testResults.flatMap((file) => file.assertionResults);
  // A file that could not even be loaded reports no test of its own.
  const broken = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((one) => one.status !== "failed"),
  );
  const failed = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter((one) => one.status === "failed")
      .map((one) => told(path.relative(".", file), one.fullName, one.failureMessages[0])),
  );
  const count = countOf(
    tests.filter((one) => one.status === "passed").length,
    failed.length + broken.length,
    code,
  );
  return {
    ...count,
    which: [
      ...failed,
      ...broken.map(({ name: file, message }) => told(path.relative(".", file), "cannot be run", message)),
    ],
  };
}

/** One line about a failed test. */
function told(file, name, message = "") {
  return `${file} › ${name}: ${stripVTControlCharacters(message).split("\n")[0].slice(0, 300)}`;
}

/** The tests that failed in a suite of Playwright's report, those of its inner suites included. @returns {string[]} */
function failedIn({ file, specs, suites = [] }) {
  const here = specs
    .filter((spec) => !spec.ok)
    .map((spec) => told(file, spec.title, spec.tests.at(-1)?.results.at(-1)?.error?.message));
  return [...here, ...suites.flatMap(failedIn)];
}

/** A suite that crashed, or ran nothing at all, has failed too. @returns {Count} */
function countOf(passed, failed, code) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

async function oneCheck(program, words) {
  const code = await run(program, words);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** @returns {Promise<number>} exit code; a signal counts as 1 */
function run(program, words, more = {}) {
  const child = spawn(path.join("node_modules", ".bin", program), words, {
    env: { ...env, ...more },
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
    // A suite that hangs must not keep the others from being reported.
    timeout: 20 * 60_000,
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** The settings of whoever runs the tests are theirs: no test may use their database or send their mail. */
function cleanEnvironment() {
  const clean = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  for (const [, key] of readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=/gm)) delete clean[key];
  if (!process.stdout.isTTY) Object.assign(clean, { NO_COLOR: "1", FORCE_COLOR: undefined });
  for (const key of ["NODE_ENV", "PORT", "NEXT_DIST_DIR", "FUNNELWRIGHT_SERVER"]) delete clean[key];
  return clean;
}
