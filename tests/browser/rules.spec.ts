import { expect, test } from "./app";
import { call, drawing, happens, letter, liveFunnel, step } from "./pages/rest";
import { Studio } from "./pages/studio";

test("quiet hours, limits and the gap are set, kept and obeyed; what cannot be says what to change", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  await page.goto(`${app.baseUrl}/settings`);
  await page.getByLabel("Postal address").fill("Lesson House\n1 Main Street\n10115 Berlin");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();

  const rules = page.getByRole("link", { name: "Rules" });
  await rules.click();
  const hours = page.getByRole("region", { name: "Hours" });
  const much = page.getByRole("region", { name: "How much" });
  const save = page.getByRole("button", { name: "Save", exact: true });
  const perDay = much.getByRole("textbox", { name: "At most a day" });
  const gap = much.getByRole("group", { name: "At least" });
  const refused = page.getByRole("main").getByRole("alert");

  await test.step("a wrong value gets its sentence, and nothing is kept", async () => {
    await hours.getByRole("checkbox", { name: "Quiet hours" }).check();
    await hours.getByLabel("Quiet hours: from").fill("22:30");
    await hours.getByLabel("Quiet hours: to").fill("22:30");
    await perDay.fill("0");
    await save.click();
    await expect(refused).toContainText("Quiet hours must end at another time than they begin.");
    await hours.getByLabel("Quiet hours: to").fill("06:15");
    await save.click();
    await expect(refused).toContainText("At least 1 marketing email a day must be allowed.");
    await page.reload();
    await expect(perDay).toHaveValue("");
    await expect(hours.getByRole("checkbox", { name: "Quiet hours" })).not.toBeChecked();
  });

  await test.step("what is right is kept", async () => {
    await hours.getByRole("checkbox", { name: "Quiet hours" }).check();
    await hours.getByLabel("Quiet hours: from").fill("22:30");
    await hours.getByLabel("Quiet hours: to").fill("06:15");
    await perDay.fill("2");
    await much.getByRole("textbox", { name: "At most a week" }).fill("5");
    await much.getByRole("checkbox", { name: "Some time between two emails" }).check();
    await gap.getByRole("textbox").fill("36");
    await save.click();
    await expect(page.getByText("Saved. Emails that were held are looked at again now.")).toBeVisible();
    await page.reload();
    await expect(hours.getByLabel("Quiet hours: from")).toHaveValue("22:30");
    await expect(hours.getByLabel("Quiet hours: to")).toHaveValue("06:15");
    await expect(hours).toContainText("Over midnight, to the next morning.");
    await expect(perDay).toHaveValue("2");
    await expect(much.getByRole("textbox", { name: "At most a week" })).toHaveValue("5");
    await expect(gap.getByRole("textbox")).toHaveValue("36");
    await expect(gap.getByRole("combobox", { name: "Unit" })).toHaveValue("hours");
    await expect(page.getByText(/Last changed today/)).toBeVisible();
  });

  await test.step("the second email of a day waits, says so, and goes when the limit is taken away", async () => {
    await hours.getByRole("checkbox", { name: "Quiet hours" }).uncheck();
    await much.getByRole("checkbox", { name: "Some time between two emails" }).uncheck();
    await perDay.fill("1");
    await save.click();
    await expect(page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
    const marketing = { kind: "marketing", reason: undefined };
    const funnelId = await liveFunnel(
      app,
      "Two in a row",
      drawing(
        [
          step("t", "trigger", { on: "event", event: "asked" }),
          letter("one", "One", marketing),
          letter("two", "Two", marketing),
        ],
        "t > one > two",
      ),
    );
    const consent = { consent: { marketing: true, source: "checkout" } };
    await happens(app, "asked", ["Rita"], consent);
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here`);
    await expect(page.getByRole("row", { name: /Rita/ })).toContainText("Two", { timeout: 30_000 });
    await page.getByRole("link", { name: "Rita" }).click();
    const next = page.getByRole("definition").first();
    await expect(next).toContainText(
      /Its email is held until tomorrow \d\d:\d\d: they have had a marketing email within 24 hours/,
      {
        timeout: 30_000,
      },
    );
    await page.goto(`${app.baseUrl}/settings/rules`);
    await perDay.fill("");
    await much.getByRole("textbox", { name: "At most a week" }).fill("");
    await save.click();
    await expect(page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
    const sent = async () => {
      const { data } = await call<{ data: { state: string }[] }>(
        app,
        "GET",
        `/messages?funnelId=${funnelId}`,
      );
      return data.map(({ state }) => state);
    };
    await expect.poll(sent, { timeout: 30_000 }).toEqual(["sent", "sent"]);
  });
});
