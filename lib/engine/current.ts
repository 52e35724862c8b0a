import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { db } from "@/db/client";
import { env } from "@/lib/env";
import type { Engine } from "./engine";
import type { Hint } from "./hints";
import { resendTransport } from "./transport/resend";
import { INBOX, type MailAccount } from "./transport/transport";

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
    accounts: accounts(),
    appUrl: env().APP_URL,
  };
  return held.funnelwrightActs;
}

/** Resend takes 10 calls a second from all keys of a team; a little less keeps us clear of its window's edges. */
const RESEND_PER_SECOND = 9.5;

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

/** Hints are sent after the commit they speak of. A lost one is found by the sweep, so a failure is only noted. */
async function sendHints(hints: Hint[]): Promise<void> {
  if (hints.length === 0) return;
  const { inngest } = await import("@/inngest/client");
  try {
    await inngest.send(unrepeated(hints));
  } catch (error) {
    console.error("Inngest could not be told of something; the sweep will find it.", error);
  }
}

/** One ring per account is enough, however many mails were queued. */
const unrepeated = (hints: Hint[]): Hint[] =>
  hints.filter(
    (hint, index) =>
      hint.name !== "mail/queued" ||
      hints.findIndex(
        (other) => other.name === "mail/queued" && other.data.accountId === hint.data.accountId,
      ) === index,
  );
