import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./app";
import { call } from "./pages/rest";
import { Studio } from "./pages/studio";

/** Goes there by Tab alone, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, key = "Tab") {
  await expect(target).toBeVisible();
  for (let press = 0; press < 80; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error("Tab never came there.");
}

/** Types an option's words. What is typed too slowly counts as something new, so it is typed again after a pause. */
async function pick(page: Page, select: Locator, label: string) {
  await tabTo(page, select);
  await expect(async () => {
    await page.keyboard.type(label);
    expect(await select.evaluate((element: HTMLSelectElement) => element.selectedOptions[0]?.label)).toBe(
      label,
    );
  }).toPass({ intervals: [1_500] });
}

const day = (fromNow: number) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(5, 10);

/** How a trigger's panel is filled in, each field reached by Tab; and somebody who enters by it. */
const kinds = [
  {
    name: "a tag",
    way: "when a tag is added",
    async fill(page: Page, panel: Locator) {
      await tabTo(page, panel.getByRole("textbox", { name: "Tag" }));
      await page.keyboard.type("gardener");
    },
    sentence: /gardener/,
    comes: { tags: ["gardener"] },
  },
  {
    name: "a date",
    way: "on a date of theirs",
    async fill(page: Page, panel: Locator) {
      await tabTo(page, panel.getByRole("textbox", { name: "Field with the date" }));
      await page.keyboard.type("birthday");
      await pick(page, panel.getByRole("combobox", { name: "They enter" }), "days before it");
      const days = panel.getByRole("textbox", { name: "Days" });
      await tabTo(page, days);
      await page.keyboard.press("Control+A");
      await page.keyboard.type("4x");
      await page.keyboard.press("Tab");
      // What does not parse stays to be mended, and the half of it that does is not kept.
      await expect(days).toHaveValue("4x");
      await expect(panel.getByRole("alert")).toHaveText(/day/);
      await expect(panel.getByRole("heading", { level: 2 })).not.toHaveText(/4 days/);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("7");
    },
    sentence: /7 days before.*birthday/,
    // Whoever tells the date between that moment and the date itself enters at once.
    comes: { fields: { birthday: `1990-${day(3)}` } },
  },
];

for (const { name, way, fill, sentence, comes } of kinds) {
  test(`a funnel that starts by ${name} is drawn and published by keyboard, and lets in whom it is for`, async ({
    page,
    app,
  }) => {
    test.setTimeout(240_000);
    const studio = new Studio(page, app);
    await studio.signIn();
    const { id: funnelId } = await call(app, "POST", "/funnels", { name: `By ${name}` });
    await page.goto(`${app.baseUrl}/funnels/${funnelId}`);

    await tabTo(page, page.getByRole("button", { name: "Add Trigger" }));
    await page.keyboard.press("Enter");
    await tabTo(page, studio.card("Trigger 1"));
    await page.keyboard.press("Enter");
    const panel = page.getByRole("region", { name: "Settings of Trigger 1" });
    await pick(page, panel.getByRole("combobox", { name: "People enter" }), way);
    await fill(page, panel);
    await expect(panel.getByRole("heading", { level: 2 })).toHaveText(sentence);
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(studio.card("Trigger 1")).toBeFocused();
    await page.keyboard.press("a");
    const menu = page.getByRole("menu", { name: "Add a step" });
    await expect.poll(() => menu.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await tabTo(page, menu.getByRole("menuitem", { name: /^Wait/ }), "ArrowDown");
    await page.keyboard.press("Enter");
    await expect(studio.card("Wait 1")).toBeFocused();
    await studio.saved();

    await tabTo(page, page.getByRole("button", { name: "Publish", exact: true }), "Shift+Tab");
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }));
    await page.keyboard.press("Enter");
    await expect(page.getByText("Version 1 is live")).toBeVisible();

    const email = `${way.replaceAll(" ", ".")}@people.example`;
    await call(app, "POST", "/contacts", { email, ...comes });
    await call(app, "POST", "/contacts", { email: `not.${email}`, tags: ["other"] });
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here&step=&q=`);
    const people = page.getByRole("region", { name: "People in this funnel" });
    await expect(people.getByRole("row", { name: email })).toContainText("Wait 1", { timeout: 30_000 });
    await expect(people.getByRole("row")).toHaveCount(2);
  });
}
