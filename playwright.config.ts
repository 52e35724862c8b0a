import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.mjs";

const chromium = await findChromium();

export default defineConfig({
  testDir: "tests/browser",
  // One worker, one app: `tests/browser/app.ts` starts it on a port and data folder of its own.
  workers: 1,
  timeout: 90_000,
  globalTimeout: 18 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // Recording takes a quarter of the time. Whoever looks for a fault adds --trace retain-on-failure.
    trace: "off",
    launchOptions: chromium && { executablePath: chromium.executablePath, args: chromium.args },
  },
});
