import { expect, test } from "./app";
import { drawing, happens, letter, liveFunnel, step } from "./pages/rest";
import { Studio } from "./pages/studio";

const DAY_MS = 86_400_000;

test("a changed drawing is published with a choice for each step where people are; History tells, and goes back", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  const comes = (id: string) => step(id, "trigger", { name: `By ${id}`, on: "event", event: `came.${id}` });
  const rests = (id: string, name: string) => step(id, "wait", { name, forMs: 3 * DAY_MS });
  const funnelId = await liveFunnel(
    app,
    "Course in versions",
    drawing(
      [
        comes("a"),
        comes("b"),
        comes("c"),
        rests("p", "Short rest"),
        rests("q", "Long rest"),
        rests("r", "Last rest"),
        letter("bye", "Farewell"),
      ],
      "a > p > q > r > bye",
      "b > q",
      "c > r",
    ),
  );
  await happens(app, "came.a", ["Vera", "Viktor"]);
  await happens(app, "came.b", ["Vito"]);
  await happens(app, "came.c", ["Vilma"]);
  const people = page.getByRole("region", { name: "People in this funnel" });
  await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here`);
  for (const [name, where] of Object.entries({ Vera: "Short rest", Vito: "Long rest", Vilma: "Last rest" })) {
    await expect(people.getByRole("row", { name: new RegExp(name) })).toContainText(where, {
      timeout: 30_000,
    });
  }

  await test.step("changes one step, takes another out", async () => {
    await page.goto(`${app.baseUrl}/funnels/${funnelId}`);
    await studio.wait("Short rest", "How long", 9, "Days");
    const panel = await studio.open("Long rest");
    await panel.getByRole("button", { name: "Delete step" }).click();
    await expect(studio.card("Long rest")).toHaveCount(0);
    await studio.saved();
  });

  await test.step("says who is where, and asks for each", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Publish version 2?" });
    await expect(dialog.getByRole("region", { name: "What is different" })).toContainText("Long rest");
    const here = dialog.getByRole("region", { name: "People at these steps" });
    await here
      .getByRole("combobox", { name: "2 people are at “Short rest”" })
      .selectOption({ label: "They leave the funnel" });
    await here
      .getByRole("combobox", { name: "1 person is at “Long rest”" })
      .selectOption({ label: "They move to “Last rest”" });
    await dialog.getByRole("button", { name: "Publish version 2" }).click();
    await expect(page.getByText("Version 2 is live")).toBeVisible();
  });

  const versions = page.getByRole("list", { name: "Versions, latest first" });
  await test.step("History says what became of them", async () => {
    await page.getByRole("link", { name: "History" }).click();
    const latest = versions.getByRole("listitem").first();
    await expect(latest).toContainText(
      "When it went live, 2 people moved along to it, 2 people left the funnel.",
      {
        timeout: 30_000,
      },
    );
    await expect(latest).toContainText("2 people on it now.");
    await expect(versions.getByRole("listitem").last()).toContainText("Nobody is on it now.");
  });

  await test.step("so does the path of each", async () => {
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=entered`);
    await people.getByRole("link", { name: "Vito" }).click();
    const path = page.getByRole("list", { name: "Path, step by step" });
    await expect(path).toContainText("Version 2 went live and moved them to “Last rest”.");
    await page.goBack();
    await people.getByRole("link", { name: "Vera" }).click();
    await expect(path).toContainText("Version 2 went live, and they left the funnel.");
  });

  await test.step("goes back to the first version", async () => {
    await page.goto(`${app.baseUrl}/funnels/${funnelId}/history`);
    await page.getByRole("link", { name: "Go back to this version (version 1)" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish version 3?" });
    await expect(dialog.getByRole("region", { name: "What is different" })).toContainText("Long rest");
    await expect(dialog).toContainText("The 2 people in this funnel move along to it");
    await dialog.getByRole("button", { name: "Publish version 3" }).click();
    await expect(page.getByText("Version 3 is live")).toBeVisible();
    await expect(studio.card("Long rest")).toBeVisible();
    await page.getByRole("link", { name: "History" }).click();
    const latest = versions.getByRole("listitem").first();
    await expect(latest).toContainText("Version 3");
    await expect(latest).toContainText("2 people on it now.", { timeout: 30_000 });
  });
});
