import type { Locator, Page } from "@playwright/test";
import { type App, expect, test } from "./app";
import { call, drawing, happens, letter, liveFunnel, step } from "./pages/rest";
import { Studio } from "./pages/studio";

/** "to: state" of every mail of a funnel. */
async function mailsOf(app: App, funnelId: string): Promise<string[]> {
  type Mail = { to: string | null; contactId: string; state: string; reason: string | null };
  const { data } = await call<{ data: Mail[] }>(app, "GET", `/messages?funnelId=${funnelId}`);
  return data.map(({ state }) => state);
}

/** Chooses by the whole box, as a finger does. */
const choose = (dialog: Locator, name: string) => dialog.getByRole("radio", { name }).check({ force: true });

const whatNext = (page: Page) => page.getByRole("definition").first();

test("while all sending is held, what comes due waits and says so; sending again sends it", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  const funnelId = await liveFunnel(
    app,
    "Held letters",
    drawing(
      [step("t", "trigger", { on: "event", event: "ordered" }), letter("thanks", "Thanks")],
      "t > thanks",
    ),
  );
  await happens(app, "ordered", ["Otto"]);
  await expect.poll(() => mailsOf(app, funnelId), { timeout: 30_000 }).toEqual(["sent"]);

  await page.getByRole("button", { name: "Hold all sending" }).first().click();
  await expect(page.getByText("All sending is held. Nothing leaves until you let it.")).toBeVisible();
  const bar = page.getByText(/^All sending is held since today .* by .*\./);
  await expect(bar).toContainText("No email waits.");

  await happens(app, "ordered", ["Hanna", "Heinz"]);
  await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here&q=hanna`);
  await page.getByRole("link", { name: "Hanna" }).click();
  await expect(whatNext(page)).toContainText("All sending is held: no email leaves until it goes on.", {
    timeout: 30_000,
  });
  await expect(bar).toContainText("2 emails wait.", { timeout: 30_000 });
  expect(await mailsOf(app, funnelId)).toEqual(["queued", "queued", "sent"]);

  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog", { name: "Send again?" });
  await expect(dialog).toContainText("2 emails are due, the first since today");
  await expect(dialog.getByRole("radio", { name: "Start the waits over" })).toHaveCount(0);
  await choose(dialog, "Send now");
  await dialog.getByRole("button", { name: "Send now" }).click();
  await expect(page.getByText("Sending goes on", { exact: true })).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect.poll(() => mailsOf(app, funnelId), { timeout: 30_000 }).toEqual(["sent", "sent", "sent"]);
  await expect(whatNext(page)).toContainText("they have left this funnel", { timeout: 30_000 });
});

test("what came together in a pause is counted, spread over days, and after a second pause sent", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page, app);
  await studio.signIn();
  const funnelId = await liveFunnel(
    app,
    "Paused letters",
    drawing(
      [
        step("t", "trigger", { on: "event", event: "enrolled" }),
        step("pause", "wait", { until: { kind: "event", event: "lesson.done", atMostMs: 864_000_000 } }),
        letter("next", "Next lesson"),
        step("bye", "end", {}),
      ],
      "t > pause.happened > next > bye",
      "pause.timeout > bye",
    ),
  );
  await happens(app, "enrolled", ["Pia", "Paul"]);
  await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here&step=pause`);
  const people = page.getByRole("region", { name: "People in this funnel" });
  await expect(people.getByRole("row")).toHaveCount(3, { timeout: 30_000 });

  await page.goto(`${app.baseUrl}/funnels/${funnelId}/results`);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText(/^The funnel is paused\. Nobody moves on/)).toBeVisible();
  await happens(app, "lesson.done", ["Pia", "Paul"]);
  await happens(app, "enrolled", ["Petra"]);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Resume this funnel?" });
  await expect(dialog).toContainText("The wait of 3 people has ended, the first since today");
  await choose(dialog, "Spread it");
  await dialog.getByRole("textbox", { name: "Over how many days" }).fill("0");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Spread it over at least 1 day.");
  await dialog.getByRole("textbox", { name: "Over how many days" }).fill("5");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("The funnel is live again")).toBeVisible();
  const catchingUp = page.getByRole("progressbar", { name: "Catching up after the pause" });
  await expect(catchingUp).toBeVisible({ timeout: 30_000 });

  // Whoever came in meanwhile waits for the lesson first.
  await page.goto(`${app.baseUrl}/funnels/${funnelId}/people?which=here&step=next`);
  await expect(people.getByRole("row")).toHaveCount(3, { timeout: 30_000 });
  for (const name of ["Pia", "Paul"]) {
    await expect(people.getByRole("row", { name: new RegExp(name) })).toContainText(
      /Its email is held until .*: spread over 5 days/,
      { timeout: 30_000 },
    );
  }
  await page.goto(`${app.baseUrl}/funnels/${funnelId}/results`);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Hold all sending" }).first().click();
  await expect(page.getByText(/^All sending is held since today .* by .*\./)).toBeVisible();
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(dialog).toContainText("2 emails are due");
  await expect(dialog).toContainText("All sending is held, and stays so");
  await choose(dialog, "Send all of it");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("The funnel is live again. All sending is still held")).toBeVisible();
  expect(await mailsOf(app, funnelId)).toEqual(["queued", "queued"]);
  await page.getByRole("button", { name: "Send again" }).click();
  const release = page.getByRole("dialog", { name: "Send again?" });
  await expect(release).toContainText("2 emails are due");
  await expect(release).not.toContainText("stays so");
  await choose(release, "Send now");
  await release.getByRole("button", { name: "Send now" }).click();
  await expect.poll(() => mailsOf(app, funnelId), { timeout: 30_000 }).toEqual(["sent", "sent"]);
});
