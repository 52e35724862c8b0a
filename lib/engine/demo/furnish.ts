import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Db, Pool, Tx } from "@/db/client";
import { createFunnel } from "@/db/queries/funnels";
import { contact, demo, form, funnel, funnelVersion, workspace, workspaceSettings } from "@/db/schema";
import type { Instant } from "@/lib/flow/world";
import { abandonedCart } from "@/lib/templates/abandoned-cart";
import { welcomeSeries } from "@/lib/templates/welcome-series";
import { publish } from "../publish";
import { DEMO_SHOP, type Doors } from "./lives";

const DAY_MS = 86_400_000;

/** Longer ago than anybody came. */
const AGE_MS = 26 * DAY_MS;

export type Furnished = Doors & { total: number; finishedAt: Date | null };

/**
 * Gives a demo workspace its address, its sender and two published funnels, once. Null for one that had funnels or
 * people before: what somebody has done there stays theirs. Called again after it was interrupted, it goes on.
 */
export async function furnish(
  pool: Pool,
  { workspaceId, people, now }: { workspaceId: string; people: number; now: Instant },
): Promise<Furnished | null> {
  const row = await pool.transaction((tx) => begin(tx, workspaceId, people, now));
  if (!row) return null;
  const ids = [row.welcomeId, row.cartId];
  const mine = and(eq(funnel.workspaceId, workspaceId), inArray(funnel.id, ids));
  for (const { id, status } of await pool.select().from(funnel).where(mine)) {
    if (status !== "draft") continue;
    const input = { workspaceId, funnelId: id, revision: null, userId: null, now, shortWaits: false };
    const published = await publish(pool, input);
    if (!published.ok) throw new Error(published.message);
  }
  const since = new Date(row.from - AGE_MS);
  await pool.update(funnel).set({ createdAt: since, draftAt: since }).where(mine);
  await pool
    .update(funnelVersion)
    .set({ publishedAt: since })
    .where(and(eq(funnelVersion.workspaceId, workspaceId), inArray(funnelVersion.funnelId, ids)));
  return { ...row, form: await formOf(pool, workspaceId, row.welcomeId) };
}

async function begin(tx: Tx, workspaceId: string, people: number, now: Instant) {
  // Two processes at once begin one demo.
  await tx.select().from(workspace).where(eq(workspace.id, workspaceId)).for("update");
  const [begun] = await tx.select().from(demo).where(eq(demo.workspaceId, workspaceId));
  if (begun) return begun;
  const [used] = await tx
    .select({ id: funnel.id })
    .from(funnel)
    .where(eq(funnel.workspaceId, workspaceId))
    .union(tx.select({ id: contact.id }).from(contact).where(eq(contact.workspaceId, workspaceId)))
    .limit(1);
  if (used) return null;
  await tx
    .update(workspaceSettings)
    .set({
      postalAddress: `${DEMO_SHOP.business}\n1 Mill Lane\nBristol`,
      senderName: DEMO_SHOP.business,
      senderEmail: "hello@berg-and-daughters.example",
      opens: "consent",
    })
    .where(eq(workspaceSettings.workspaceId, workspaceId));
  const make = ({ name, flow }: typeof welcomeSeries) =>
    createFunnel(tx, { workspaceId, name, userId: null, draft: flow(DEMO_SHOP) });
  const cart = await make(abandonedCart);
  const welcome = await make(welcomeSeries);
  const [made] = await tx
    .insert(demo)
    .values({ workspaceId, total: people, from: now, welcomeId: welcome.id, cartId: cart.id })
    .returning();
  return made ?? null;
}

async function formOf(db: Db, workspaceId: string, funnelId: string): Promise<Doors["form"]> {
  const [row] = await db
    .select({ id: form.id, slug: form.slug, flow: funnel.draft })
    .from(form)
    .innerJoin(funnel, and(eq(funnel.workspaceId, form.workspaceId), eq(funnel.id, form.funnelId)))
    .where(and(eq(form.workspaceId, workspaceId), eq(form.funnelId, funnelId)));
  if (!row) throw new Error("The demo's form is missing.");
  const trigger = row.flow.nodes.find((node) => node.type === "trigger");
  return {
    id: row.id,
    slug: row.slug,
    consent: trigger?.type === "trigger" ? trigger.data.form.consent : "",
  };
}
