import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { exampleFlow } from "../../app/_rest/example-flow";
import { type App, expect, startApp, test } from "./app";
import { Studio } from "./pages/studio";

let app: App;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  app = await startApp({ ALLOW_SIGN_UP: "1" });
});
test.afterAll(() => app?.stop());

async function makeFunnel(name: string) {
  const response = await fetch(`${app.baseUrl}/api/v1/funnels`, {
    method: "POST",
    headers: { authorization: `Bearer ${app.demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ name, flow: exampleFlow }),
  });
  expect(response.status).toBe(201);
}

const menuOf = async (page: Page, name: string, item: string) => {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

test("a funnel is shared; a stranger looks at it, makes an account and uses it; the link is taken down", async ({
  page,
  browser,
}) => {
  await makeFunnel("Spring letter");
  await new Studio(page, app).signIn();
  await page.goto(`${app.baseUrl}/funnels`);
  await menuOf(page, "Spring letter", "Share");
  await expect(page.getByText("the link reaches only this machine")).toBeVisible();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = page.getByRole("textbox", { name: "Link to this funnel" });
  await expect(link).toBeVisible();
  await expectAccessible(page);
  const url = await link.inputValue();
  expect(url).toMatch(/\/t\/[A-Za-z0-9_-]{22}$/);

  const stranger = await (await browser.newContext()).newPage();
  const response = await stranger.goto(url);
  expect(response?.headers()["x-robots-tag"]).toBe("noindex, nofollow");
  await expect(stranger.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(stranger.getByRole("heading", { name: "Spring letter" })).toBeVisible();
  await expect(stranger.getByRole("group", { name: /^Trigger 1:/ })).toBeVisible();
  await expect(
    stranger.frameLocator('iframe[title="The email"]').getByText("Here is your first lesson."),
  ).toBeVisible();
  await expect(stranger.getByRole("button", { name: /^(Delete|Add a step)/ })).toHaveCount(0);
  await expectAccessible(stranger);

  await stranger.getByRole("link", { name: "Use this template" }).click();
  await stranger.getByRole("link", { name: "Create an account" }).click();
  await stranger.getByLabel("Your name").fill("Greta");
  await stranger.getByLabel("Email").fill("greta@example.org");
  await stranger.getByLabel("Password").fill("long enough to be one");
  await stranger.getByLabel("Name of your workspace").fill("Greta's garden");
  await stranger.getByRole("button", { name: "Create the account" }).click();
  const dialog = stranger.getByRole("dialog", { name: "Use “Spring letter”" });
  await expect(dialog).toContainText("“Greta's garden”");
  await dialog.getByRole("button", { name: "Make a draft" }).click();
  await stranger.waitForURL(/\/funnels\/[0-9a-f-]{36}$/);
  await expect(stranger.getByRole("textbox", { name: "Funnel name" })).toHaveValue("Spring letter");
  await expect(stranger.getByRole("group", { name: /^Trigger 1:/ })).toBeVisible();

  await page.getByRole("button", { name: "Take the link down" }).click();
  await expect(page.getByText("“Spring letter” is not shared any more")).toBeVisible();
  expect((await stranger.request.get(url)).status()).toBe(404);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The link works again")).toBeVisible();
  expect((await stranger.request.get(url)).status()).toBe(200);
  await stranger.context().close();
});

test("a funnel is saved as a file and imported as a draft; a file with a dangerous link is not", async ({
  page,
}) => {
  await makeFunnel("Autumn letter");
  await new Studio(page, app).signIn();
  await page.goto(`${app.baseUrl}/funnels`);
  const saving = page.waitForEvent("download");
  await menuOf(page, "Autumn letter", "Save as file");
  const download = await saving;
  expect(download.suggestedFilename()).toBe("Autumn-letter.funnel.json");
  const text = readFileSync(await download.path(), "utf8");

  await page.getByRole("button", { name: "Import a file" }).click();
  const choose = (content: string) =>
    page.getByLabel("File of a funnel").setInputFiles({
      name: "a.funnel.json",
      mimeType: "application/json",
      buffer: Buffer.from(content),
    });
  await choose(text.replace(/https:\/\/[^"]+/, "javascript:alert(1)"));
  await expect(page.getByRole("alert").filter({ hasText: "which no email may carry" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Make a draft" })).toBeDisabled();
  await choose(text);
  await expect(page.getByRole("region", { name: "What is in it" })).toContainText("Autumn letter");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make a draft" }).click();
  await page.waitForURL(/\/funnels\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("textbox", { name: "Funnel name" })).toHaveValue("Autumn letter");
});

test("a funnel is found, duplicated, renamed and archived by keyboard, and archiving is undone", async ({
  page,
}) => {
  await makeFunnel("Überraschung");
  await new Studio(page, app).signIn();
  await page.goto(`${app.baseUrl}/funnels?q=uberrasch`);
  const rows = page.getByRole("table").getByRole("rowheader").getByRole("link");
  await expect(rows).toHaveText(["Überraschung"]);
  const open = async (name: string, item: string) => {
    await page.getByRole("button", { name: `More for ${name}`, exact: true }).press("Enter");
    await page.getByRole("menuitem", { name: item }).press("Enter");
  };
  await open("Überraschung", "Duplicate");
  await expect(rows).toHaveText(["Überraschung (copy)", "Überraschung"]);
  await open("Überraschung (copy)", "Rename");
  await page.getByRole("dialog").getByLabel("Name").fill("Überraschung im Mai");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveText(["Überraschung im Mai", "Überraschung"]);
  await open("Überraschung im Mai", "Archive");
  await expect(rows).toHaveText(["Überraschung"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveText(["Überraschung im Mai", "Überraschung"]);
  await open("Überraschung im Mai", "Archive");
  await expect(rows).toHaveText(["Überraschung"]);
  await page.getByRole("link", { name: /^Archived/ }).click();
  await page.getByRole("button", { name: "Restore Überraschung im Mai" }).click();
  await expect(page.getByText("Nothing is archived.")).toBeVisible();
  await page.getByRole("link", { name: "In use" }).click();
  await expect(rows.first()).toHaveText("Überraschung im Mai");
});
