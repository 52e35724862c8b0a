import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { openPool } from "@/db/client";
import { createApiKey } from "@/db/queries/api-keys";
import { event, link, mailRequest } from "@/db/schema";
import { migrateDatabase } from "../../scripts/migrate.mjs";
import { bootPostgres, freePort } from "../../scripts/postgres.mjs";
import { makeWorkspace, publishFlow, subscriber } from "../engine/kit";
import { startFakeResend } from "../fake-resend/start";
import { launch } from "../runner/launch";
import { twoMails } from "./journey";
import { expectClean } from "./oracle";
import { standing, until } from "./rig";
import { isLong, newChance, size } from "./size";

const PEOPLE = size("F4_PEOPLE", { short: 60, long: 1_000 });
const OUTAGES = size("F4_OUTAGES", { short: 3, long: 48 });

test(`F4: PostgreSQL is stopped at once ${OUTAGES} times, and ${PEOPLE} people lose nothing`, async () => {
  const chance = newChance("F4");
  const folder = mkdtempSync(path.join(tmpdir(), "funnelwright-outage-"));
  const resend = await startFakeResend();
  const [dbPort, port] = [await freePort(), await freePort()];
  const boot = () => bootPostgres(folder, { port: dbPort, settings: { fsync: "off" } });
  let postgres = await boot();
  const { url } = postgres;
  await migrateDatabase(url);
  const db = openPool(url, { max: 4 });
  const app = launch({
    DATA_DIR: folder,
    PORT: String(port),
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? ".next-test",
    DATABASE_URL: url,
    APP_URL: `http://localhost:${port}`,
    APP_SECRET: "a secret of more than thirty-two characters",
    ALLOW_SHORT_WAITS: "1",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
  });
  onTestFinished(async () => {
    app.runner.kill("SIGTERM");
    await app.ended;
    await db.$client.end({ timeout: 1 });
    await postgres.stop();
    await resend.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await app.ready();
  const place = await publishFlow(db, await makeWorkspace(db, { demo: false }), twoMails());
  const { key } = await createApiKey(db, { workspaceId: place.workspaceId, name: "Test" });
  const base = `http://localhost:${port}`;

  /** What the app has answered while the database was away, by address and status. */
  const seen = new Map<string, number>();
  const look = async (what: string, address: string, init: RequestInit = {}) => {
    const response = await fetch(base + address, { redirect: "manual", ...init });
    const name = `${what} ${response.status}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const text = await response.text();
    if (response.status >= 500) {
      expect(name, text).toBe(`${what} 503`);
      expect(text).not.toMatch(/<html|<!doctype/i);
      if (what !== "health") expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    return response.status;
  };

  const accepted: string[] = [];
  const send = async (id: string, name: string, email: string, more = {}) => {
    const body = JSON.stringify({ id, name, email, ...more });
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    // What was not acknowledged is sent again, as every client must.
    for (;;) {
      const status = await look("event", "/api/v1/events", { method: "POST", headers, body }).catch(() => 0);
      if (status === 200 || status === 202) {
        accepted.push(id);
        return;
      }
      expect(status === 0 || status === 503, `an event answered ${status}`).toBe(true);
      await pause(150);
    }
  };

  let over = false;
  const entering = async () => {
    const spread = isLong ? 600 : 150;
    await Promise.all(
      Array.from({ length: PEOPLE }, async (_, n) => {
        const { email } = subscriber(`person-${n}`);
        await pause(n * spread);
        await send(`signed up ${n}`, "signed up", email, {
          contact: { consent: { marketing: true, source: "checkout" } },
        });
        if (chance.below(3) > 0) return;
        await pause(chance.between(0, 4_000));
        await send(`bought ${n}`, "purchase", email, { value: 4_900, currency: "EUR" });
      }),
    );
  };
  const watching = async () => {
    let token = "unknown";
    while (!over) {
      await look("health", "/api/health");
      if (token === "unknown") {
        const [row] = await db
          .select()
          .from(link)
          .limit(1)
          .catch(() => []);
        token = row?.token ?? token;
      }
      await look("click", `/c/${token}`, { method: "HEAD" });
      await pause(100);
    }
  };
  const outages = async () => {
    for (let n = 0; n < OUTAGES; n++) {
      await pause(isLong ? chance.between(5_000, 20_000) : chance.between(1_500, 3_000));
      process.kill(postgres.pid, "SIGQUIT");
      await postgres.ended;
      await pause(chance.between(0, isLong ? 2_000 : 1_500));
      postgres = await boot();
    }
    // The last outage is always long enough to be looked at.
    process.kill(postgres.pid, "SIGQUIT");
    await postgres.ended;
    await pause(2_500);
    postgres = await boot();
  };
  const watch = watching();
  await Promise.all([entering(), outages()]);
  over = true;
  await watch;

  await until("everybody has come to an end", async () => (await standing(db, place)).ended === PEOPLE, {
    patienceMs: isLong ? 600_000 : 120_000,
  });
  console.log("F4:", Object.fromEntries([...seen].toSorted()));
  for (const what of ["health 503", "click 503", "event 503"]) {
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
  }
  const stored = await db
    .select({ id: event.id })
    .from(event)
    .where(eq(event.workspaceId, place.workspaceId));
  expect(stored.map(({ id }) => id).sort()).toEqual([...new Set(accepted)].sort());
  const open = await db.select().from(mailRequest).where(eq(mailRequest.state, "open"));
  expect(open).toEqual([]);
  await expectClean("F4", { db, place }, await resend.accepted());
});
