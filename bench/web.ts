/**
 * Clicks and events per second against a bare Next route in the same server, and the app's pages while the engine has
 * nothing to do and while it is saturated. On the built app, as `npm start` runs it.
 *
 *   npm run bench:web               both
 *   npm run bench:web -- pages      one of them: routes, pages
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { asks, drawing, mail, onEvent, wait } from "../tests/engine/drawings";
import { openDatabase, post } from "../tests/faults/rest";
import { startBenchApp } from "./built-app";
import { load, machine } from "./machine";
import { figure, quantile, table } from "./numbers";
import { type Hammered, hammer, type Request } from "./web/hammer";

const parts = process.argv.length > 2 ? process.argv.slice(2) : ["routes", "pages"];
const app = await startBenchApp();
const sql = openDatabase(app);
const { baseUrl, demo } = app;
try {
  const [version] = await sql<{ version: string }[]>`select version()`;
  console.log(`${machine(version?.version ?? "")}, ${load()}\n`);
  await sql`update workspace_settings set postal_address = 'Mill & Co, 1 Water Street, Bristol',
    sender_name = 'Mill', sender_email = 'hello@mill.example' where workspace_id = ${demo.workspaceId}`;
  const funnelId = await live("journey");
  await enroll("journey", 60);
  await quiet();
  if (parts.includes("routes")) await routes();
  if (parts.includes("pages")) await pages(funnelId);
} finally {
  await sql.end();
  await app.stop();
}

async function live(event: string): Promise<string> {
  const flow = drawing(
    {
      start: onEvent(event),
      hello: mail("Hello"),
      pause: wait(1_000),
      ask: asks({ test: "clicked", email: "hello" }, 0),
      bye: mail("Goodbye"),
    },
    ["start > hello > pause > ask", "ask:yes > bye", "ask:no > bye"],
  );
  const { id } = await post<{ id: string }>(app, "funnels", { name: "Journey", flow });
  await post(app, `funnels/${id}/publish`, {});
  return id;
}

function event(name: string) {
  const id = randomBytes(8).toString("hex");
  const contact = { consent: { marketing: true, source: "checkout" } };
  return { id, name, email: `${id}@example.org`, contact };
}

async function enroll(name: string, people: number) {
  for (let at = 0; at < people; at += 100) {
    await post(
      app,
      "events",
      Array.from({ length: Math.min(100, people - at) }, () => event(name)),
    );
  }
}

async function onTheWay(): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from enrollment where status = 'active'`;
  return row?.n ?? 0;
}

async function quiet() {
  while ((await onTheWay()) > 0) await pause(200);
}

async function routes() {
  const links = await sql<{ token: string }[]>`select token from link`;
  const key = { authorization: `Bearer ${demo.apiKey}`, "content-type": "application/json" };
  let n = 0;
  const asked: Record<string, () => Request> = {
    "bare route, GET": () => ({ method: "GET", path: "/bench/bare" }),
    "click on a link": () => ({ method: "GET", path: `/c/${links[n++ % links.length]?.token}` }),
    "bare route, POST": () => ({
      method: "POST",
      path: "/bench/bare",
      headers: key,
      body: JSON.stringify(event("seen")),
    }),
    "one event": () => ({
      method: "POST",
      path: "/api/v1/events",
      headers: key,
      body: JSON.stringify(event("seen")),
    }),
    "100 events at once": () => ({
      method: "POST",
      path: "/api/v1/events",
      headers: key,
      body: JSON.stringify(Array.from({ length: 100 }, () => event("seen"))),
    }),
  };
  const found = new Map<string, Hammered>();
  for (const [name, next] of Object.entries(asked)) {
    // A hundred take long: more than two such calls at a time would only wait for each other.
    const atOnce = name.startsWith("100") ? 2 : 16;
    await hammer(baseUrl, next, { atOnce, ms: 1_000 });
    const result = await hammer(baseUrl, next, { atOnce });
    found.set(name, result);
    const wrong = [...result.statuses].filter(([status]) => ![200, 202, 204, 302].includes(status));
    if (wrong.length > 0) throw new Error(`${name} answered ${wrong.map(([status]) => status).join(", ")}.`);
  }
  const per = (name: string) => found.get(name)?.perSecond ?? Number.NaN;
  const rows = [...found].map(([name, one]) => {
    const floor = /^bare/.test(name) ? "" : name.startsWith("click") ? "bare route, GET" : "bare route, POST";
    return [
      name,
      figure(one.perSecond),
      floor && `1 : ${figure(per(floor) / one.perSecond)}`,
      ...[one.p50, one.p95, one.p99].map((ms) => figure(ms, "ms")),
    ];
  });
  console.log(table(["asked for", "per second", "against bare", "p50", "p95", "p99"], rows));
  console.log(
    `16 at a time (batches: 2); events in batches: ${figure(100 * per("100 events at once"))} per second; ${load()}\n`,
  );
}

async function pages(funnelId: string) {
  const response = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: baseUrl },
    body: JSON.stringify({ email: demo.email, password: demo.password }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const asked = ["/funnels", `/funnels/${funnelId}`, `/funnels/${funnelId}/results`];
  const visit = async (times: number) => {
    const took = new Map<string, number[]>(asked.map((path) => [path, []]));
    for (let n = 0; n < times; n++) {
      for (const path of asked) {
        const at = performance.now();
        const page = await fetch(baseUrl + path, { headers: { cookie } });
        const html = await page.text();
        if (page.status !== 200 || !html.includes("Journey"))
          throw new Error(`${path} answered ${page.status}.`);
        took.get(path)?.push(performance.now() - at);
        await pause(20);
      }
    }
    return took;
  };
  await visit(5);
  const idle = await visit(40);
  // They come in while the pages are asked for: taken in first, most of them would be at the end by then.
  const coming = enroll("journey", 2_000);
  await pause(2_000);
  const busy = await visit(40);
  const left = await onTheWay();
  await coming;
  if (left === 0) throw new Error("The engine was not saturated to the end.");
  const rows = asked.map((path) => {
    const [calm = [], rush = []] = [idle.get(path), busy.get(path)];
    return [
      path.replace(funnelId, "[id]"),
      ...[calm, rush].flatMap((took) => [0.5, 0.95].map((share) => figure(quantile(took, share), "ms"))),
      `× ${figure(quantile(rush, 0.95) / quantile(calm, 0.95))}`,
    ];
  });
  console.log(table(["page", "idle p50", "idle p95", "saturated p50", "saturated p95", "p95"], rows));
  console.log(`${left} people were still on their way at the end; ${load()}`);
}
