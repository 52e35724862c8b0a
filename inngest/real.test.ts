import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/edge";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { canonicalJson, sign } from "./local/sign";

const KEY = `signkey-prod-${"ab".repeat(32)}`;
const OTHER = `signkey-prod-${"cd".repeat(32)}`;
const names = ["INNGEST_DEV", "INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The app's client and functions as they are with these settings, and their handler. */
async function appWith(settings: Record<string, string>) {
  vi.resetModules();
  for (const name of names) vi.stubEnv(name, settings[name] ?? "");
  const { inngest } = await import("./client");
  const { functions } = await import("./functions");
  const handle = serve({ client: inngest, functions });
  const call = (method: string, query: string, body: unknown, headers: Record<string, string> = {}) =>
    handle(
      new Request(`http://app.example/api/inngest${query}`, {
        method,
        body: canonicalJson(body),
        headers: { host: "app.example", "content-type": "application/json", ...headers },
      }),
    );
  return { inngest, call };
}

const signed = (body: unknown, key = KEY, at = Date.now()) => ({
  "x-inngest-signature": sign(canonicalJson(body), key, at),
});

/** An Inngest that only takes events. */
async function eventServer() {
  const got: { path: string; headers: IncomingHttpHeaders; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    got.push({ path: request.url ?? "", headers: request.headers, body: body && JSON.parse(body) });
    const answer = { ids: [], status: 200 };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

const cloud = { INNGEST_EVENT_KEY: "event-key", INNGEST_SIGNING_KEY: KEY };
const sync = { url: "http://app.example/api/inngest" };
const inBand = { "x-inngest-sync-kind": "in_band", "x-inngest-server-kind": "cloud" };

describe("towards Inngest Cloud or a self-hosted server", () => {
  test.each([
    ["without a signature", {}],
    ["signed with another key", signed(sync, OTHER)],
    ["signed for another body", signed({ ...sync, url: "http://else" })],
    ["signed six minutes ago", signed(sync, KEY, Date.now() - 6 * 60_000)],
  ])("a call %s is refused", async (_, headers) => {
    // The SDK notes each.
    const notes = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => notes.mockRestore());
    const { call } = await appWith(cloud);
    for (const [method, query] of [
      ["POST", "?fnId=funnelwright-sweep-due&stepId=step"],
      ["PUT", ""],
    ] as const) {
      const response = await call(method, query, sync, { ...inBand, ...headers });
      expect(response.status, method).toBe(401);
    }
  });

  test("one that is signed is answered: with functions that ask for nothing the embedded server has not", async () => {
    const { call } = await appWith(cloud);
    const response = await call("PUT", "", sync, { ...inBand, ...signed(sync) });
    expect(response.status).toBe(200);
    const { functions } = (await response.json()) as { functions: Record<string, unknown>[] };
    const ids = functions.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        "funnelwright-run-enrollment",
        "funnelwright-deliver-mail",
        "funnelwright-sweep-due",
      ]),
    );
    const known = new Set(["id", "name", "triggers", "steps", "concurrency"]);
    for (const one of functions) {
      expect(
        Object.keys(one).filter((key) => !known.has(key)),
        String(one.id),
      ).toEqual([]);
    }
    const of = (id: string) => functions.find((one) => one.id === `funnelwright-${id}`);
    expect(of("run-enrollment")).toMatchObject({
      triggers: [{ event: "enrollment/started" }],
      steps: { step: { retries: { attempts: 0 } } },
    });
    expect([of("run-enrollment")?.concurrency].flat()).toMatchObject([{ key: "event.data.workspaceId" }]);
    expect([of("deliver-mail")?.concurrency].flat()).toEqual([{ key: "event.data.accountId", limit: 1 }]);
  });

  test("a journey waits for its own turn, six days at most, and for whole seconds", async () => {
    const { call } = await appWith(cloud);
    const started = { workspaceId: "ws", enrollmentId: "one", generation: 1 };
    const waits = async (until: number | null) => {
      const at = { state: "waiting", turn: "one:3", until, now: 1_000 };
      const event = { name: "enrollment/started", data: started, id: "e", ts: 0 };
      const body = {
        version: 2,
        event,
        events: [event],
        steps: { [createHash("sha1").update("advance 1").digest("hex")]: { type: "data", data: at } },
        ctx: {
          run_id: "run",
          attempt: 0,
          max_attempts: 1,
          disable_immediate_execution: false,
          use_api: false,
          stack: { stack: [createHash("sha1").update("advance 1").digest("hex")], current: 1 },
        },
      };
      const response = await call(
        "POST",
        "?fnId=funnelwright-run-enrollment&stepId=step",
        body,
        signed(body),
      );
      expect(response.status).toBe(206);
      const [op] = (await response.json()) as { op: string; opts: { timeout: string; if: string } }[];
      expect(op).toMatchObject({ op: "WaitForEvent", name: "enrollment/woken" });
      expect(op?.opts.if).toBe("async.data.turn == 'one:3'");
      return op?.opts.timeout;
    };
    expect(await waits(null)).toBe("6d");
    expect(await waits(1_000 + 30 * 86_400_000)).toBe("6d");
    expect(await waits(1_000 + 90_000)).toBe("1m30s");
    expect(await waits(1_000)).toBe("1s");
  });

  test("events go to the server's own address, with its key, and a seed by which a repeated send counts once", async () => {
    const { url, got } = await eventServer();
    const { inngest } = await appWith({ ...cloud, INNGEST_BASE_URL: url });
    const hint = { name: "enrollment/woken", data: { enrollmentId: "one", turn: "one:3" } };
    await inngest.send([hint, { name: "mail/queued", data: { accountId: "inbox" } }]);
    expect(got).toHaveLength(1);
    expect(got[0]?.path).toBe("/e/event-key");
    expect(got[0]?.headers["x-inngest-event-id-seed"]).toMatch(/^\d+,\S+/);
    expect(got[0]?.body).toMatchObject([hint, { name: "mail/queued" }]);
  });
});

test("towards the dev server nothing is signed, and events go to where it listens", async () => {
  const { url, got } = await eventServer();
  const { inngest, call } = await appWith({ INNGEST_DEV: url });
  const response = await call("PUT", "", sync, { ...inBand, "x-inngest-server-kind": "dev" });
  expect(response.status).toBe(200);
  await inngest.send({ name: "mail/queued", data: { accountId: "inbox" } });
  expect(got[0]?.path).toMatch(/^\/e\//);
});
