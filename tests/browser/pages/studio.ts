import { expect, type Locator, type Page } from "@playwright/test";
import type { App } from "../app";

/** Apps whose form has let the owner in. */
const entered = new WeakSet<App>();

/** The signed-in screens, as a marketer uses them. */
export class Studio {
  constructor(
    readonly page: Page,
    readonly app: App,
  ) {}

  /** As the owner, with a session of their own. Through the form the first time; it is the form's own tests that do it every time. */
  async signIn() {
    const { baseUrl, demo } = this.app;
    const { email, password } = demo;
    if (entered.has(this.app)) {
      const headers = { origin: baseUrl };
      const answer = await this.page.request.post(`${baseUrl}/api/auth/sign-in/email`, {
        headers,
        data: { email, password },
      });
      expect(answer.status(), "signed in").toBe(200);
      await this.page.goto(`${baseUrl}/funnels`);
      return;
    }
    await this.page.goto(`${baseUrl}/sign-in`);
    await this.page.getByLabel("Email").fill(email);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.waitForURL(/\/funnels/);
    entered.add(this.app);
  }

  async newFunnel(name: string) {
    await this.page.goto(`${this.app.baseUrl}/funnels`);
    // The empty screen offers the starting points at once, any other behind a button.
    const blank = this.page.getByRole("button", { name: /^Blank canvas/ });
    const more = this.page.getByRole("button", { name: "New funnel" });
    await blank.or(more).first().waitFor();
    if (!(await blank.isVisible())) await more.click();
    await blank.click();
    await this.page.getByRole("dialog").getByLabel("Name").fill(name);
    await this.page.getByRole("button", { name: "Create" }).click();
    await this.page.waitForURL(/\/funnels\/[0-9a-f-]{36}$/);
  }

  /** Presses + on an open path and chooses what comes next. */
  async addAfter(node: string, path: string, step: string) {
    await this.page.getByRole("button", { name: `Add a step after ${node}, ${path} path` }).click();
    await this.page.getByRole("menuitem", { name: new RegExp(`^${step}`) }).click();
  }

  card(name: string): Locator {
    return this.page.getByRole("group", { name: new RegExp(`^${name}:`) });
  }

  /** Opens the settings of a step. */
  async open(name: string): Promise<Locator> {
    const panel = this.page.getByRole("region", { name: `Settings of ${name}` });
    if (!(await panel.isVisible())) {
      await this.card(name).click();
      if (!(await panel.isVisible())) await this.card(name).press("Enter");
    }
    await expect(panel).toBeVisible();
    return panel;
  }

  async wait(name: string, group: string, count: number, unit: "Seconds" | "Minutes" | "Hours" | "Days") {
    const panel = await this.open(name);
    const length = panel.getByRole("group", { name: group });
    await length.getByRole("combobox", { name: "Unit" }).selectOption({ label: unit.toLowerCase() });
    await length.getByRole("textbox").fill(String(count));
    await length.getByRole("textbox").blur();
  }

  async saved() {
    await expect(this.page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
  }
}

/** A person who receives, in a browser of their own. */
export async function sendForm(page: Page, address: string, person: { name: string; email: string }) {
  await page.goto(address);
  await page.getByRole("textbox", { name: "Name" }).fill(person.name);
  await page.getByRole("textbox", { name: "Email" }).fill(person.email);
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: /^Sign/ }).click();
  await expect(page.getByRole("status")).toContainText("Thank you");
}
