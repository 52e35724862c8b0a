import { onTestFinished } from "vitest";
import type { Pool } from "@/db/client";
import { scratchDatabase } from "@/db/testing";
import { type FastForward, fastForward } from "@/lib/engine/fast-forward";
import { resendTransport } from "@/lib/engine/transport/resend";
import type { MailAccount } from "@/lib/engine/transport/transport";
import type { Flow } from "@/lib/flow/flow";
import { anyToken, DAY, type Live, makeWorkspace, publishFlow } from "../engine/kit";
import { type FakeResend, startFakeResend } from "../fake-resend/start";

export type Stand = {
  pool: Pool;
  time: FastForward;
  place: Live;
  resend: FakeResend;
};

/** The real engine on a clock that jumps, so that no retry is waited for, with a provider's process at the other end. */
export async function stand(
  flow: Flow,
  { dedupeWindowMs }: { dedupeWindowMs?: number } = {},
): Promise<Stand> {
  const { db: pool, drop } = await scratchDatabase();
  const resend = await startFakeResend();
  onTestFinished(async () => {
    await resend.stop();
    await drop();
  });
  const transport = resendTransport({ apiKey: "re_test", baseUrl: resend.url, patienceMs: 400 });
  const account: MailAccount = {
    id: "resend:test",
    perSecond: 9.5,
    transport: { ...transport, ...(dedupeWindowMs ? { dedupeWindowMs } : {}) },
  };
  const time = fastForward(pool, { start: Date.now() - 3 * DAY, token: anyToken, accounts: [account] });
  const place = await publishFlow(pool, await makeWorkspace(pool, { demo: false }), flow);
  return { pool, time, place, resend };
}
