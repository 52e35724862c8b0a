import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app";
import { drawing, happens, letter, liveFunnel, step } from "./pages/rest";
import { Studio } from "./pages/studio";

const NAMES = ["Ada", "Bob", "Cem", "Dora", "Eve"];

test("people are chosen on a list, removed, put back and moved, by mouse and by keyboard", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  const funnelId = await liveFunnel(
    app,
    "For people",
    drawing(
      [
        step("t", "trigger", { on: "event", event: "booked" }),
        letter("hello", "Hello"),
        step("pause", "wait", { forMs: 3 * 86_400_000 }),
        letter("later", "Later"),
      ],
      "t > hello > pause > later",
    ),
  );
  await happens(app, "booked", NAMES);
  const list = page.getByRole("region", { name: "People in this funnel" });
  const chosen = page.getByRole("region", { name: "Chosen people" });

  await test.step("a list shows who waits, and what comes next", async () => {
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here&step=pause`);
    await expect(list.getByRole("row")).toHaveCount(NAMES.length + 1, { timeout: 30_000 });
    await expect(list.getByRole("row", { name: /Ada/ })).toContainText("then “Later”");
    await nothingSerious(page);
  });

  await test.step("removing is undone by one press", async () => {
    await page.getByRole("checkbox", { name: "Choose Ada" }).click();
    // By keyboard, too.
    await page.getByRole("checkbox", { name: "Choose Bob" }).focus();
    await page.keyboard.press("Space");
    await expect(chosen).toContainText("2 people chosen");
    await chosen.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("2 people removed")).toBeVisible();
    await expect(list.getByRole("row")).toHaveCount(NAMES.length - 1, { timeout: 15_000 });
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("2 people put back where they were")).toBeVisible();
    await expect(list.getByRole("row")).toHaveCount(NAMES.length + 1, { timeout: 15_000 });
  });

  await test.step("moving says first who would be mailed, and who has had it before", async () => {
    await page.getByRole("checkbox", { name: "Choose everybody shown" }).click();
    await chosen.getByRole("button", { name: "Move to a step…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Step" }).selectOption({ label: "Hello" });
    await dialog.getByRole("button", { name: "Move" }).click();
    await expect(page.getByRole("dialog", { name: "5 people will get “Hello” at once" })).toContainText(
      "They have had it before.",
    );
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(list.getByRole("row", { name: /Ada/ })).toContainText("Wait 1");
    await chosen.getByRole("button", { name: "Choose nobody" }).click();
    await expect(chosen).toHaveCount(0);
  });

  await test.step("words and steps are looked for by the address", async () => {
    await page.getByRole("searchbox", { name: "Search people by name or address" }).fill("dora");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=dora/);
    await expect(list.getByRole("row")).toHaveCount(2);
    await page
      .getByRole("combobox", { name: "Which people" })
      .selectOption({ label: "Have left or finished" });
    await expect(page).toHaveURL(/which=ended/);
    await expect(page.getByText("Nobody fits that at the moment.")).toBeVisible();
  });

  await test.step("a path keeps what was done by hand", async () => {
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=entered&q=ada`);
    await page.getByRole("link", { name: "Ada" }).click();
    const path = page.getByRole("list", { name: "Path, step by step" });
    await expect(path).toContainText("removed them from the funnel.");
    await expect(path).toContainText("put them back here.");
    await expect(path.locator("[aria-current=step]")).toContainText("Wait 1");
    await nothingSerious(page);
  });
});

async function nothingSerious(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
}
