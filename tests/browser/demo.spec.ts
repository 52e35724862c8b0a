import { rmSync } from "node:fs";
import postgres from "postgres";
import { databaseUrl } from "../access/world";
import { type FakeResend, startFakeResend } from "../fake-resend/start";
import { type App, expect, startApp, test } from "./app";
import { Studio } from "./pages/studio";

// A first start as anybody has it, with a provider's key, and killed in the middle of filling the demo.

let app: App;
let resend: FakeResend;
test.afterAll(async () => {
  await app?.stop();
  if (app) rmSync(app.folder, { recursive: true, force: true });
  await resend?.stop();
});

async function demoIn(folder: string) {
  const sql = postgres(databaseUrl(folder), { max: 1, onnotice() {} });
  try {
    const [row] = await sql<
      { made: number; total: number; finished: boolean; people: number; latest: Date }[]
    >`
      select d.made, d.total, d.finished_at is not null as finished,
        (select count(*)::int from contact c where c.workspace_id = d.workspace_id) as people,
        (select to_timestamp(max(last_instant) / 1000.0) from contact c where c.workspace_id = d.workspace_id) as latest
      from demo d`;
    return row;
  } finally {
    await sql.end();
  }
}

const reaches = (folder: string, people: number) =>
  expect
    .poll(async () => (await demoIn(folder))?.made ?? 0, { timeout: 120_000 })
    .toBeGreaterThanOrEqual(people);

test("a first start fills the demo, also after a kill; it is found from the empty list, lives, and mails nobody", async ({
  page,
}) => {
  test.setTimeout(300_000);
  resend = await startFakeResend();
  const settings = { DEMO: "on", RESEND_API_KEY: "re_demo", RESEND_BASE_URL: resend.url };
  const first = await startApp(settings);
  await reaches(first.folder, 20);
  await first.kill9();
  app = await startApp(settings, { folder: first.folder, port: first.port });
  const kept = await demoIn(app.folder);
  // The last of them may be lost with the machine, wholly: they are made again.
  expect(kept?.made).toBeGreaterThan(0);
  expect(kept?.people).toBe(kept?.made);

  const studio = new Studio(page, app);
  await studio.signIn();
  await page.getByRole("button", { name: "Look at the demo" }).click();
  await expect(page.getByText(/^Preparing the demo: \d+ of 400 people/)).toBeVisible({ timeout: 30_000 });
  await reaches(app.folder, (kept?.made ?? 0) + 20);
  const later = await demoIn(app.folder);
  expect(later?.people).toBe(later?.made);
  expect(later?.latest.getTime()).toBeLessThanOrEqual(Date.now());

  await page.getByRole("link", { name: "Welcome series" }).first().click();
  await page.getByRole("link", { name: "Results" }).click();
  await expect(studio.card("Wait 1")).toContainText(/here now\s*[1-9]/, { timeout: 20_000 });
  await expect(studio.card("Welcome")).toContainText(/opened\s*[1-9]/);
  expect(await resend.accepted()).toEqual([]);
});

test("one invented person is watched on the drawing: their way, their mail, how it ends", async ({
  page,
}) => {
  const studio = new Studio(page, app);
  await studio.signIn();
  await page.getByRole("button", { name: "Look at the demo" }).click();
  await page.getByRole("link", { name: "Welcome series" }).first().click();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByRole("menuitem", { name: "Watch one person" }).click();
  const watch = page.getByRole("region", { name: "Watch one person" });
  await expect(watch.getByRole("status")).toContainText("They got 4 emails.");
  await watch.getByRole("radio", { name: "One who buys on day 3" }).check();
  await expect(watch.getByRole("status")).toContainText("became a customer");
  await expect(watch.getByText("Day 2, 09:00").first()).toBeVisible();
  await watch
    .getByRole("button", { name: /^Read it/ })
    .first()
    .click();
  const reader = page.getByRole("dialog", { name: "Welcome" });
  await expect(reader.frameLocator("iframe").getByText("Hello Anna")).toBeVisible({ timeout: 20_000 });
});
