import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import postgres from "postgres";
import { freePort } from "../../scripts/postgres.mjs";
import { databaseUrl } from "../access/world";
import { launch } from "../runner/launch";
import { type App, expect, startApp, test } from "./app";

let app: App;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  app = await startApp({ ENGINE: "off" });
});
test.afterAll(() => app?.stop());

async function signIn(page: Page, email = app.demo.email, password = app.demo.password) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** A browser window of somebody else. */
async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.baseUrl });
  return context.newPage();
}

test("somebody who is sent to sign in comes back to where they were going, and signs out again", async ({
  page,
}) => {
  await page.goto(`${app.baseUrl}/settings/sending`);
  await expect(page).toHaveURL(`${app.baseUrl}/sign-in?next=%2Fsettings%2Fsending`);
  await signIn(page, app.demo.email, "not the password");
  await expect(page.getByText("Email and password do not match.")).toBeVisible();
  await signIn(page);
  await expect(page).toHaveURL(`${app.baseUrl}/settings/sending`);
  await expect(page.getByText("Emails stay in the test inbox; nobody receives them.")).toBeVisible();
  await page.getByRole("button", { name: "Owner: your menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${app.baseUrl}/sign-in`);
  await page.goto(`${app.baseUrl}/settings`);
  await expect(page).toHaveURL(`${app.baseUrl}/sign-in?next=%2Fsettings`);
});

test("what an owner saves stands after a reload, in their own workspace alone", async ({ page }) => {
  await page.goto(`${app.baseUrl}/sign-in?next=/settings`);
  await signIn(page);
  await page.getByLabel("Postal address").fill("Lindenhof\nAm Markt 1\n12345 Köln");
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Postal address")).toHaveValue("Lindenhof\nAm Markt 1\n12345 Köln");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");

  await page.getByRole("link", { name: "Sending" }).click();
  for (const [form, change] of [
    ["Opens", () => page.getByLabel("Only of people who agreed to it").click()],
    ["Sender", () => page.getByLabel("Replies go to").fill("answers@example.org")],
  ] as const) {
    await change();
    const region = page.getByRole("region", { name: form });
    await region.getByRole("button", { name: "Save" }).click();
    await expect(region.getByRole("status").filter({ hasText: "Saved" }).first()).toBeVisible();
  }
  await page.reload();
  await expect(page.getByLabel("Only of people who agreed to it")).toBeChecked();
  await expect(page.getByLabel("Replies go to")).toHaveValue("answers@example.org");

  await page.getByRole("button", { name: "My workspace" }).click();
  await page.getByRole("menuitemradio", { name: "Demo" }).click();
  await expect(page.getByRole("button", { name: "Demo" })).toBeVisible();
  await page.goto(`${app.baseUrl}/settings`);
  await expect(page.getByLabel("Postal address")).toHaveValue("");
  await page.getByRole("button", { name: "Demo" }).click();
  await page.getByRole("menuitemradio", { name: "My workspace" }).click();
  await expect(page.getByRole("button", { name: "My workspace" })).toBeVisible();
});

test("an invited colleague joins by the link, sees everything, changes nothing, and is removed", async ({
  page,
  browser,
}) => {
  await page.goto(`${app.baseUrl}/sign-in?next=/settings/team`);
  await signIn(page);
  await expect(page).toHaveURL(`${app.baseUrl}/settings/team`);
  await page.getByLabel("Email").fill("Berta@Example.org");
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Invite" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  expect(link).toMatch(new RegExp(`^${app.baseUrl}/invitation/\\w{20,}$`));
  await expect.poll(() => app.said()).toContain(`Invitation for berta@example.org: ${link}`);

  const guest = await newPage(browser);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Join My workspace" })).toBeVisible();
  await guest.getByLabel("Your name").fill("Berta");
  await guest.getByLabel("Password").fill("a password of mine");
  await guest.getByRole("button", { name: "Create the account and join" }).click();
  await expect(guest.getByRole("button", { name: "Berta: your menu" })).toBeVisible();
  await guest.goto("/settings");
  await expect(guest.getByText("Only an owner of this workspace can change this.")).toBeVisible();
  await expect(guest.getByLabel("Postal address")).toBeDisabled();
  await expect(guest.getByRole("button", { name: "Save" })).toHaveCount(0);
  await guest.goto("/settings/team");
  await expect(guest.getByText("owner@funnelwright.localhost")).toBeVisible();
  await expect(guest.getByRole("button", { name: /Remove|Invite|Leave/ })).toHaveCount(0);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation is over" })).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Remove Berta" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("berta@example.org")).toHaveCount(0);
  await guest.goto("/settings");
  await expect(guest.getByRole("heading", { name: "You are in no workspace" })).toBeVisible();
  await guest.context().close();

  await expect(page.getByText("A workspace needs an owner.")).toBeVisible();
  await expect(page.getByLabel("Role of Owner")).toHaveCount(0);
});

test("a key is shown once, works, and stops working when it is revoked", async ({ page }) => {
  await page.goto(`${app.baseUrl}/sign-in?next=/settings/keys`);
  await signIn(page);
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByLabel("New key").inputValue();
  const post = () =>
    fetch(`${app.baseUrl}/api/v1/funnels`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: "{}",
    });
  expect((await post()).status).toBe(400);
  await page.reload();
  expect(await page.content()).not.toContain(key);
  await expect(page.getByText(/last used/)).toBeVisible();
  await page.getByRole("button", { name: "Revoke Shop" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Revoke Shop" })).toHaveCount(0);
  await expect.poll(async () => (await post()).status).toBe(401);
});

test("a forgotten password is set anew by the printed link, once, and signs every browser out", async ({
  page,
  browser,
}) => {
  const old = await newPage(browser);
  await old.goto("/sign-in?next=/settings");
  await signIn(old);
  await expect(old).toHaveURL(`${app.baseUrl}/settings`);

  await page.goto(`${app.baseUrl}/sign-in`);
  await page.getByRole("link", { name: "Forgot it?" }).click();
  // Both pages ask for an address: on a slow machine the first one would be filled.
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByLabel("Email").fill(app.demo.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("it is printed in the terminal where the app runs")).toBeVisible();
  const printed = /Link for a new password for owner@funnelwright\.localhost: (\S+)/;
  await expect.poll(() => printed.exec(app.said())?.[1]).toBeTruthy();
  const link = printed.exec(app.said())![1]!;
  await page.goto(link);
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your password is changed. Sign in with it.")).toBeVisible();
  await signIn(page, app.demo.email, "another long password");
  await expect(page.getByRole("button", { name: "Owner: your menu" })).toBeVisible();

  await old.reload();
  await expect(old).toHaveURL(`${app.baseUrl}/sign-in?next=%2Fsettings`);
  await old.goto(link);
  await old.getByLabel("New password").fill("a third long password");
  await old.getByRole("button", { name: "Set the password" }).click();
  await expect(old.getByText("This link was used already")).toBeVisible();
  await old.context().close();
});

test("with a database of one's own the first visitor creates the owner account, and nobody after them", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const own = new URL(databaseUrl(app.folder));
  const admin = postgres(own.href, { max: 1, onnotice() {} });
  await admin`create database own_database`;
  await admin.end();
  own.pathname = "/own_database";
  const folder = mkdtempSync(path.join(tmpdir(), "funnelwright-own-"));
  const port = await freePort();
  const run = launch({
    DATABASE_URL: own.href,
    APP_SECRET: "a secret of at least thirty-two characters",
    DATA_DIR: folder,
    PORT: String(port),
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? ".next-test",
    ENGINE: "off",
  });
  await run.ready();
  const home = `http://localhost:${port}`;
  const late = await (await browser.newContext()).newPage();
  for (const each of [page, late]) {
    await each.goto(home);
    await expect(each.getByRole("heading", { name: "Create the owner account" })).toBeVisible();
    await each.getByLabel("Your name").fill("Anna");
    await each.getByLabel("Email").fill("anna@example.org");
    await each.getByLabel("Password").fill("a password of mine");
    await each.getByLabel("Name of your workspace").fill("Lindenhof");
  }
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await expect(page.getByRole("button", { name: "Anna: your menu" })).toBeVisible();
  await late.getByRole("button", { name: "Create the owner account" }).click();
  await expect(late.getByText("The owner account exists already.")).toBeVisible();
  await late.goto(`${home}/welcome`);
  await expect(late.getByRole("heading", { name: "The owner account exists" })).toBeVisible();
  await late.context().close();
  run.runner.kill("SIGTERM");
  await run.ended;
  rmSync(folder, { recursive: true, force: true });
});
