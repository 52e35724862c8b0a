import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app";
import { drawing, happens, letter, liveFunnel, step } from "./pages/rest";
import { Studio } from "./pages/studio";

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

const button = (label: string, link: unknown) => ({ type: "button", label, link });

test("whoever presses a link after its moment reads that it has closed; another leads on; a third is still open", async ({
  page,
  app,
  browser,
}) => {
  const offer = `${app.baseUrl}/api/health?offer`;
  const later = `${app.baseUrl}/api/health?waiting-list`;
  await liveFunnel(app, "Spring offer", {
    ...drawing(
      [
        step("t", "trigger", { on: "event", event: "offer.asked" }),
        letter("offer", "Offer", {
          body: [
            button("Take the offer", { to: offer, until: "close", afterwards: "" }),
            button("Take it, or wait", { to: offer, until: "close", afterwards: later }),
            button("Look around", { to: offer, until: "mine", afterwards: "" }),
          ],
        }),
      ],
      "t > offer",
    ),
    dates: [
      { name: "close", date: "2025-03-20", time: "18:00", zone: "Europe/Berlin" },
      { name: "mine", kind: "days", days: 3, time: "21:00" },
    ],
  });
  await new Studio(page, app).signIn();
  await happens(app, "offer.asked", ["Olga"]);
  await page.goto(`${app.baseUrl}/inbox`);
  await page.locator("[data-mail]", { hasText: "Offer to you" }).click({ timeout: 30_000 });
  const mail = page.frameLocator("iframe[title='Email as it arrives']");
  // The reader has a browser of their own.
  const reader = await (await browser.newContext()).newPage();
  const press = async (label: string) => {
    const href = await mail.getByRole("link", { name: label }).getAttribute("href");
    await reader.goto(href ?? "");
  };

  await press("Take the offer");
  await expect(reader.getByRole("heading", { name: "This has closed" })).toBeVisible();
  await expect(reader.getByText("It was open until 20 Mar 2025, 17:00, universal time.")).toBeVisible();
  await expect(reader).toHaveTitle("This has closed");
  await expectAccessible(reader);
  await reader.setViewportSize({ width: 360, height: 640 });
  const fits = () => document.documentElement.scrollWidth <= window.innerWidth;
  expect(await reader.evaluate(fits), "fits a phone").toBe(true);

  await press("Take it, or wait");
  expect(reader.url()).toBe(later);
  await press("Look around");
  expect(reader.url()).toBe(offer);
});

test("an ad audience is given a web address, which is refused in words, changed, taken away and put back", async ({
  page,
  app,
}) => {
  await new Studio(page, app).signIn();
  await page.goto(`${app.baseUrl}/settings/audiences`);
  await page.getByRole("button", { name: "Tell a web address of another audience" }).click();
  const dialog = page.getByRole("dialog", { name: "Tell a web address of another audience" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Name the ad audience.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Ad audience" }).fill("Left a cart");
  await dialog.getByRole("textbox", { name: "Web address" }).fill("http://ads.example/hook");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/https/).first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("textbox", { name: "Web address" }).fill("https://ads.example/hook");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("ads.example is told from now on", { exact: true })).toBeVisible();

  const audience = page.getByRole("listitem").filter({ hasText: "Left a cart" });
  await expect(audience).toContainText("ads.example is told of everybody who comes on it or goes off.");
  await page.getByRole("button", { name: "Tell a web address of another audience" }).click();
  await dialog.getByRole("textbox", { name: "Ad audience" }).fill("Left a cart");
  await dialog.getByRole("textbox", { name: "Web address" }).fill("https://other.example/hook");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("“Left a cart” has an address already. Change it there.")).toBeVisible();
  await page.keyboard.press("Escape");
  await audience.getByRole("button", { name: "Change the address of Left a cart" }).click();
  const change = page.getByRole("dialog", { name: "Tell a web address of “Left a cart”" });
  await expect(change.getByRole("textbox", { name: "Web address" })).toHaveValue("https://ads.example/hook");
  await change.getByRole("button", { name: "Stop telling it" }).click();
  await expect(page.getByText("ads.example is told of nobody any more")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(audience).toContainText("ads.example is told of everybody");
});
