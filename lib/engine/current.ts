import { callReach } from "./web/call-reach";
import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { db } from "@/db/client";
import { env } from "@/lib/env";
import { LEASE_MS } from "./claim";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { newLag } from "./lag";
import { oneAtATime } from "./one-at-a-time";
import { repeatWakeUps, stillAwaited } from "./repeat-wake-ups";
import { resendTransport } from "./transport/resend";
import { INBOX, type MailAccount } from "./transport/transport";
import { webCaller } from "./web/call-web";
import { webhookSecretFrom } from "./web/webhook-secret";

// Each bundle of Next has its own module instances; there is still one engine per process.
const held = globalThis as { funnelwrightActs?: Engine };

/** The engine of this process, made at first use from the settings. */
export function engine(): Engine {
  held.funnelwrightActs ??= {
    db: db(),
    clock: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    token: () => randomBytes(16).toString("base64url"),
    hint: sendHints,
    lag: newLag(Date.now()),
    leaseMs: LEASE_MS,
    accounts: accounts(),
    appUrl: env().APP_URL,
    callWeb: webCaller(callReach()),
    webhookSecret: webhookSecretFrom(env().APP_SECRET),
  };
  return held.funnelwrightActs;
}

/** Resend takes 10 calls a second from all keys of a team, until it says otherwise; a little less keeps us clear of its window's edges. */
const RESEND_PER_SECOND = 9;

function accounts(): MailAccount[] {
  const { RESEND_API_KEY, RESEND_BASE_URL } = env();
  const inbox: MailAccount = { id: INBOX, transport: null, perSecond: Number.POSITIVE_INFINITY };
  if (!RESEND_API_KEY) return [inbox];
  const fingerprint = createHash("sha256").update(RESEND_API_KEY).digest("hex").slice(0, 16);
  return [
    inbox,
    {
      id: `resend:${fingerprint}`,
      transport: resendTransport({
        apiKey: RESEND_API_KEY,
        ...(RESEND_BASE_URL ? { baseUrl: RESEND_BASE_URL } : {}),
      }),
      perSecond: RESEND_PER_SECOND,
    },
  ];
}

/** Whoever committed does not wait longer than this for a hint to be taken. */
const HINT_MS = 2_000;
/** One ring per account and this long is enough: a delivery takes everything that is queued. */
const RING_MS = 500;
/** Hints are sent after the commit they speak of. A lost one is found by the sweep, so a failure is only noted. */
async function sendHints(hints: Hint[]): Promise<void> {
  const now = hints.filter((hint) => hint.name !== "mail/queued" || ringsNow(hint.data.accountId));
  if (now.length === 0) return;
  const { usesLocalInngest } = await import("@/inngest/client");
  const sent = send(now);
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, HINT_MS).unref())]);
  if (usesLocalInngest()) return;
  const wakeUps = now.filter((hint) => hint.name === "enrollment/woken");
  repeatWakeUps(wakeUps, { send, stillAwaited: (hints) => stillAwaited(db(), hints) });
}

const send = oneAtATime<Hint>(async (hints) => {
  try {
    const { inngest } = await import("@/inngest/client");
    await inngest.send(hints);
  } catch (error) {
    console.error("Inngest could not be told of something; the sweep will find it.", error);
  }
});

const rings = new Map<string, { lastAt: number; later: boolean }>();

/** Whether an account is rung for at once. If it was just now, it is rung once more when the pause is over. */
function ringsNow(accountId: string): boolean {
  const now = Date.now();
  const ring = rings.get(accountId) ?? { lastAt: 0, later: false };
  rings.set(accountId, ring);
  const waitMs = ring.lastAt + RING_MS - now;
  if (waitMs <= 0) {
    ring.lastAt = now;
    return true;
  }
  if (!ring.later) {
    ring.later = true;
    setTimeout(() => {
      ring.later = false;
      ring.lastAt = Date.now();
      void send([{ name: "mail/queued", data: { accountId } }]);
    }, waitMs).unref();
  }
  return false;
}
