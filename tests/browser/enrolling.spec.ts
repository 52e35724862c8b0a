import postgres from "postgres";
import { databaseUrl } from "../access/world";
import { expect, test } from "./app";
import { call, drawing, step } from "./pages/rest";
import { Studio } from "./pages/studio";

const PEOPLE = 501;

test("everybody who matches already enters once the number is typed; Stop stops it, and the rest can still be asked for", async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  const sql = postgres(databaseUrl(app.folder), { max: 2, onnotice() {} });
  try {
    const { workspaceId } = app.demo;
    await sql`insert into contact (workspace_id, email, name, tags)
      select ${workspaceId}, 'member-' || n || '@people.example', 'Member ' || n, '{member}'
      from generate_series(1, ${PEOPLE}) n`;
    const { id: funnelId } = await call(app, "POST", "/funnels", {
      name: "For members",
      flow: drawing(
        [step("t", "trigger", { on: "tag", tag: "member" }), step("pause", "wait", { forMs: 86_400_000 })],
        "t > pause",
      ),
    });
    const studio = new Studio(page, app);
    await studio.signIn();
    await page.goto(`${app.baseUrl}/funnels/${funnelId}`);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const publish = page.getByRole("dialog", { name: "Publish version 1?" });
    const already = publish.getByRole("region", { name: "People who match already" });
    await already.getByRole("checkbox", { name: `Enroll the ${PEOPLE} people who match` }).check();
    const confirm = publish.getByRole("button", { name: "Publish version 1" });
    await expect(confirm).toBeDisabled();
    const typed = already.getByRole("textbox", { name: `Type ${PEOPLE} to enroll so many` });
    await typed.fill("500");
    await expect(confirm).toBeDisabled();
    await typed.fill(String(PEOPLE));

    // Whoever holds somebody of the second hundred keeps the run there, so that Stop comes in time on any machine.
    const holder = await sql.reserve();
    await holder`begin`;
    const [later] =
      await sql`select id from contact where workspace_id = ${workspaceId} and tags @> '{member}'
      order by id offset 150 limit 1`;
    await holder`select from contact where id = ${later?.id} for update`;
    await confirm.click();
    const entering = page.getByRole("status").filter({ hasText: "People are entering by “Trigger 1”" });
    await expect(entering).toContainText(`100 of ${PEOPLE}`, { timeout: 90_000 });
    await entering.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByText("Nobody else enters by it. Whoever is in the funnel stays.")).toBeVisible();
    await holder`commit`;
    holder.release();
    await expect(entering).toHaveCount(0, { timeout: 30_000 });

    const inside = async () => {
      const [row] = await sql<{ trips: number; people: number; running: number }[]>`
        select count(*)::int as trips, count(distinct contact_id)::int as people,
          (select count(*)::int from enrolling where funnel_id = ${funnelId} and leased_until > now()) as running
        from enrollment where funnel_id = ${funnelId}`;
      return row;
    };
    // The hundred that was under way is finished.
    await expect.poll(async () => (await inside())?.running, { timeout: 30_000 }).toBe(0);
    const first = (await inside())?.people ?? 0;
    expect(first).toBeGreaterThanOrEqual(100);
    expect(first).toBeLessThanOrEqual(200);

    const trigger = await studio.open("Trigger 1");
    await trigger.getByRole("button", { name: "People who match already…" }).click();
    const dialog = page.getByRole("dialog", { name: "Enroll people who match already" });
    await expect(
      dialog.getByRole("checkbox", { name: `Enroll the ${PEOPLE - first} people who match` }),
    ).toBeVisible();
    // Each once.
    expect(await inside()).toMatchObject({ trips: first, people: first });
  } finally {
    await sql.end({ timeout: 5 });
  }
});
