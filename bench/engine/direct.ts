import type { Pool } from "@/db/client";
import { advance } from "@/lib/engine/advance";
import { LEASE_MS } from "@/lib/engine/claim";
import { deliver } from "@/lib/engine/deliver";
import type { Engine } from "@/lib/engine/engine";
import type { Hint } from "@/lib/engine/hints";
import { newLag } from "@/lib/engine/lag";
import { INBOX } from "@/lib/engine/transport/transport";
import { pretendsToCall } from "@/lib/engine/web/call-web";
import { anyToken } from "@/tests/engine/kit";

/** As many as one workspace may have at work in the app. */
const AT_ONCE = 12;

type Started = Extract<Hint, { name: "enrollment/started" }>["data"];

/**
 * The floor: the same acts on the same database in real time, with timers in memory instead of a durable engine. A hint
 * leads to its act at once, and whatever is forgotten is forgotten.
 */
export function directEngine(db: Pool): Engine {
  const people = new Map<string, Started>();
  const timers = new Map<string, NodeJS.Timeout>();
  const queue: string[] = [];
  let atWork = 0;
  const delivering = { now: false, again: false };

  const engine: Engine = {
    db,
    clock: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    token: anyToken,
    lag: newLag(Date.now()),
    leaseMs: LEASE_MS,
    accounts: [{ id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY }],
    appUrl: "http://localhost:3000",
    callWeb: pretendsToCall,
    webhookSecret: () => "",
    async hint(hints) {
      for (const hint of hints) {
        if (hint.name === "mail/queued") void send();
        else if (hint.name !== "version/moving" && hint.name !== "people/enrolling") {
          if (hint.name === "enrollment/started") people.set(hint.data.enrollmentId, hint.data);
          soon(hint.data.enrollmentId);
        }
      }
    },
  };

  function soon(id: string) {
    clearTimeout(timers.get(id));
    queue.push(id);
    while (atWork < AT_ONCE && queue.length > 0) void take(queue.shift() ?? "");
  }

  async function take(id: string) {
    const who = people.get(id);
    if (!who) return;
    atWork++;
    const at = await advance(engine, who);
    atWork--;
    if (at.state !== "waiting") people.delete(id);
    else if (at.until !== null) {
      const ms = Math.min(2 ** 31 - 1, Math.max(0, at.until - Date.now()));
      timers.set(
        id,
        setTimeout(() => soon(id), ms),
      );
    }
    const next = queue.shift();
    if (next) void take(next);
  }

  async function send() {
    delivering.again = true;
    if (delivering.now) return;
    delivering.now = true;
    while (delivering.again) {
      delivering.again = false;
      // It stops when its time is up, and whoever asked for it has to ask again.
      const { worked } = await deliver(engine, INBOX);
      if (worked > 0) delivering.again = true;
    }
    delivering.now = false;
  }

  return engine;
}
