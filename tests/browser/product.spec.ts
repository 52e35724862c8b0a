import { expect, test } from "./app";
import { Studio, sendForm } from "./pages/studio";

test("a template is tried on oneself, published, and its people are found and moved on", async ({
  page,
  app,
  browser,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  await writeDown(studio);

  await test.step("begins with the welcome series", async () => {
    await fromTemplate(studio, "Welcome series", "Letters of welcome");
    await expect(page.getByRole("group", { name: /^Welcome:/ })).toBeVisible();
  });

  await test.step("tries it on herself: two mails within seconds", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByRole("menuitem", { name: "Try it on me" }).click();
    const panel = page.getByRole("region", { name: "Try it on me" });
    await panel.getByRole("radio", { name: "1 day in a second" }).click();
    await panel.getByRole("button", { name: "Start" }).click();
    await expect(panel.getByRole("button", { name: /^Read it/ })).toHaveCount(2, { timeout: 60_000 });
    await panel
      .getByRole("button", { name: /^Read it/ })
      .first()
      .click();
    const mail = page.getByRole("dialog", { name: "Your test mail" });
    await expect(mail.locator("iframe").first()).toBeVisible({ timeout: 30_000 });
    await mail.getByRole("button", { name: "Close" }).click();
    await expect(mail).toBeHidden();
  });

  await test.step("publishes; the test is in no number", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }).click();
    await expect(page.getByText("Version 1 is live")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("link", { name: "Results" }).click();
    const whole = page.getByRole("region", { name: "Results of the whole funnel" });
    await expect(whole.getByText("Nobody has come yet")).toBeVisible({ timeout: 30_000 });
  });

  const form = await page
    .getByRole("link", { name: /\/f\// })
    .getAttribute("href")
    .then((href) => href ?? "");
  const visitor = await browser.newPage();
  await sendForm(visitor, form, { name: "Greta Holm", email: "greta@reader.example" });
  await visitor.close();

  await test.step("a number leads to the people it counts, and a person to their path", async () => {
    const card = page.getByRole("group", { name: /^Wait 1:/ });
    await expect(card.getByRole("link", { name: "1", exact: true }).first()).toBeVisible({ timeout: 30_000 });
    await card.getByRole("link", { name: "1", exact: true }).first().click();
    await expect(page.getByText(/^People who are at “Wait 1” now/)).toBeVisible();
    await page.getByRole("link", { name: "Greta Holm" }).click();
    const path = page.getByRole("list", { name: "Path, step by step" });
    await expect(path.getByRole("listitem").filter({ hasText: "Here now" })).toContainText("Wait 1");
    await expect(path).toContainText("Welcome");
  });

  await test.step("she moves the person on: asked first, because a mail leaves by it, and kept on the path", async () => {
    await page.getByRole("button", { name: "Skip this wait" }).click();
    const asked = page.getByRole("dialog");
    await expect(asked).toContainText("1 person will get “What you can hold us to” at once");
    await asked.getByRole("button", { name: "Skip the wait and send" }).click();
    const path = page.getByRole("list", { name: "Path, step by step" });
    await expect(path).toContainText("skipped this wait", { timeout: 30_000 });
    await expect(path.getByRole("link", { name: "What you can hold us to" })).toBeVisible({
      timeout: 30_000,
    });
  });
});

/** The address and the sender that mail cannot do without. */
async function writeDown({ page, app }: Studio) {
  await page.goto(`${app.baseUrl}/settings`);
  await page.getByLabel("Postal address").fill("Lesson House\n1 Main Street\n10115 Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
  await page.goto(`${app.baseUrl}/settings/sending`);
  await page.getByLabel("Sender name").fill("Lesson House");
  await page.getByLabel("Sender address").fill("hello@lessons.example");
  await page.getByRole("region", { name: "Sender" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
}

async function fromTemplate({ page, app }: Studio, template: string, name: string) {
  await page.goto(`${app.baseUrl}/funnels`);
  const choice = page.getByRole("button", { name: new RegExp(`^${template}`) });
  if (!(await choice.first().isVisible())) {
    await page.getByRole("button", { name: "New funnel" }).first().click();
  }
  await choice.first().click();
  const dialog = page.getByRole("dialog", { name: template });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Your business").fill("Lesson House");
  const site = dialog.getByLabel("Your website");
  if (await site.isVisible()) await site.fill("lessons.example");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/funnels\/[0-9a-f-]{36}$/);
}
