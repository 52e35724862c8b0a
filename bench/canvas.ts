/**
 * The editor with 100, 500 and 1,000 cards against bare React Flow with the same nodes, in the same Chromium: how long
 * opening takes, and how long the frames of a pan, a zoom and a drag.
 *
 *   npm run bench:canvas
 */
import { chromium, type Page } from "@playwright/test";
import { bringChromium } from "../scripts/chromium.mjs";
import { startBenchApp } from "./built-app";
import { load, machine } from "./machine";
import { figure, quantile, table } from "./numbers";

const SIZES = [100, 500, 1_000];
const MS = 2_000;
const FRAME_MS = 1_000 / 60;

const browserHere = await bringChromium();
if (!browserHere) throw new Error("No Chromium was found.");
const app = await startBenchApp();
const browser = await chromium.launch({ executablePath: browserHere.executablePath, args: browserHere.args });
try {
  console.log(`${machine(`Chromium ${browser.version()}`)}, ${load()}\n`);
  const rows: string[][] = [];
  for (const size of SIZES) {
    const ours = await measure(`nodes=${size}`);
    const bare = await measure(`nodes=${size}&bare`);
    rows.push(rowOf(`${size}, editor`, ours, bare), rowOf(`${size}, bare`, bare));
  }
  const head = [
    "cards",
    "open",
    ...["pan", "zoom", "drag"].flatMap((what) => [`${what} p50`, "p95", "dropped"]),
  ];
  console.log(table([...head, "drag p95 : bare"], rows));
  console.log(`frames in ms, dropped of those that 60 a second would have had; ${load()}`);
} finally {
  await browser.close();
  await app.stop();
}

type Frames = { p50: number; p95: number; dropped: number };
type Measured = { openMs: number; pan: Frames; zoom: Frames; drag: Frames };

async function measure(query: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // What tsx makes of functions calls this, also in the page that they are handed to.
  await context.addInitScript("globalThis.__name = (made) => made");
  const page = await context.newPage();
  const address = `${app.baseUrl}/bench/canvas?${query}`;
  // Once to warm the server and the cache: what is measured is the canvas.
  await open(page, address);
  const openMs = await open(page, address);
  await page.waitForTimeout(500);
  await page.mouse.move(1000, 450);
  const drag = await whileMoving(page, await dragging(page));
  const pan = await whileMoving(page, { step: (n) => page.mouse.wheel(0, n % 60 < 30 ? 40 : -40) });
  await page.keyboard.down("Control");
  const zoom = await whileMoving(page, { step: (n) => page.mouse.wheel(0, n % 60 < 30 ? 30 : -30) });
  await page.keyboard.up("Control");
  await context.close();
  return { openMs, pan, zoom, drag };
}

/** From the navigation to the second frame after the first card stands there. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const card = document.querySelector<HTMLElement>(".react-flow__node");
          if (card && card.style.visibility !== "hidden" && card.offsetHeight > 0) {
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
          } else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

type Gesture = { begin?: () => Promise<void>; step: (n: number) => Promise<void>; end?: () => Promise<void> };

async function dragging(page: Page): Promise<Gesture> {
  const box = await page.locator(".react-flow__node").nth(1).boundingBox();
  if (!box) throw new Error("There is no card to drag.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return {
    async begin() {
      await page.mouse.move(x, y);
      await page.mouse.down();
    },
    step: (n) => page.mouse.move(x + 120 * Math.sin(n / 12), y + 40 * Math.sin(n / 7)),
    async end() {
      await page.mouse.up();
      const after = await page.locator(".react-flow__node").nth(1).boundingBox();
      if (!after || Math.hypot(after.x - box.x, after.y - box.y) < 1)
        throw new Error("The card did not move.");
    },
  };
}

/** Length of the frames while something goes on, one input event per frame at the most. */
async function whileMoving(page: Page, { begin, step, end }: Gesture): Promise<Frames> {
  await begin?.();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    let on = true;
    const frame = (now: number) => {
      frames.push(now - last);
      last = now;
      if (on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, {
      stopFrames: () => {
        on = false;
        return frames.slice(2);
      },
    });
  });
  const until = Date.now() + MS;
  for (let n = 0; Date.now() < until; n++) {
    const at = performance.now();
    await step(n);
    await page.waitForTimeout(Math.max(0, FRAME_MS - (performance.now() - at)));
  }
  const frames = await page.evaluate(() =>
    (window as unknown as { stopFrames: () => number[] }).stopFrames(),
  );
  await end?.();
  const total = frames.reduce((sum, ms) => sum + ms, 0);
  return {
    p50: quantile(frames, 0.5),
    p95: quantile(frames, 0.95),
    dropped: Math.max(0, 1 - frames.length / (total / FRAME_MS)),
  };
}

function rowOf(name: string, one: Measured, against?: Measured): string[] {
  const frames = [one.pan, one.zoom, one.drag].flatMap(({ p50, p95, dropped }) => [
    figure(p50),
    figure(p95),
    `${Math.round(dropped * 100)} %`,
  ]);
  return [
    name,
    figure(one.openMs, "ms"),
    ...frames,
    against ? `× ${figure(one.drag.p95 / against.drag.p95)}` : "",
  ];
}
