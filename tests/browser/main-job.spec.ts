import { randomUUID } from "node:crypto";
import { expect, test } from "./app";
import { Studio, sendForm } from "./pages/studio";

const SHORT_S = 6;

test("a marketer draws a funnel, publishes it, and watches three people move through it", async ({
  page,
  app,
  browser,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  await studio.newFunnel("Course welcome");

  await test.step("draws it, with a drag and with +", async () => {
    await page
      .getByRole("button", { name: "Add Trigger" })
      .dragTo(page.getByRole("application", { name: "Funnel" }), {
        targetPosition: { x: 640, y: 80 },
      });
    await studio.addAfter("Trigger 1", "Next", "Email");
    await studio.addAfter("Email 1", "Next", "Wait");
    await studio.addAfter("Wait 1", "Next", "Condition");
    await studio.addAfter("Condition 1", "Yes", "Goal");
    await studio.addAfter("Condition 1", "No", "Wait");
    await studio.addAfter("Wait 2", "Next", "Email");
    await studio.saved();
  });

  await test.step("mends what the problem list says", async () => {
    await page.getByRole("button", { name: /things to mend$/ }).click();
    await page
      .getByRole("button", { name: /Email 1.*Write a subject/ })
      .first()
      .click();
    await expect(page.getByRole("region", { name: "Settings of Email 1" })).toBeVisible();
    await write(studio, "Email 1", "Your first lesson", true);
    await write(studio, "Email 2", "Still there?", false);
    await studio.wait("Wait 1", "How long", SHORT_S, "Seconds");
    await studio.wait("Wait 2", "How long", 3 * SHORT_S, "Seconds");
    await studio.wait("Condition 1", "Give them up to", SHORT_S, "Seconds");
    const condition = await studio.open("Condition 1");
    await condition.getByRole("combobox", { name: "Which email" }).selectOption({ label: "Email 1" });
    await studio.saved();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Not ready yet" })).toContainText("postal address");
    await page.keyboard.press("Escape");
  });

  await test.step("adds the postal address", async () => {
    const canvas = page.url();
    await page.goto(`${app.baseUrl}/settings`);
    await page.getByLabel("Postal address").fill("Lesson House\n1 Main Street\n10115 Berlin");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/saved/i).first()).toBeVisible();
    await page.goto(`${app.baseUrl}/settings/sending`);
    await page.getByLabel("Sender name").fill("Lesson House");
    await page.getByLabel("Sender address").fill("hello@lessons.example");
    const sender = page.getByRole("region", { name: "Sender" });
    await sender.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/saved/i).first()).toBeVisible();
    await page.goto(canvas);
  });

  await test.step("publishes", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }).click();
    await expect(page.getByText("Version 1 is live")).toBeVisible();
  });

  const form = await formAddress(studio);
  const visitor = await browser.newPage();
  const inbox = await page.context().newPage();

  await test.step("a form that comes back keeps what was typed", async () => {
    const typed = { name: "Ada Lovelace", email: "ada@reader", marketing: "on" };
    await visitor.request.post(`${form}/submit`, { form: { ...typed, submission: randomUUID() } });
    await visitor.goto(`${form}?problem=email`);
    await expect(visitor.getByRole("alert").first()).toContainText("not an email address");
    await expect(visitor.getByRole("textbox", { name: "Email" })).toHaveValue(typed.email);
    await expect(visitor.getByRole("textbox", { name: "Name" })).toHaveValue(typed.name);
    await expect(visitor.getByRole("checkbox").first()).toBeChecked();
  });

  await test.step("the first person clicks in the test inbox and takes yes", async () => {
    await sendForm(visitor, form, { name: "Ada Lovelace", email: "ada@reader.example" });
    await inbox.goto(`${app.baseUrl}/inbox`);
    await inbox.locator("[data-mail]", { hasText: "To ada@reader.example" }).click({ timeout: 20_000 });
    const mail = inbox.frameLocator("iframe[title='Email as it arrives']");
    await expect(mail.getByText("Hello Ada")).toBeVisible();
    const opened = inbox.context().waitForEvent("page");
    await mail.getByRole("link", { name: "Start lesson one" }).click();
    await (await opened).close();
    await expect(inbox.getByText(/^Clicked/).first()).toBeVisible({ timeout: 10_000 });
  });

  await test.step("a second and a third never click", async () => {
    await sendForm(visitor, form, { name: "Bob", email: "bob@reader.example" });
    await sendForm(visitor, form, { name: "Cleo", email: "cleo@reader.example" });
  });

  await page.getByRole("link", { name: "Results" }).click();
  await page.waitForURL(/\/results$/);
  await test.step("the overlay shows who took which path", async () => {
    await expect(studio.card("Goal 1")).toContainText("0 of 1 reached the goal", { timeout: 40_000 });
    await expect(studio.card("Condition 1")).toContainText(/went on\s*3/, { timeout: 40_000 });
    await expect(page.getByText("33 % · 1", { exact: true })).toBeVisible();
    await expect(page.getByText("67 % · 2", { exact: true })).toBeVisible();
  });

  await test.step("the first buys at the goal, the third during the wait on no", async () => {
    await purchase(app, "order-1", "ada@reader.example", 4990);
    await purchase(app, "order-1", "ada@reader.example", 4990);
    await purchase(app, "order-2", "cleo@reader.example", 2010);
    await expect(studio.card("Goal 1")).toContainText("2 of 2 reached the goal", { timeout: 10_000 });
    await expect(studio.card("Goal 1")).toContainText("€70.00");
  });

  await test.step("the second gets the second mail; whoever bought gets no more", async () => {
    await expect(studio.card("Email 2")).toContainText(/sent\s*1/, { timeout: 40_000 });
    const sent = await subjectsOf(inbox, app);
    expect(sent).toEqual([
      "ada@reader.example: Your first lesson, Ada",
      "bob@reader.example: Still there?",
      "bob@reader.example: Your first lesson, Bob",
      "cleo@reader.example: Your first lesson, Cleo",
    ]);
  });
});

/** Subject, greeting chip, words and, if asked for, a button: as an author writes them. */
async function write(studio: Studio, name: string, subject: string, greets: boolean) {
  const { page } = studio;
  const panel = await studio.open(name);
  await panel.getByRole("textbox", { name: "Subject" }).click();
  await page.keyboard.type(greets ? `${subject}, ` : subject);
  if (greets)
    await insertFirstName(
      studio,
      panel.getByRole("button", { name: "Insert a name or another detail" }).first(),
    );
  await panel.getByRole("textbox", { name: "Text", exact: true }).click();
  await page.keyboard.type(greets ? "Hello " : "We have kept your place.");
  if (!greets) return;
  await insertFirstName(
    studio,
    panel.getByRole("button", { name: "Insert a name or another detail" }).last(),
  );
  await panel.getByRole("textbox", { name: "Text", exact: true }).press("Control+End");
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "Insert a button" }).click();
  await page.getByRole("textbox", { name: "The button says" }).fill("Start lesson one");
  await page.getByRole("textbox", { name: "Address", exact: true }).fill(`${studio.app.baseUrl}/sign-in`);
  await page.getByRole("button", { name: "Done" }).click();
}

async function insertFirstName(studio: Studio, opener: import("@playwright/test").Locator) {
  await opener.click();
  await studio.page.getByRole("textbox", { name: "If it is not known, write" }).fill("friend");
  await studio.page.getByRole("button", { name: "Insert", exact: true }).click();
}

async function formAddress(studio: Studio): Promise<string> {
  const panel = await studio.open("Trigger 1");
  const path = await panel.getByRole("link", { name: "Open the form" }).getAttribute("href");
  return new URL(path ?? "", studio.app.baseUrl).href;
}

async function purchase(app: Studio["app"], id: string, email: string, value: number) {
  const response = await fetch(`${app.baseUrl}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${app.demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ id, name: "purchase", email, value, currency: "EUR", properties: {} }),
  });
  expect([200, 202]).toContain(response.status);
}

async function subjectsOf(inbox: Studio["page"], app: Studio["app"]): Promise<string[]> {
  await inbox.goto(`${app.baseUrl}/inbox`);
  const rows = inbox.locator("[data-mail]");
  await expect(rows).toHaveCount(4);
  const texts = await rows.evaluateAll((all) => all.map((row) => row.textContent ?? ""));
  return texts
    .map((text) => {
      const to = /([a-z]+@reader\.example)/.exec(text)?.[1] ?? "";
      const subject = /(Your first lesson, \w+?(?=To )|Still there\?)/.exec(text)?.[1] ?? text;
      return `${to}: ${subject}`;
    })
    .toSorted();
}
