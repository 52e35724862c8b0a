import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { conversion, enrollment, form, link } from "@/db/schema";
import { templateOf, templates } from "@/lib/templates/templates";
import { ownDatabase } from "./database";
import { buy, DAY, HOUR, MINUTE, stage, submit, subscriber } from "./kit";
import { enrollmentsOf, mailsOf, pathOf, react } from "./look";

const own = ownDatabase();
const ada = subscriber("Ada");
const words = { business: "Mill & Co", site: "https://mill.example" };
const cartOf = (cartId: string) => {
  const template = templateOf("abandoned-cart");
  if (!template) throw new Error("There is no abandoned cart.");
  const { name: _, properties, ...rest } = template.example;
  const cartUrl = `https://mill.example/cart/${cartId}`;
  return {
    flow: template.flow(words),
    event: { properties: { ...properties, cartId, cartUrl }, ...rest },
  };
};

test("a cart that is left brings its own items, total and way back, each link followed on its own", async () => {
  const { flow, event } = cartOf("a");
  const { time, engine, ...place } = await stage(own.db, flow, { opens: "off" });
  await submit(engine, place.workspaceId, ada, "cart.updated", event);
  await time.by(HOUR + MINUTE);
  const [reminder] = await mailsOf(own.db, place, ada);
  const { text = "", html = "" } = reminder?.frozen ?? {};
  const links = await own.db
    .select()
    .from(link)
    .where(eq(link.messageId, reminder?.id ?? ""));
  const urls = Object.fromEntries(links.map(({ url, token }) => [url, `/c/${token}`]));
  expect(Object.keys(urls).toSorted()).toEqual(
    [
      "https://mill.example/cart/a",
      "https://example.org/walking-shoes",
      "https://example.org/wool-socks",
    ].toSorted(),
  );
  const items = [
    `Walking shoes: http://app.test${urls["https://example.org/walking-shoes"]}`,
    `Wool socks: http://app.test${urls["https://example.org/wool-socks"]}`,
  ];
  const printed = text.replaceAll(engine.appUrl, "http://app.test");
  expect(printed).toContain(`- ${items[0]}
  Quantity: 1
  €89.00
- ${items[1]}
  Quantity: 2
  €14.50

Together: €118.00

Back to your cart: http://app.test${urls["https://mill.example/cart/a"]}`);
  for (const path of Object.values(urls)) expect(html).toContain(`${engine.appUrl}${path}"`);
  expect(html).not.toMatch(/example\.org|mill\.example\/cart/);
});

test("two carts of one contact run side by side, the same cart once, and an order ends both", async () => {
  const { flow, event } = cartOf("a");
  const { time, engine, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "cart.updated", event);
  await submit(engine, place.workspaceId, ada, "cart.updated", event);
  await submit(engine, place.workspaceId, ada, "cart.updated", cartOf("b").event);
  expect((await enrollmentsOf(own.db, place, ada)).map(({ entryKey }) => entryKey)).toEqual([
    "key:a",
    "key:b",
  ]);
  await time.by(2 * HOUR);
  await buy(engine, place.workspaceId, ada);
  await time.by(10 * DAY);
  const rows = await own.db.select().from(enrollment).where(eq(enrollment.funnelId, place.funnelId));
  expect(rows.map(({ status, endReason }) => [status, endReason])).toEqual(
    Array(2).fill([rows[0]?.status, "bought"]),
  );
  expect((await mailsOf(own.db, place, ada)).map(({ nodeId }) => nodeId)).toEqual(["reminder", "reminder"]);
});

test("an order of one of their carts ends and counts for that cart alone", async () => {
  const { flow, event } = cartOf("a");
  if (flow.entry.rule !== "per-key") throw new Error("Its people enter once per cart.");
  const { time, engine, ...place } = await stage(own.db, flow);
  await submit(engine, place.workspaceId, ada, "cart.updated", event);
  await submit(engine, place.workspaceId, ada, "cart.updated", cartOf("b").event);
  await time.by(2 * HOUR);
  await buy(engine, place.workspaceId, ada, { properties: { [flow.entry.property]: "b" } });
  await time.by(HOUR);
  const rows = await own.db.select().from(enrollment).where(eq(enrollment.funnelId, place.funnelId));
  expect(rows.map(({ entryKey, endReason }) => [entryKey, endReason]).sort()).toEqual([
    ["key:a", null],
    ["key:b", "bought"],
  ]);
  const counted = await own.db.select().from(conversion);
  const ids = rows.filter(({ entryKey }) => entryKey === "key:b").map(({ id }) => id);
  expect(
    counted.filter((one) => rows.some(({ id }) => id === one.enrollmentId)).map((one) => one.enrollmentId),
  ).toEqual(ids);
});

test.each(templates.map((template) => [template.name, template] as const))(
  "%s: those who do nothing and those who click each come to its end, and every mail is whole",
  async (_, template) => {
    const { time, engine, ...place } = await stage(own.db, template.flow(words), { opens: "off" });
    const bea = subscriber("Bea");
    const { name, properties: sent, ...rest } = template.example;
    const clicked = new Set<string>();
    const formId = await makeForm(place);
    for (const who of [ada, bea]) {
      const properties = { ...sent, formId };
      await submit(engine, place.workspaceId, who, name, { properties, ...rest });
    }
    for (let day = 0; day < 40; day++) {
      await time.by(DAY);
      for (const { nodeId, state } of await mailsOf(own.db, place, bea)) {
        if (state !== "sent" || clicked.has(nodeId)) continue;
        clicked.add(nodeId);
        await react(engine, place, bea, nodeId, "clicked");
      }
    }
    const paths = [await pathOf(own.db, place, ada), await pathOf(own.db, place, bea)];
    expect(paths[0]).not.toEqual(paths[1]);
    for (const path of paths) expect(path.at(-1)).toBe("goal:ended");
    for (const who of [ada, bea]) {
      const mails = await mailsOf(own.db, place, who);
      expect(mails.length).toBeGreaterThanOrEqual(3);
      for (const mail of mails) {
        expect(mail.state).toBe("sent");
        expect(mail.frozen?.text).toContain("Mill & Co");
        expect(mail.frozen?.text).not.toMatch(/undefined|null|\[object/);
      }
    }
  },
);

/** The form that is made with a funnel. */
async function makeForm({
  workspaceId,
  funnelId,
}: {
  workspaceId: string;
  funnelId: string;
}): Promise<string> {
  const [made] = await own.db.insert(form).values({ workspaceId, funnelId, slug: funnelId }).returning();
  if (!made) throw new Error("The form was not stored.");
  return made.id;
}
