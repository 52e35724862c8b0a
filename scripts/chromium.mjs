import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {string[]} args that this browser needs to run here
 */

/**
 * The first browser on this machine that answers: the one named by CHROMIUM_PATH, the system's, the
 * one npm brought, Playwright's own.
 * @returns {Promise<Chromium | undefined>}
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  const system = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
  // Chromium's sandbox refuses root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"];
  for (const executablePath of named ? [named] : system) {
    if (answers(executablePath)) return { executablePath, args };
  }
  if (named) return undefined;
  return (await fromNpm(args)) ?? (await fromPlaywright(args));
}

/**
 * Like `findChromium`, and when there is none, one is fetched: by apt where we are root on Debian,
 * else by Playwright.
 * @returns {Promise<Chromium | undefined>}
 */
export async function bringChromium() {
  const found = await findChromium();
  if (found || process.env.CHROMIUM_PATH) return found;
  const apt = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const ways = [["npx", "--no-install", "playwright", "install", "chromium"]];
  if (apt) ways.unshift(["sh", "-c", "apt-get update -q && apt-get install -qy chromium"]);
  for (const [program, ...words] of ways) {
    console.log(`No Chromium found; trying: ${[program, ...words].join(" ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync(program, words, { stdio: "inherit", env, timeout: 240_000 });
    const brought = await findChromium();
    if (brought) return brought;
  }
  return undefined;
}

async function fromNpm(own) {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // Makes the package unpack the libraries that a bare Debian lacks. It is read at import.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x";
  const path = process.env.LD_LIBRARY_PATH;
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    const executablePath = await packed.executablePath();
    const args = packed.args.filter((arg) => !arg.startsWith("--headless") && arg !== "--single-process");
    if (answers(executablePath)) return { executablePath, args: [...new Set([...args, ...own])] };
  } catch {
    // An optional package: npm may have left it out.
  }
  if (path === undefined) delete process.env.LD_LIBRARY_PATH;
  else process.env.LD_LIBRARY_PATH = path;
  return undefined;
}

async function fromPlaywright(args) {
  const { chromium } = await import("@playwright/test");
  const executablePath = chromium.executablePath();
  return answers(executablePath) ? { executablePath, args } : undefined;
}

function answers(executablePath) {
  if (!existsSync(executablePath)) return false;
  return spawnSync(executablePath, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}
