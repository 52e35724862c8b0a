import { z } from "zod";
import { acceptEvents, type NewEvent } from "./events";
import { eventIds } from "./ids";
import type { Sql } from "./postgres";
import { sentEvents } from "./protocol";

const largestEventBytes = 512 * 1024;

/**
 * The server's side of `inngest.send`, as the `fetch` of the client: a request for `/e/<key>` is one transaction
 * on the database. Works in every process that has the database, whether or not it executes functions, and is
 * no route: nothing outside this process can reach it.
 */
export function eventEntrance(sql: () => Sql, now: () => number = Date.now) {
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || !pathname.startsWith("/e/")) {
      return Response.json(
        { error: `The embedded Inngest server has no ${pathname}`, status: 404 },
        { status: 404 },
      );
    }
    const events = readEvents(await request.text(), request.headers.get("x-inngest-event-id-seed"), now());
    if (typeof events === "string") {
      return Response.json({ ids: [""], status: 400, error: events }, { status: 400 });
    }
    await sql().begin((tx) => acceptEvents(tx, events, now()));
    return Response.json({ ids: events.map(({ id }) => id), status: 200 });
  };
}

/** The events of a request, or what is wrong with it. */
function readEvents(body: string, seed: string | null, now: number): NewEvent[] | string {
  const parsed = sentEvents.safeParse(jsonOf(body));
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

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
