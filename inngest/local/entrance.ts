import { z } from "zod";
import { storeCheckpoint } from "./checkpoint";
import { acceptEvents, type NewEvent } from "./events";
import { eventIds } from "./ids";
import type { Sql } from "./postgres";
import { checkpoint, largestStepBytes, sentEvents } from "./protocol";

const largestEventBytes = 512 * 1024;

/**
 * The server's side of what the SDK sends, as the `fetch` of its client: `inngest.send` and checkpoints are
 * transactions on the database. It works in every process that has the database, whether or not it executes
 * functions, and is no route: nothing outside this process can reach it.
 */
export function entrance(sql: () => Sql, now: () => number = Date.now) {
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const body = jsonOf(init?.body);
    if (pathname.startsWith("/e/")) {
      return receiveEvents(sql(), body, new Headers(init?.headers).get("x-inngest-event-id-seed"), now());
    }
    const [, runId] = /^\/v1\/checkpoint\/(\w+)\/async$/.exec(pathname) ?? [];
    if (runId) return receiveCheckpoint(sql(), runId, body);
    return Response.json(
      { error: `The embedded Inngest server has no ${pathname}`, status: 404 },
      { status: 404 },
    );
  };
}

async function receiveEvents(sql: Sql, body: unknown, seed: string | null, now: number): Promise<Response> {
  const events = readEvents(body, seed, now);
  if (typeof events === "string") {
    return Response.json({ ids: [""], status: 400, error: events }, { status: 400 });
  }
  await sql.begin((tx) => acceptEvents(tx, events, now));
  return Response.json({ ids: events.map(({ id }) => id), status: 200 });
}

async function receiveCheckpoint(sql: Sql, runId: string, body: unknown): Promise<Response> {
  const parsed = checkpoint.safeParse(body);
  if (!parsed.success) return Response.json({ error: z.prettifyError(parsed.error) }, { status: 400 });
  if (parsed.data.steps.some(({ data }) => JSON.stringify(data).length > largestStepBytes)) {
    return Response.json({ error: "step output too large" }, { status: 413 });
  }
  return new Response(null, { status: (await storeCheckpoint(sql, runId, parsed.data)) ? 200 : 409 });
}

/** The events of a request, or what is wrong with it. */
function readEvents(body: unknown, seed: string | null, now: number): NewEvent[] | string {
  const parsed = sentEvents.safeParse(body);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const ids = eventIds(seed, parsed.data.length, now);
  const events = parsed.data.map(({ id, name, data, ts, user, v }, index) => {
    const ours = ids[index] ?? "";
    const payload = { id: id || ours, name, data, ts: ts ?? now, user: user ?? {}, ...(v ? { v } : {}) };
    return { id: ours, payload };
  });
  const large = events.find(({ payload }) => JSON.stringify(payload).length > largestEventBytes);
  return large ? `event ${large.payload.name} is larger than 512 KiB` : events;
}

/** The SDK sends text. */
function jsonOf(body: unknown): unknown {
  try {
    return typeof body === "string" ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
