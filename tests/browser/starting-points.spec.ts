import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type App, expect, startApp, test } from "./app";
import { Studio } from "./pages/studio";

const serious = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);

// The empty screen is only there in a workspace that has no funnel, so this one has an app of its own.
test("the first run: four steps, a template, and a cart that comes back with its items", async ({ page }) => {
  test.setTimeout(240_000);
  const app = await startApp();
  try {
    await firstRun(page, app);
  } finally {
    await app.stop();
  }
});

async function firstRun(page: Page, app: App) {
  const studio = new Studio(page, app);
  await studio.signIn();
  const steps = page.getByRole("region", { name: "Before your first email goes out" });

  await test.step("the empty screen offers three templates, then a blank canvas", async () => {
    await expect(steps).toContainText("0 of 4 done");
    const offered = page.getByRole("region", { name: /^Begin with a sequence/ }).getByRole("button");
    await expect(offered).toHaveText([/^Welcome series/, /^Abandoned cart/, /^Step mail/, /^Blank canvas/]);
    expect(await serious(page)).toEqual([]);
  });

  await test.step("the abandoned cart is written in the name of the business, and stands tidily", async () => {
    await page.getByRole("button", { name: /^Abandoned cart/ }).click();
    const dialog = page.getByRole("dialog", { name: "Abandoned cart" });
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(dialog).toContainText("Write the name of your business.");
    expect(await serious(page)).toEqual([]);
    await dialog.getByRole("textbox", { name: "Your business" }).fill("Berg & Daughters");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.waitForURL(/\/funnels\/[0-9a-f-]{36}$/);
    await studio.wait("Wait 1", "How long", 1, "Seconds");
    const panel = await studio.open("Still in your cart");
    await expect(panel.getByRole("group", { name: "List of items" })).toContainText("Quantity");
    await expect(panel.getByRole("textbox", { name: "Text", exact: true })).toContainText("Berg & Daughters");
    await studio.saved();
  });
  const canvas = page.url();

  await test.step("address, sender and opens are decided, each behind its step", async () => {
    await page.goto(`${app.baseUrl}/funnels`);
    await steps.getByRole("link", { name: "Your postal address" }).click();
    await page.getByLabel("Postal address").fill("Berg & Daughters\n1 Hill Road\nLisbon");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/^Saved$/).first()).toBeVisible();
    await page.goto(`${app.baseUrl}/funnels`);
    await steps.getByRole("link", { name: "How opens are treated" }).click();
    const sender = page.getByRole("region", { name: "Sender" });
    await sender.getByLabel("Sender name").fill("Berg & Daughters");
    await sender.getByLabel("Sender address").fill("hello@berg.example");
    await sender.getByRole("button", { name: "Save" }).click();
    await expect(sender.getByText(/^Saved$/)).toBeVisible();
    const opens = page.getByRole("region", { name: "Opens" });
    await opens.getByRole("button", { name: "Save" }).click();
    await expect(opens).toContainText("Choose how opens are treated.");
    await opens.getByRole("radio", { name: "Do not measure opens" }).click();
    await opens.getByRole("button", { name: "Save" }).click();
    await expect(opens.getByText(/^Saved$/)).toBeVisible();
    await expect(page).toHaveTitle(/^Sending settings/);
    expect(await serious(page)).toEqual([]);
    await page.goto(`${app.baseUrl}/funnels`);
    await expect(steps).toContainText("3 of 4 done");
  });

  await test.step("once it is published, the steps are gone", async () => {
    await page.goto(canvas);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }).click();
    await expect(page.getByText("Version 1 is live")).toBeVisible();
    await page.goto(`${app.baseUrl}/funnels`);
    await expect(page.getByRole("link", { name: "Abandoned cart" }).first()).toBeVisible();
    await expect(steps).toBeHidden();
  });

  await test.step("a cart is left, and its reminder has the items, the total and the way back", async () => {
    const response = await fetch(`${app.baseUrl}/api/v1/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${app.demo.apiKey}` },
      body: JSON.stringify({
        id: "cart-1-update-1",
        name: "cart.updated",
        email: "ada@reader.example",
        contact: {
          name: "Ada Lovelace",
          consent: { marketing: true, source: "checkout", wording: "Yes, send me emails." },
        },
        value: 11_800,
        currency: "EUR",
        properties: {
          cartId: "cart-1",
          cartUrl: `${app.baseUrl}/favicon.svg?cart`,
          items: [
            { name: "Walking shoes", quantity: 1, price: 8_900, url: `${app.baseUrl}/favicon.svg?shoes` },
            { name: "<b>Wool</b> socks", quantity: 2, price: 1_450, url: "javascript:alert(1)" },
          ],
        },
      }),
    });
    expect(response.status, await response.text()).toBeLessThan(300);
    await page.goto(`${app.baseUrl}/inbox`);
    await page.locator("[data-mail]", { hasText: "To ada@reader.example" }).click({ timeout: 30_000 });
    const mail = page.frameLocator("iframe[title='Email as it arrives']");
    await expect(mail.getByText("Hello Ada")).toBeVisible();
    await expect(mail.getByText("€89.00")).toBeVisible();
    await expect(mail.getByText("<b>Wool</b> socks")).toBeVisible();
    await expect(mail.getByText("Together: €118.00")).toBeVisible();
    await expect(mail.getByRole("link")).toHaveText(["Walking shoes", "Back to your cart", "Unsubscribe"]);
    const opened = page.context().waitForEvent("page");
    await mail.getByRole("link", { name: "Walking shoes" }).click();
    const shop = await opened;
    await shop.waitForURL(/\?shoes/);
    await shop.close();
  });

  await test.step("an empty canvas offers the templates, by keyboard too; one undo takes it back", async () => {
    await studio.newFunnel("From nothing");
    await page.getByRole("button", { name: "Welcome series" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Welcome series" });
    // The sender has told both by now.
    await expect(dialog.getByRole("textbox", { name: "Your business" })).toHaveValue("Berg & Daughters");
    await expect(dialog.getByRole("textbox", { name: "Your website" })).toHaveValue("berg.example");
    await dialog.getByRole("textbox", { name: "Your website" }).press("Enter");
    await expect(studio.card("Welcome")).toBeVisible();
    await expect(page.getByRole("button", { name: "Nothing to mend" })).toBeVisible();
    await studio.saved();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("button", { name: "Add a trigger", exact: true })).toBeVisible();
  });
}
